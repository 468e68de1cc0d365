"""The messages of a chat in which somebody sees a meeting: its **faces**.

Owns in which ways a message may show one. A message shows one thing at a time, so whatever it
showed before is forgotten with the next; a face that no longer says what is so is **behind** until
it is edited.
"""

from dataclasses import dataclass
from enum import StrEnum

from matchmaking.meetings import MeetingId


class How(StrEnum):
    """In which way a message shows a meeting."""

    WHOLE = "whole"
    """The meeting itself, with all that can be done about it."""
    CARD = "card"
    """The card of the other side, which says what is under way with them."""
    REMINDER = "reminder"
    """One hour of it, and what can be said on the way there."""


@dataclass(frozen=True, kw_only=True)
class Face:
    """What a message shows."""

    meeting: MeetingId
    how: How
    behind: bool
    """Whether the meeting has changed since."""
