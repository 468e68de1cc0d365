"""What became of the meetings, as organisers see it: numbers, and what they can settle."""

from datetime import datetime

from handlers import callbacks_after as after
from handlers.screens.screen import Button, Screen, column, lines, paragraphs
from handlers.screens.words import button, clip, label, when
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.aftermath import Useful
from matchmaking.events import Event
from matchmaking.intents import Kind
from matchmaking.meetings import MeetingView, State
from matchmaking.usecases.outcomes import Outcomes


def outcomes(known: Outcomes, book: Phrasebook) -> Screen:
    """The numbers, and a button for each meeting that waits."""
    it = known.counts
    rows: list[tuple[str, int]] = [
        ("outcomes.held", it.held),
        ("outcomes.no_show", it.no_show),
        ("outcomes.unconfirmed", it.unconfirmed),
        ("outcomes.open", it.open),
        *(
            (f"feedback.useful_{useful.value}", it.useful.get(useful, 0))
            for useful in sorted(Useful, reverse=True)
        ),
        *((f"feedback.kind_{kind}", it.follow_ups.get(kind, 0)) for kind in Kind),
    ]
    said = [
        book.text("outcomes.line", label=book.plain(key), n=n)
        for key, n in rows
        if n or key[0] == "o"
    ]
    return Screen(
        html=paragraphs(
            Html(f"<b>{book.text('outcomes.title')}</b>"),
            lines(*said),
            book.text("outcomes.waiting") if known.waiting else "",
        ),
        rows=column(*(_open(seen, book) for seen in known.waiting)),
    )


def _open(seen: MeetingView, book: Phrasebook) -> Button:
    at = seen.meeting.starts_at or seen.meeting.slots[0]
    one, other = (Words(clip(who.person.name, 10)) for who in (seen.viewer, seen.other))
    text = book.plain("outcomes.open_one", time=book.time(at), one=one, other=other)
    return Button(label=label(text, book), data=after.Outcome(meeting=seen.meeting.id).pack())


def ask(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """Did it take place?"""
    number = seen.meeting.id
    at: datetime = seen.meeting.starts_at or seen.meeting.slots[0]
    names = {
        "one": book.user(seen.viewer.person.name),
        "other": book.user(seen.other.person.name),
    }
    settled = seen.meeting.state in (State.HELD, State.NO_SHOW)
    key = f"outcomes.{seen.meeting.state}_one" if settled else "outcomes.ask"
    yes = after.Rule(meeting=number, held=True).pack()
    no = after.Rule(meeting=number, held=False).pack()
    return Screen(
        html=book.text(key, when=when(at, event, book), **names),
        rows=()
        if settled
        else column(
            button("outcomes.yes", book, yes),
            button("feedback.no", book, no),
        ),
    )
