"""The screens about calendars, hours without meetings, and places."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from handlers.screens import agenda, availability, meetings, notices, organiser_hours
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.events import Event, Mode, Span
from matchmaking.hours import stretches
from matchmaking.intents import Language
from matchmaking.meetings import State
from matchmaking.notices import NoticeKind
from matchmaking.people import Attendee, Presence
from matchmaking.usecases.agendas import Agenda
from matchmaking.usecases.hours import Booked, Freed
from tests.handlers.people import START, attendee, delivery, event, meeting, others, seen

SPANS = (
    Span(
        code="lunch",
        starts_at=START - timedelta(hours=3),
        ends_at=START - timedelta(hours=2),
        titles={Language.AR: "الغداء", Language.FR: "Déjeuner", Language.EN: "Lunch"},
    ),
    Span(
        code="iftar",
        starts_at=START,
        ends_at=START + timedelta(minutes=45),
        titles={Language.AR: "الإفطار", Language.FR: "Rupture du jeûne", Language.EN: "Iftar"},
    ),
)


def calendar_screens(me: Attendee, book: Phrasebook) -> Iterator[tuple[str, Screen]]:
    """Every one of them, by name."""
    hybrid = event(Mode.HYBRID)
    on = replace(hybrid, plan=replace(hybrid.plan, spans=SPANS))
    for told in (None, *Presence):
        yield "windows.hybrid", availability.windows(on, book, 1, ready=True, presence=told)
    some = tuple(stretches(on)[:2])
    for blocked, inside in (((), 0), (some, 0), (some, 1), (some, 2)):
        free = Freed(attendee=replace(me, blocked=blocked), inside=inside)
        yield "hours", availability.hours(on, free, book)
    for other in others(Language(book.language)):
        yield from _meetings(me, other, on, book)
    yield from _organiser(me, on, book)


def _meetings(
    me: Attendee, other: Attendee, on: Event, book: Phrasebook
) -> Iterator[tuple[str, Screen]]:
    for presence in (Presence.EITHER, Presence.ONLINE):
        there = replace(other, presence=Presence.ON_SITE)
        for mine in (True, False):
            offer = seen(replace(me, presence=presence), there, State.OFFERED, mine=mine)
            yield "offer.hybrid", meetings.meeting(offer, on, book)
    booked = seen(me, other, State.ACCEPTED, mine=True)
    moved = replace(booked, meeting=replace(booked.meeting, sequence=2))
    yield "booked.moved", meetings.booked(moved, on, book)
    open_ = replace(booked, room="https://meet.example.org/k7Qz")
    yield "booked.open", meetings.booked(open_, on, book, key="booked.detail")
    kept = delivery(NoticeKind.HOUR, me, on, about=booked)
    was = {"start": START.isoformat(), "was": (START - timedelta(hours=1)).isoformat()}
    what = replace(kept.notice.what, data=was)
    yield (
        "notice.hour",
        notices.notice_screen(replace(kept, notice=replace(kept.notice, what=what))),
    )
    ahead = Agenda(viewer=me, event=on, booked=(booked,), received=(), sent=())
    listed = replace(delivery(NoticeKind.LIST, me, on), ahead=ahead)
    yield "notice.list", notices.notice_screen(listed)
    yield "meeting.from_list", agenda.back_in_place(meetings.meeting(booked, on, book))


def _organiser(me: Attendee, on: Event, book: Phrasebook) -> Iterator[tuple[str, Screen]]:
    yield "agenda.elsewhere", agenda.elsewhere(book)
    other = attendee(2, Language(book.language))
    inside = Booked(
        meeting=meeting(State.ACCEPTED, mine=True, other=2, table=3), one=me, other=other
    )
    for count in (1, 2, 11, 30):
        yield "closed", organiser_hours.in_closed_hours((inside,) * count, on, book)
