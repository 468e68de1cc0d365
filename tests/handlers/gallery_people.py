"""The screens about those who help, what they did, and what organisers decide about people."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.screens import figures, moderation, organiser, team
from handlers.screens.notices import notice_screen
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.audit import AuditId, Deed, Entry
from matchmaking.checkin import DayCount
from matchmaking.events import Event
from matchmaking.figures import Figures
from matchmaking.meetings import State
from matchmaking.moderation import (
    Held,
    Reason,
    Report,
    ReportId,
    ReportState,
    Standing,
    StandingId,
)
from matchmaking.notices import NewNotice, Notice, NoticeId, NoticeKind, NoticeState
from matchmaking.organisers import Organiser, OrganiserRole
from matchmaking.people import Attendee, PersonId
from matchmaking.usecases.arrivals import Arrival
from matchmaking.usecases.delivery import Delivery
from matchmaking.usecases.moderation import Queue, Thing
from matchmaking.usecases.team import Link, Team, Trail
from tests.handlers.people import HARD, NOW, event_with_sessions, others

Named = tuple[str, Screen]

FACTS: dict[Deed, dict[str, str | int]] = {
    Deed.JOINED: {"role": "helper"},
    Deed.INVITED: {"role": "speaker"},
    Deed.ROLE_CHANGED: {"role": "owner"},
    Deed.ORGANISER_REMOVED: {"role": "helper"},
    Deed.ANNOUNCEMENT_WRITTEN: {"announcement": 3},
    Deed.ANNOUNCEMENT_SENT: {"announcement": 3, "people": 240},
    Deed.ANNOUNCEMENT_DISCARDED: {"announcement": 3},
    Deed.ANNOUNCEMENT_SCHEDULED: {"announcement": 3, "people": 240},
    Deed.ANNOUNCEMENT_PAUSED: {"announcement": 3},
    Deed.ANNOUNCEMENT_RESUMED: {"announcement": 3},
    Deed.ANNOUNCEMENT_CANCELLED: {"announcement": 3},
    Deed.ANNOUNCEMENT_TAKEN_BACK: {"announcement": 3},
    Deed.ANNOUNCEMENT_RETRIED: {"announcement": 3, "people": 2},
    Deed.ATTENDEES_IMPORTED: {"added": 200, "changed": 40, "removed": 3, "people": 240},
    Deed.EVENT_CHANGED: {"changes": 3},
    Deed.LINKS_EXPORTED: {"people": 240},
    Deed.BADGES_MADE: {"people": 240},
    Deed.CHECKED_IN: {},
    Deed.CHECK_IN_UNDONE: {"listed": 12},
    Deed.EXPORTED: {"table": "attendees"},
    Deed.REPORT_DISMISSED: {},
    Deed.PERSON_PAUSED: {},
    Deed.PERSON_REMOVED: {},
    Deed.LET_BACK: {},
    Deed.CLUSTER_INVITED: {"cluster": 3},
    Deed.CLUSTER_JOINED: {"cluster": 3},
    Deed.CLUSTER_LEFT: {"cluster": 3},
    Deed.INTRODUCED: {"cluster": 3},
}
"""What an entry of each deed tells; a new deed is added here."""


def people(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    """All of them."""
    yield from _team(me, book)
    yield from _trail(me, on, book)
    yield from _reports(me, on, book)
    yield from _figures(on, book)
    for what in ("role", "off_team", "reported", "paused", "removed", "let_back"):
        new = NewNotice(
            recipient=me.person.id,
            kind=NoticeKind.ORGANISERS,
            key="k",
            due_at=NOW,
            data={"what": what, "role": "helper"},
        )
        notice = Notice(id=NoticeId(1), what=new, state=NoticeState.PENDING, attempts=0)
        told = Delivery(notice=notice, recipient=me.person, event=on)
        yield f"organisers.{what}", notice_screen(told)


def _team(me: Attendee, book: Phrasebook) -> Iterator[Named]:
    on = event_with_sessions()
    members = tuple(
        Organiser(
            person=replace(who.person, name=f"{who.person.name} {role.value[:2]}"),
            event_id=on.id,
            role=role,
            since=NOW,
            stage_name=HARD if role is OrganiserRole.SPEAKER else "",
        )
        for role, who in zip(OrganiserRole, [me, *others(me.person.language)], strict=True)
    )
    for owner in (True, False):
        view = Team(event=on, viewer=me.person.id, members=members, may_owners=owner)
        yield f"team.list.{owner}", team.team(view, book, told=book.text("team.removed"))
        yield f"team.invite.{owner}", team.invite(view, book)
        for one in members:
            yield f"team.member.{one.role}.{owner}", team.member(view, one, book)
    many = Team(event=on, viewer=me.person.id, members=_crowd(members[2]), may_owners=True)
    yield "team.list.many", team.team(many, book)
    yield "team.remove", team.remove(view, members[2], book)
    yield "team.leave", team.remove(view, members[0], book)
    yield "team.speakers", team.invite_speaker(on, book)
    for role in OrganiserRole:
        name = HARD if role is OrganiserRole.SPEAKER else ""
        made = Link(event=on, secret="x", role=role, stage_name=name, expires_at=NOW)
        yield f"team.link.{role}", team.link(made, "https://t.me/multaqa_bot?start=o_x", book)
        arrival = Arrival(person=me.person, attendee=me, event=on, role=role)
        key = f"team.claimed.{role}"
        if book.has(key):
            yield key, organiser.home(arrival, book, key=key)
    yield "team.left", organiser.left(Arrival(person=me.person, attendee=me, event=on), book)
    yield "stage", team.on_stage(on, f"Dr {HARD}", on.plan.sessions, book)
    yield "stage.none", team.on_stage(on, "Aya", (), book)


def _reports(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    cast = others(me.person.language)
    hard = replace(cast[2], organisation=HARD)
    said = f"{HARD}\nHe wrote to me five times. {'W' * 560}"[:600]
    for thing in Thing:
        yield f"report.why.{thing}", moderation.why(hard, thing, 7, book)
        for reason in Reason:
            screen = moderation.confirm(hard, thing, 7, reason, book, words=said)
            yield f"report.confirm.{reason}", screen
        yield "report.bare", moderation.confirm(cast[0], thing, 7, Reason.SPAM, book)
    yield "report.too_long", moderation.too_long(600, screen, book)
    yield "report.done", moderation.reported(hard, book)
    yield "report.write", moderation.write(book)
    yield "ask_back.ask", moderation.ask(book)
    yield "ask_back.done", moderation.asked(book)
    cases = [
        Report(
            id=ReportId(number),
            event_id=on.id,
            reported=who,
            reason=reason,
            words=said if number % 2 else "",
            at=NOW,
            state=ReportState.OPEN,
            others=number,
        )
        for number, (reason, who) in enumerate(zip(Reason, [*cast, me, hard], strict=True))
    ]
    for case in cases:
        yield f"reports.case.{case.reason}", moderation.case(case, on, book)
    yield "reports.remove", moderation.remove(cases[2], book)
    held = tuple(
        Held(
            id=StandingId(number),
            event_id=on.id,
            person=person,
            standing=standing,
            since=NOW,
            was_paused=False,
        )
        for number, (standing, person) in enumerate(
            (
                (Standing.PAUSED, hard.person),
                (Standing.REMOVED, me.person),
                (Standing.REMOVED, None),
            ),
            start=1,
        )
    )
    for owner in (True, False):
        view = Queue(event=on, reports=tuple(cases), held=held, may_restore=owner)
        yield f"reports.held.{owner}", moderation.held(view, book)
    for done in ("pause", "remove_yes", "dismiss", "lift"):
        told = book.text(f"reports.done.{done}")
        yield f"reports.queue.{done}", moderation.queue(view, book, told=told)
    empty = Queue(event=on, reports=(), held=(), may_restore=True)
    yield "reports.queue.none", moderation.queue(empty, book)
    yield "reports.held.none", moderation.held(empty, book)


def _crowd(one: Organiser) -> tuple[Organiser, ...]:
    return tuple(
        replace(one, person=replace(one.person, id=PersonId(n), name=f"{n}. {'W' * 77}"))
        for n in range(1, 60)
    )


def _figures(on: Event, book: Phrasebook) -> Iterator[Named]:
    for n in (0, 1, 240, 100_000):
        known = Figures(
            event=on,
            registered=n,
            opened=n,
            people=n,
            ready=n,
            meeting=n,
            states=dict.fromkeys(State, n),
            days=tuple(DayCount(day=day.date, here=n, expected=n) for day in on.plan.days),
        )
        yield f"figures.{n}", figures.report(known, book)


def _trail(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    doers = (me.person, *(who.person for who in others(me.person.language)))
    entries = [
        Entry(
            id=AuditId(number),
            event_id=on.id,
            deed=deed,
            at=NOW,
            from_terminal=number == 1,
            by=None if number < 3 else doers[-1],
            about_somebody="listed" not in FACTS[deed],
            about=None if number == 4 else doers[number % 4],
            facts=FACTS[deed],
        )
        for number, deed in enumerate(Deed, start=1)
    ]
    for at in range(0, len(entries), 10):
        page = tuple(entries[at : at + 10])
        view = Trail(event=on, entries=page, doers=doers, by=None, older=AuditId(1))
        yield f"audit.{at}", team.trail(view, book)
    yield "audit.of", team.trail(replace(view, by=doers[-1].id, older=None), book)
    yield "audit.none", team.trail(replace(view, entries=(), doers=()), book)
    yield "audit.doers", team.doers(view, book)
