"""Offers and meetings: one at a time, each from its viewer's side."""

from dataclasses import replace
from datetime import datetime

from handlers import callbacks as cb
from handlers import callbacks_after as after
from handlers import callbacks_rounds as rounds_cb
from handlers.callbacks_calendar import MeetingFile
from handlers.screens import rounds
from handlers.screens.moderation import report_row
from handlers.screens.screen import Button, Row, Screen, above, column, lines, paragraphs
from handlers.screens.words import (
    QUOTED,
    button,
    card_head,
    clip,
    place,
    reasons,
    slot_lines,
    their_hour,
    their_hours,
    when,
    whence,
    who,
)
from i18n.phrasebook import Html, Phrasebook
from matchmaking.events import Event, Mode
from matchmaking.matching import compare, weigh
from matchmaking.meetings import BOOKED, MeetingView, State
from matchmaking.people import Attendee
from matchmaking.places import by_table
from matchmaking.reading.lexicon import lexicon
from matchmaking.usecases.moderation import Thing


def meeting(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """A meeting or offer as it stands, with what its viewer can do about it."""
    screen = _standing(seen, event, book)
    return replace(screen, rows=(*screen.rows, *report_row(Thing.MEETING, seen.meeting.id, book)))


def _standing(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    it = seen.meeting
    if it.state is State.ACCEPTED and it.mover is not None:
        mine = it.mover == seen.viewer.id
        return (rounds.move_wished if mine else rounds.move_asked)(seen, event, book)
    if it.state in BOOKED:
        return booked(seen, event, book, key="booked.detail")
    if it.state is not State.OFFERED:
        return ended(seen, book)
    return sent(seen, event, book) if it.proposer == seen.viewer.id else offer(seen, event, book)


def offer(
    seen: MeetingView, event: Event, book: Phrasebook, *, notice: str = "offer.text"
) -> Screen:
    """An offer to its invitee: who, why, and the slots still free as buttons.

    `notice` is the key of the first line; a line without a name says what changed meanwhile.
    """
    if not seen.open_slots:
        return all_gone(seen, book)
    if notice == "offer.text" and seen.meeting.round:
        notice = "offer.countered"
    head = book.text(notice, name=who(seen.other, book))
    introduced = card_head if notice == "offer.gone" else whence
    return Screen(
        html=paragraphs(
            lines(
                head,
                introduced(seen.other, book),
                why(seen.viewer, seen.other, event, book),
            ),
            _slots(seen, seen.open_slots, event, book),
            where_offered(seen, event, book),
            lines(book.text("offer.question"), _until(seen, event, book)),
        ),
        rows=(*rounds.answers(seen, book), *to_meetings(book)),
    )


def _slots(seen: MeetingView, slots: tuple[datetime, ...], event: Event, book: Phrasebook) -> Html:
    """Slots by the clocks of the reader, the event and the other side."""
    theirs = their_hours(slots, event, seen.other, book)
    return lines(slot_lines(slots, event, book), theirs)


def gone(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """The slot that was tapped has gone; what is left of the question."""
    if seen.meeting.state is State.OFFERED:
        return offer(seen, event, book, notice="offer.gone")
    return above(book.text("offer.slot_gone"), meeting(seen, event, book))


def _until(seen: MeetingView, event: Event, book: Phrasebook) -> Html:
    return book.text("offer.until", when=when(seen.meeting.expires_at, event, book))


def why(viewer: Attendee, other: Attendee, event: Event, book: Phrasebook) -> Html:
    """Why the two should meet, as the viewer reads it; the other's own words where no topic
    joins them."""
    found = compare(viewer, other, weigh([viewer, other]), lexicon())
    if found is not None:
        return reasons(found.reasons, event, book)
    if not other.words:
        return Html("")
    return book.text("offer.words", words=book.quote(clip(other.words, QUOTED)))


def all_gone(seen: MeetingView, book: Phrasebook) -> Screen:
    """An offer none of whose slots is left."""
    return Screen(
        html=paragraphs(card_head(seen.other, book), book.text("offer.all_gone")),
        rows=(*rounds.answers(seen, book), *to_matches(book), *to_meetings(book)),
    )


def sent(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """The viewer's own offer, or counter-proposal, unanswered."""
    key = "sent.countered" if seen.meeting.round else "sent.text"
    withdraw = button("sent.withdraw", book, cb.Withdraw(meeting=seen.meeting.id).pack())
    return Screen(
        html=paragraphs(
            lines(
                book.text(key, name=who(seen.other, book)),
                whence(seen.other, book),
            ),
            _slots(seen, seen.meeting.slots, event, book),
            where_offered(seen, event, book),
            _until(seen, event, book),
        ),
        rows=(*column(withdraw), *to_meetings(book)),
    )


def booked(seen: MeetingView, event: Event, book: Phrasebook, *, key: str = "booked.you") -> Screen:
    """An agreed meeting: when by both clocks, where, and the way out of it; once it has begun,
    the way in."""
    it = seen.meeting
    at = it.starts_at or it.slots[0]
    begun = it.state is State.STARTED
    closing = "" if begun or seen.room else book.text(_promise(seen, event))
    return Screen(
        html=paragraphs(
            book.text(key, name=book.user(seen.other.person.name)),
            lines(
                book.text(
                    "booked.when",
                    when=book.tg_time(at, Html(book.capital(when(at, event, book))), ""),
                    place=place(it, event, book),
                ),
                their_hour(at, event, seen.other, book),
            ),
            closing,
        ),
        rows=_in_or_out(seen, book),
    )


def hour_kept(seen: MeetingView, was: datetime, event: Event, book: Phrasebook) -> Screen:
    """The event's country changes its clocks otherwise than foreseen when they agreed."""
    at = seen.meeting.starts_at or seen.meeting.slots[0]
    return Screen(
        html=paragraphs(
            book.text(
                "notice.hour",
                name=book.user(seen.other.person.name),
                there=book.time(at, zone=event.zone),
                place=book.on_clock(event.plan.zone),
                day=book.day(at, zone=event.zone),
            ),
            book.text("notice.hour_here", when=when(at, event, book), was=book.time(was)),
        ),
        rows=(*to_calendar(seen, book), *to_meetings(book)),
    )


def _promise(seen: MeetingView, event: Event) -> str:
    """What will still come: a room only where there is no table."""
    on_line = seen.meeting.table is None and event.plan.mode is not Mode.IN_PERSON
    return "booked.link" if on_line else "booked.remind"


def _in_or_out(seen: MeetingView, book: Phrasebook) -> tuple[Row, ...]:
    """The way in once its door is open, the calendar and the way out until it has begun."""
    room = Button(label=book.plain("booked.open"), url=seen.room) if seen.room else None
    give = after.Exchange(meeting=seen.meeting.id).pack()
    exchange = button("exchange.button", book, give)
    if seen.meeting.state is State.STARTED:
        return (*column(room, exchange), *to_meetings(book))
    data = cb.Cancel(meeting=seen.meeting.id, sure=False).pack()
    move = rounds_cb.OtherTimes(meeting=seen.meeting.id, moving=True).pack()
    return (
        *column(room),
        *to_meetings(book),
        *to_calendar(seen, book),
        *column(
            button("booked.move", book, move),
            exchange,
            button("booked.cancel", book, data),
        ),
    )


def to_calendar(seen: MeetingView, book: Phrasebook) -> tuple[Row, ...]:
    """The meeting as it stands now for the reader's own calendar."""
    it = seen.meeting
    off = it.state is State.CANCELLED
    key = "ics.take_off" if off else "ics.update" if it.sequence else "ics.add"
    return column(button(key, book, MeetingFile(meeting=it.id).pack()))


def where_offered(seen: MeetingView, event: Event, book: Phrasebook) -> Html:
    """Where they would meet, at an event where that hangs on both."""
    if event.plan.mode is not Mode.HYBRID:
        return Html("")
    table = by_table(event, seen.viewer, seen.other)
    return book.text("offer.at_table" if table else "offer.on_line")


def done(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """What somebody has just made of an offer or meeting."""
    it = seen.meeting
    if it.asked is not None:
        return meeting(seen, event, book)
    if it.state is State.ACCEPTED:
        return booked(seen, event, book, key="moved.you" if it.sequence else "booked.you")
    return ended(seen, book, by_me=True)


def kept(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """A wish to move is over, and the old time stays."""
    it = seen.meeting
    stays = it.state is State.ACCEPTED and it.mover is None
    return booked(seen, event, book, key="kept.text") if stays else meeting(seen, event, book)


def cancel(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """Really?"""
    it = seen.meeting
    at = it.starts_at or it.slots[0]
    name = book.user(seen.other.person.name)
    return Screen(
        html=paragraphs(
            book.text("cancel.ask", name=name, when=when(at, event, book)),
            book.text("cancel.why", name=name),
        ),
        rows=(
            *column(button("cancel.no", book, cb.ShowMeeting(meeting=it.id).pack())),
            *rounds.cancelling(seen, book),
            *column(button("cancel.yes", book, cb.Cancel(meeting=it.id, sure=True).pack())),
        ),
    )


def ended(seen: MeetingView, book: Phrasebook, *, by_me: bool = False) -> Screen:
    """How an offer or meeting ended, to whoever ended it just now or opens it later."""
    mine = {
        State.DECLINED: "ended.i_declined",
        State.WITHDRAWN: "ended.i_withdrew",
        State.CANCELLED: "ended.i_cancelled",
    }
    state = seen.meeting.state
    key = mine[state] if by_me and state in mine else f"ended.{state}"
    if seen.meeting.crowded_out:
        sent_by_me = seen.meeting.proposer == seen.viewer.id
        key = f"notice.crowded_out_{'sent' if sent_by_me else 'received'}"
    said = book.text(key, name=book.user(seen.other.person.name))
    return Screen(
        html=lines(said, rounds.because(seen, book)),
        rows=(
            *off_the_calendar(seen, book),
            *_what_remains(seen, book),
            *to_matches(book),
            *to_meetings(book),
        ),
    )


def off_the_calendar(seen: MeetingView, book: Phrasebook) -> tuple[Row, ...]:
    """The way to take a meeting that was called off out of one's own calendar."""
    it = seen.meeting
    agreed = it.state is State.CANCELLED and it.starts_at is not None
    return to_calendar(seen, book) if agreed else ()


def _what_remains(seen: MeetingView, book: Phrasebook) -> tuple[Row, ...]:
    number = seen.meeting.id
    if seen.meeting.state is State.HELD:
        return column(button("exchange.button", book, after.Exchange(meeting=number).pack()))
    if seen.meeting.state is State.UNCONFIRMED:
        return column(button("feedback.tell", book, after.Tell(meeting=number).pack()))
    return ()


def to_meetings(book: Phrasebook) -> tuple[Row, ...]:
    """The way to the list of meetings, in a message of its own."""
    return column(button("home.meetings", book, cb.Go(to=cb.To.MEETINGS, new=True).pack()))


def to_matches(book: Phrasebook) -> tuple[Row, ...]:
    """The way to the matches, in a message of its own."""
    return column(button("home.matches", book, cb.Go(to=cb.To.MATCHES, new=True).pack()))
