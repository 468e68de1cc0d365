"""The words after a meeting: one message, a tap a question, edited in place."""

from collections.abc import Sequence
from datetime import datetime

from handlers import callbacks_after as after
from handlers.screens.agenda import opening
from handlers.screens.meetings import to_matches, to_meetings
from handlers.screens.screen import Button, Row, Screen, column, lines, paragraphs
from handlers.screens.words import button, choices, first_name, label, when
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.aftermath import Useful
from matchmaking.contacts import POSSIBLE, Standing
from matchmaking.events import Event
from matchmaking.intents import Kind
from matchmaking.meetings import MeetingView
from matchmaking.usecases.feedback import FeedbackView

SHOWN = 8
"""Most meetings of an evening's round."""


def feedback(view: FeedbackView, book: Phrasebook) -> Screen:
    """The first question that is not answered, or what was answered."""
    said = view.feedback
    if said.held is None:
        return first(view.seen, view.event, book)
    if not said.held:
        return _missed(view, book)
    if said.done_at is not None:
        return _met(view, book)
    return _how(view, book) if said.useful is None else _follow(view, book)


def first(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """Did it take place?"""
    number = seen.meeting.id
    return Screen(
        html=paragraphs(
            book.text("feedback.ask", name=_name(seen, book), when=when(_at(seen), event, book)),
            book.text("feedback.private"),
        ),
        rows=column(
            button("feedback.yes", book, after.Held(meeting=number, yes=True).pack()),
            button("feedback.no", book, after.Held(meeting=number, yes=False).pack()),
        ),
    )


def _how(view: FeedbackView, book: Phrasebook) -> Screen:
    number = view.seen.meeting.id
    answers = (
        button(f"feedback.useful_{one.value}", book, after.Rate(meeting=number, useful=one).pack())
        for one in sorted(Useful, reverse=True)
    )
    return Screen(
        html=book.text("feedback.how", name=_name(view.seen, book)), rows=column(*answers)
    )


def _follow(view: FeedbackView, book: Phrasebook) -> Screen:
    number, chosen = view.seen.meeting.id, view.feedback.follow_ups
    kinds = choices(
        [
            (
                book.plain(f"feedback.kind_{kind}"),
                kind in chosen,
                after.Agree(meeting=number, kind=kind, on=kind not in chosen).pack(),
            )
            for kind in Kind
        ],
        book,
    )
    key = "feedback.done" if chosen else "feedback.nothing"
    return Screen(
        html=book.text("feedback.follow", name=_name(view.seen, book)),
        rows=(*kinds, *column(button(key, book, after.Done(meeting=number).pack()))),
    )


def _met(view: FeedbackView, book: Phrasebook) -> Screen:
    said = view.feedback
    kinds = [book.plain(f"feedback.kind_{kind}") for kind in Kind if kind in said.follow_ups]
    agreed = book.list(book.inline(kind) for kind in kinds)
    note = book.text("feedback.your_note", note=book.quote(said.note)) if said.note else ""
    return Screen(
        html=paragraphs(
            lines(
                book.text("feedback.met", name=_name(view.seen, book)),
                book.text("feedback.agreed", what=agreed) if kinds else "",
            ),
            note,
        ),
        rows=(*_next(view, book), *_more(view, book), *to_meetings(book)),
    )


def _missed(view: FeedbackView, book: Phrasebook) -> Screen:
    again = after.Tell(meeting=view.seen.meeting.id, again=True).pack()
    return Screen(
        html=book.text("feedback.missed", name=_name(view.seen, book)),
        rows=(
            *_next(view, book),
            *to_matches(book),
            *column(button("feedback.change", book, again)),
        ),
    )


def _next(view: FeedbackView, book: Phrasebook) -> tuple[Row, ...]:
    if not view.rest:
        return ()
    other = view.rest[0]
    text = book.plain("feedback.next", name=Words(first_name(other.other)))
    return column(Button(label=label(text, book), data=after.Tell(meeting=other.meeting.id).pack()))


def _more(view: FeedbackView, book: Phrasebook) -> tuple[Row, ...]:
    number = view.seen.meeting.id
    exchange = None
    if view.seen.meeting.state in POSSIBLE and view.contact is not Standing.SHARED:
        exchange = button("exchange.button", book, after.Exchange(meeting=number).pack())
    key = "feedback.note_again" if view.feedback.note else "feedback.note"
    return column(
        exchange,
        button(key, book, after.Note(meeting=number).pack()),
        button("feedback.change", book, after.Tell(meeting=number, again=True).pack()),
    )


def note(view: FeedbackView, book: Phrasebook) -> Screen:
    """What is typed next is the note."""
    back = after.Tell(meeting=view.seen.meeting.id).pack()
    return Screen(
        html=book.text("feedback.write", name=_name(view.seen, book)),
        rows=column(button("feedback.leave_note", book, back)),
    )


def evening(meetings: Sequence[MeetingView], event: Event, book: Phrasebook) -> Screen:
    """All that was not told yet; a single one is asked at once."""
    if len(meetings) == 1:
        return first(meetings[0], event, book)
    return Screen(
        html=book.count("notice.round", len(meetings)),
        rows=column(
            *(
                opening(seen, after.Tell(meeting=seen.meeting.id).pack(), book)
                for seen in meetings[:SHOWN]
            )
        ),
    )


def _name(seen: MeetingView, book: Phrasebook) -> Html:
    return book.user(seen.other.person.name)


def _at(seen: MeetingView) -> datetime:
    return seen.meeting.starts_at or seen.meeting.slots[0]
