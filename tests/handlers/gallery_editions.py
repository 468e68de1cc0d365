"""The screens of a series of editions, for one reader."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from handlers.screens import editions, matches, organiser, settings
from handlers.screens import event as event_screens
from handlers.screens.notices import notice_screen
from handlers.screens.screen import Screen, above
from i18n.phrasebook import Phrasebook
from matchmaking.editions import Time
from matchmaking.events import Event
from matchmaking.imports import DraftId, ImportState
from matchmaking.intents import Language
from matchmaking.matching import Match, MatchId, NewMatch
from matchmaking.meetings import State
from matchmaking.notices import NoticeKind
from matchmaking.organisers import OrganiserRole
from matchmaking.people import Attendee, EventId
from matchmaking.plan_changes import changes
from matchmaking.usecases.arrivals import Arrival
from matchmaking.usecases.proposals import MatchView
from matchmaking.usecases.reminding import Settings
from matchmaking.usecases.series import Edition, Luggage
from matchmaking.usecases.setting_up import EventDraft
from matchmaking.wishes import Wishes
from tests.handlers.people import HARD, delivery, others, seen

Named = tuple[str, Screen]

NEXT = {
    Language.EN: "Mediterranean Techdays 2028, Beirut",
    Language.FR: "Techdays Méditerranée 2028, Beyrouth",
    Language.AR: "أيام المتوسّط للتقنية ٢٠٢٨، بيروت",
}


def another(on: Event, number: int = 2, *, days: int = 380, name: str = "") -> Event:
    """Another edition, so many days later."""
    names = dict.fromkeys(Language, name) if name else NEXT
    plan = replace(
        on.plan,
        names=names,
        code=f"techdays-{number}",
        zone="Asia/Beirut",
        days=tuple(replace(day, date=day.date + timedelta(days=days)) for day in on.plan.days),
    )
    return replace(on, id=EventId(number), plan=plan)


def edition_screens(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    """All of them."""
    after, hard = another(on), another(on, 3, days=30, name=HARD)
    known = (
        Edition(event=hard, time=Time.ON, attendee=me, role=OrganiserRole.OWNER, here=False),
        Edition(event=after, time=Time.COMING, attendee=None, role=None, here=False),
        Edition(event=on, time=Time.PAST, attendee=me, role=None, here=True),
    )
    yield "editions", editions.editions(known, book)
    yield "editions.one", editions.editions(known[2:], book)
    many = tuple(
        replace(known[0], event=another(on, n, name=f"Techdays {n}")) for n in range(4, 30)
    )
    yield "editions.many", editions.editions(many, book)
    yield "editions.over", editions.editions(known, book, told=editions.over(on, after, book))
    arrival = Arrival(
        person=me.person, attendee=me, event=after, role=OrganiserRole.OWNER, several=True
    )
    told = editions.switched(after, book)
    yield "editions.organiser", above(told, organiser.home(arrival, book))
    set_ = Settings(attendee=me, event=on, wishes=Wishes(), several=True)
    yield "editions.settings", settings.settings(set_, book)
    sent = EventDraft(
        draft=DraftId(3),
        state=ImportState.OPEN,
        changes=changes(on.plan, after.plan),
        problems=(),
        stranded=0,
        event=on,
        plan=after.plan,
        renames=True,
    )
    yield "editions.sent", event_screens.sent_event(sent, book)
    yield from _carrying(me, on, after, hard, book)
    yield from _met(me, on, after, book)


def _carrying(
    me: Attendee, on: Event, after: Event, hard: Event, book: Phrasebook
) -> Iterator[Named]:
    for away in (0, 1, 2, 5, 12):
        load = Luggage(source=on, target=after, attendee=me, kept_away=away)
        yield f"carry.{away}", editions.carry(load, book, who=True, wishes=True)
    yield (
        "carry.told",
        above(editions.switched(after, book), editions.carry(load, book, who=True, wishes=False)),
    )
    long = replace(me, words="W " * 900, organisation=HARD, speaks=("ar", "fr", "en", "es", "it"))
    load = Luggage(source=hard, target=hard, attendee=long, kept_away=1)
    yield "carry.hard", editions.carry(load, book, who=False, wishes=False)
    silent = Luggage(source=on, target=after, attendee=replace(me, intents=()), kept_away=0)
    yield "carry.who_only", editions.carry(silent, book, who=True, wishes=False)


def _met(me: Attendee, on: Event, after: Event, book: Phrasebook) -> Iterator[Named]:
    other = others(Language(book.language))[0]
    match = Match(
        id=MatchId(3),
        what=NewMatch(event_id=after.id, viewer=me.id, other=other.id, score=0.01, reasons=()),
    )
    view = MatchView(
        match=match, viewer=me, other=other, event=after, meeting=None, position=2, total=3,
        met_at=on,
    )  # fmt: skip
    yield "editions.met", matches.card(view, book)
    about = seen(me, other, State.ACCEPTED, mine=True)
    told = delivery(NoticeKind.BOOKED, me, on, about=about)
    yield "editions.news", notice_screen(replace(told, elsewhere=True))
