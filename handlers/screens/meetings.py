"""Offers and meetings: one at a time, each from its viewer's side."""

from handlers import callbacks as cb
from handlers.callbacks_calendar import MeetingFile
from handlers.screens.screen import Button, Row, Screen, column, lines, paragraphs
from handlers.screens.words import (
    QUOTED,
    button,
    card_head,
    clip,
    label,
    place,
    reasons,
    slot_lines,
    their_hour,
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


def meeting(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """A meeting or offer as it stands, with what its viewer can do about it."""
    it = seen.meeting
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
    head = book.text(notice, name=who(seen.other, book))
    introduced = whence if notice == "offer.text" else card_head
    accept = (
        Button(
            label=label(book.plain("offer.accept", when=book.weekday_time(slot)), book),
            data=cb.Accept(meeting=seen.meeting.id, minute=cb.to_minute(slot)).pack(),
        )
        for slot in seen.open_slots
    )
    return Screen(
        html=paragraphs(
            lines(
                head,
                introduced(seen.other, book),
                why(seen.viewer, seen.other, event, book),
            ),
            slot_lines(seen.open_slots, event, book),
            where_offered(seen, event, book),
            lines(book.text("offer.question"), _until(seen, event, book)),
        ),
        rows=(
            *column(*accept),
            *column(button("offer.decline", book, cb.Decline(meeting=seen.meeting.id).pack())),
            *to_meetings(book),
        ),
    )


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
        rows=(
            *column(button("offer.decline", book, cb.Decline(meeting=seen.meeting.id).pack())),
            *to_matches(book),
            *to_meetings(book),
        ),
    )


def sent(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """The viewer's own offer, unanswered."""
    withdraw = button("sent.withdraw", book, cb.Withdraw(meeting=seen.meeting.id).pack())
    return Screen(
        html=paragraphs(
            lines(
                book.text("sent.text", name=who(seen.other, book)),
                whence(seen.other, book),
            ),
            slot_lines(seen.meeting.slots, event, book),
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


def _promise(seen: MeetingView, event: Event) -> str:
    """What will still come: a room only where there is no table."""
    on_line = seen.meeting.table is None and event.plan.mode is not Mode.IN_PERSON
    return "booked.link" if on_line else "booked.remind"


def _in_or_out(seen: MeetingView, book: Phrasebook) -> tuple[Row, ...]:
    """The way in once its door is open, the calendar and the way out until it has begun."""
    room = Button(label=book.plain("booked.open"), url=seen.room) if seen.room else None
    if seen.meeting.state is State.STARTED:
        return (*column(room), *to_meetings(book))
    data = cb.Cancel(meeting=seen.meeting.id, sure=False).pack()
    return (
        *column(room),
        *to_meetings(book),
        *to_calendar(seen, book),
        *column(button("booked.cancel", book, data)),
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
    if seen.meeting.state is State.ACCEPTED:
        return booked(seen, event, book)
    return ended(seen, book, by_me=True)


def cancel(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """Really?"""
    it = seen.meeting
    at = it.starts_at or it.slots[0]
    name = book.user(seen.other.person.name)
    return Screen(
        html=book.text("cancel.ask", name=name, when=when(at, event, book)),
        rows=column(
            button("cancel.no", book, cb.ShowMeeting(meeting=it.id).pack()),
            button("cancel.yes", book, cb.Cancel(meeting=it.id, sure=True).pack()),
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
    return Screen(
        html=book.text(key, name=book.user(seen.other.person.name)),
        rows=(*off_the_calendar(seen, book), *to_matches(book), *to_meetings(book)),
    )


def off_the_calendar(seen: MeetingView, book: Phrasebook) -> tuple[Row, ...]:
    """The way to take a meeting that was called off out of one's own calendar."""
    it = seen.meeting
    agreed = it.state is State.CANCELLED and it.starts_at is not None
    return to_calendar(seen, book) if agreed else ()


def to_meetings(book: Phrasebook) -> tuple[Row, ...]:
    """The way to the list of meetings, in a message of its own."""
    return column(button("home.meetings", book, cb.Go(to=cb.To.MEETINGS, new=True).pack()))


def to_matches(book: Phrasebook) -> tuple[Row, ...]:
    """The way to the matches, in a message of its own."""
    return column(button("home.matches", book, cb.Go(to=cb.To.MATCHES, new=True).pack()))
