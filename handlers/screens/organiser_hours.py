"""What organisers read about the hours they have closed."""

from collections.abc import Sequence

from handlers.screens.screen import Screen, lines, paragraphs
from handlers.screens.words import NAME_IN_LIST, clip, when
from i18n.phrasebook import Html, Phrasebook
from matchmaking.events import Event
from matchmaking.usecases.hours import Booked

SHOWN = 20
"""Most meetings named in one message."""


def in_closed_hours(found: Sequence[Booked], event: Event, book: Phrasebook) -> Screen:
    """The meetings that were agreed before the hour was closed: they stay."""
    said = (
        book.text(
            "closed.line",
            when=when(one.meeting.starts_at or one.meeting.slots[0], event, book),
            one=book.user(clip(one.one.person.name, NAME_IN_LIST)),
            other=book.user(clip(one.other.person.name, NAME_IN_LIST)),
        )
        for one in found[:SHOWN]
    )
    rest = len(found) - SHOWN
    more = book.count("meetings.more", rest) if rest > 0 else Html("")
    return Screen(
        html=paragraphs(
            book.count("closed.inside", len(found)), lines(*said, more), book.text("closed.stay")
        )
    )
