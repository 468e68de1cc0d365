"""The screens of reminders, of what comes after a meeting, of contacts and of the settings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from handlers.screens import exchange, feedback, notices, outcomes, reminders, settings
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.aftermath import Counts, Feedback, Useful
from matchmaking.attendance import Attendance
from matchmaking.contacts import Answer, Standing, Way
from matchmaking.events import Event
from matchmaking.intents import Kind, Language
from matchmaking.meetings import MeetingView, State
from matchmaking.notices import NoticeKind
from matchmaking.people import Attendee, AttendeeId
from matchmaking.usecases.attending import AtTheDoor
from matchmaking.usecases.exchange import ExchangeView
from matchmaking.usecases.feedback import FeedbackView
from matchmaking.usecases.outcomes import Outcomes
from matchmaking.usecases.reminding import Settings
from matchmaking.wishes import Quiet, Reminder, Wishes
from tests.handlers.people import HARD, NOW, START, delivery, later, others, seen

Named = tuple[str, Screen]


def after(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    """All of them as `me` reads them."""
    for other in others(Language(book.language)):
        yield from _reminders(seen(me, other, State.STARTED, mine=True), on, book)
        yield from _feedback(seen(me, other, State.STARTED, mine=True), on, book)
        yield from _exchange(seen(me, other, State.HELD, mine=False), on, book)
    views = [seen(me, other, State.STARTED, mine=True) for other in others(Language(book.language))]
    for count in (1, 2, 3, 11):
        spread = tuple(later(one, place) for place, one in enumerate((views * 4)[:count]))
        evening = replace(delivery(NoticeKind.ROUND, me, on), agenda=spread)
        yield f"notice.round.{count}", notices.notice_screen(evening)
    yield from _settings(me, on, book)
    yield from _outcomes(views, on, book)


def _said(view: MeetingView, side: AttendeeId, what: str) -> Attendance:
    mine = Attendance(meeting=view.meeting.id, attendee=side, starts_at=START)
    match what:
        case "here":
            return replace(mine, here_at=NOW)
        case "late":
            return replace(mine, late_at=NOW)
        case _:
            return replace(mine, coming_at=NOW)


def _reminders(view: MeetingView, on: Event, book: Phrasebook) -> Iterator[Named]:
    me = view.viewer
    for kind, minutes in (
        (NoticeKind.HOUR_BEFORE, 60),
        (NoticeKind.SOON, 15),
        (NoticeKind.SOON, 1),
        (NoticeKind.START, 0),
        (NoticeKind.START, -7),
    ):
        left = timedelta(minutes=minutes)
        owed = replace(delivery(kind, me, on, about=view), left=left)
        yield f"reminder.{kind}.{minutes}", notices.notice_screen(owed)
    for mine in ("here", "late", "coming", ""):
        for theirs in ("here", "late", ""):
            said = _said(view, me.id, mine) if mine else None
            heard = _said(view, view.other.id, theirs) if theirs else None
            door = AtTheDoor(seen=view, event=on, mine=said, theirs=heard)
            name = f"reminder.tapped.{mine}.{theirs}"
            yield name, reminders.tapped(door, START - timedelta(minutes=9), book)
            for kind in (NoticeKind.LATE, NoticeKind.HERE):
                owed = replace(delivery(kind, me, on, about=view), mine=said, theirs=heard)
                yield f"notice.{kind}.{mine}.{theirs}", notices.notice_screen(owed)


def _feedback(view: MeetingView, on: Event, book: Phrasebook) -> Iterator[Named]:
    blank = Feedback(meeting=view.meeting.id, attendee=view.viewer.id, asked_at=NOW)
    held = replace(blank, held=True)
    rated = replace(held, useful=Useful.VERY)
    chosen = replace(rated, follow_ups=frozenset({Kind.TRADE, Kind.RESEARCH}))
    steps = {
        "ask": blank,
        "how": held,
        "follow": rated,
        "chosen": chosen,
        "done": replace(rated, done_at=NOW),
        "done_all": replace(chosen, done_at=NOW, note=HARD),
        "missed": replace(blank, held=False, done_at=NOW),
    }
    for rest in ((), (later(view, 3),)):
        for name, said in steps.items():
            for standing in (Standing.OPEN, Standing.SHARED):
                whole = FeedbackView(
                    seen=view, event=on, feedback=said, contact=standing, rest=rest
                )
                more = "more" if rest else "last"
                yield f"feedback.{name}.{more}.{standing}", feedback.feedback(whole, book)
    yield "feedback.note", feedback.note(whole, book)


def _exchange(view: MeetingView, on: Event, book: Phrasebook) -> Iterator[Named]:
    for standing in Standing:
        for username in (None, "karim_oil", "x" * 32):
            whole = ExchangeView(seen=view, standing=standing)
            yield f"exchange.{standing}", exchange.exchange(whole, username, book)
    for key in ("exchange.share", "exchange.not_yours", "await.contact"):
        yield key, exchange.share(view, book, key=key)
    for key in ("exchange.not_given", "exchange.not_awaited"):
        yield key, exchange.unshared(book.text(key))
    for way, handle in ((Way.USERNAME, "karim_oil"), (Way.PHONE, "+21620000001")):
        card = Answer(
            meeting=view.meeting.id, attendee=view.other.id, way=way, handle=handle, at=NOW
        )
        owed = replace(delivery(NoticeKind.CONTACT, view.viewer, on, about=view), card=card)
        yield f"notice.contact.{way}", notices.notice_screen(owed)


def _settings(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    night = Quiet(starts=22 * 60, ends=7 * 60 + 30)
    for name, wishes in (
        ("default", Wishes()),
        ("some", Wishes(off=frozenset({Reminder.HOUR, Reminder.AGENDA}), quiet=night)),
    ):
        known = Settings(attendee=me, event=on, wishes=wishes)
        yield f"settings.{name}", settings.settings(known, book)
    none = replace(on, plan=replace(on.plan, reminders=()))
    known = Settings(attendee=me, event=none, wishes=Wishes())
    yield "settings.none", settings.settings(known, book)
    yield "settings.from", settings.quiet_from(book)
    yield "settings.until", settings.quiet_until(22 * 60, book)


def _outcomes(views: list[MeetingView], on: Event, book: Phrasebook) -> Iterator[Named]:
    counts = Counts(
        held=12,
        no_show=1,
        unconfirmed=3,
        open=len(views),
        useful=dict.fromkeys(Useful, 4),
        follow_ups=dict.fromkeys(Kind, 2),
    )
    for name, known in (
        ("all", Outcomes(event=on, counts=counts, waiting=tuple(views))),
        ("none", Outcomes(event=on, counts=Counts(), waiting=())),
    ):
        yield f"outcomes.{name}", outcomes.outcomes(known, book)
    for state in (State.STARTED, State.HELD, State.NO_SHOW):
        view = replace(views[0], meeting=replace(views[0].meeting, state=state))
        yield f"outcomes.{state}", outcomes.ask(view, on, book)
