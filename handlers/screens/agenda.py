"""What somebody has ahead, in one message: meetings by day, offers received, offers sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from handlers import callbacks as cb
from handlers.callbacks_calendar import AgendaFile
from handlers.screens.screen import Button, Screen, column, lines, paragraphs
from handlers.screens.words import button, first_name, label, place, slot_choice, who_briefly
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event
from matchmaking.meetings import MeetingView
from matchmaking.usecases.agendas import Agenda

MEETINGS_SHOWN, OFFERS_SHOWN = 16, 5
"""Most lines of each kind, so that the message and its keyboard stay within the limits."""


def agenda(ahead: Agenda, book: Phrasebook) -> Screen:
    """The list, each line with a button that opens it."""
    if not (ahead.booked or ahead.received or ahead.sent):
        return Screen(html=book.text("meetings.none"), rows=column(_matches(book)))
    return Screen(
        html=paragraphs(
            _title(book),
            *by_day(ahead.booked[:MEETINGS_SHOWN], ahead.event, book),
            _more(len(ahead.booked) - MEETINGS_SHOWN, book),
            _offers("meetings.received", ahead.received, ahead.event, book),
            _offers("meetings.sent", ahead.sent, ahead.event, book),
        ),
        rows=column(
            *(_open_meeting(seen, book) for seen in ahead.booked[:MEETINGS_SHOWN]),
            *(_open("received", seen, book) for seen in ahead.received[:OFFERS_SHOWN]),
            *(_open("sent", seen, book) for seen in ahead.sent[:OFFERS_SHOWN]),
            button("ics.add_all", book, AgendaFile().pack()) if ahead.booked else None,
            _matches(book),
        ),
    )


def elsewhere(book: Phrasebook) -> Screen:
    """In place of the list, which stands in a newer message now."""
    return Screen(html=book.text("meetings.elsewhere"))


def back_in_place(screen: Screen) -> Screen:
    """The screen, opened from the list: the way to the list leads back in the same message."""
    anew = cb.Go(to=cb.To.MEETINGS, new=True).pack()
    here = cb.Go(to=cb.To.MEETINGS).pack()
    rows = tuple(
        tuple(replace(one, data=here) if one.data == anew else one for one in row)
        for row in screen.rows
    )
    return replace(screen, rows=rows)


def _matches(book: Phrasebook) -> Button:
    """In a message of its own, so that the list goes on following what changes."""
    return button("home.matches", book, cb.Go(to=cb.To.MATCHES, new=True).pack())


def _title(book: Phrasebook) -> Html:
    return Html(f"<b>{book.text('meetings.title')}</b>")


def by_day(meetings: Sequence[MeetingView], event: Event, book: Phrasebook) -> list[Html]:
    """A paragraph a day of the reader's, a line a meeting."""
    days = groupby(meetings, key=lambda seen: book.day(_at(seen)))
    return [
        lines(
            Html(f"<b>{book.text('person.alone', name=book.capital(day))}</b>"),
            *(line(seen, event, book) for seen in some),
        )
        for day, some in days
    ]


def line(seen: MeetingView, event: Event, book: Phrasebook) -> Html:
    """A meeting under its day: by both clocks, with whom, where."""
    at = _at(seen)
    return book.text(
        "meetings.line",
        time=book.tg_time(at, book.time_both(at, event.plan.zone), ""),
        who=who_briefly(seen.other, book),
        place=place(seen.meeting, event, book),
    )


def _at(seen: MeetingView) -> datetime:
    return seen.meeting.starts_at or seen.meeting.slots[0]


def _offers(key: str, offers: Sequence[MeetingView], event: Event, book: Phrasebook) -> Html:
    if not offers:
        return Html("")
    return lines(
        Html(f"<b>{book.count(key, len(offers))}</b>"),
        *(_offer(seen, event, book) for seen in offers[:OFFERS_SHOWN]),
        _more(len(offers) - OFFERS_SHOWN, book),
    )


def _offer(seen: MeetingView, event: Event, book: Phrasebook) -> Html:
    times = slot_choice(seen.open_slots or seen.meeting.slots, event, book)
    return book.text("meetings.offer_line", who=who_briefly(seen.other, book), times=times)


def _more(n: int, book: Phrasebook) -> Html:
    return book.count("meetings.more", n) if n > 0 else Html("")


def _open_meeting(seen: MeetingView, book: Phrasebook) -> Button:
    return opening(seen, _data(seen), book)


def opening(seen: MeetingView, data: str, book: Phrasebook) -> Button:
    """A button for one meeting among several: its day, hour and the other's name."""
    at = book.capital(book.weekday_time(_at(seen)))
    text = book.plain("meetings.open", when=at, name=Words(first_name(seen.other)))
    return Button(label=label(text, book), data=data)


def _open(which: str, seen: MeetingView, book: Phrasebook) -> Button:
    text = book.plain(f"meetings.open_{which}", name=Words(first_name(seen.other)))
    return Button(label=label(text, book), data=_data(seen))


def _data(seen: MeetingView) -> str:
    return cb.ShowMeeting(meeting=seen.meeting.id).pack()
