"""Exchanging contacts: each side gets the other's only when both have said yes.

Owns the values and what a viewer may know of the other's answer: a no is never told. Numbers
are kept until the cards are sent, and for `KEPT` at most.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from matchmaking.meetings import BOOKED, MeetingId, State
from matchmaking.people import AttendeeId

KEPT = timedelta(days=7)
"""How long a yes waits for the other's."""

POSSIBLE = BOOKED | {State.HELD, State.UNCONFIRMED}
"""The states of a meeting in which its two sides can exchange contacts."""


class Way(StrEnum):
    """What somebody answers to the question whether the other may have their contact."""

    USERNAME = "username"
    PHONE = "phone"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One side's answer."""

    meeting: MeetingId
    attendee: AttendeeId
    way: Way
    handle: str | None
    """The username without its @, or the number; None for a no, and once it is not needed."""
    at: datetime
    shared_at: datetime | None = None
    """When both had said yes."""

    def stands(self, now: datetime) -> bool:
        """Whether it is a yes that still counts."""
        if self.way is Way.NO:
            return False
        return self.shared_at is not None or self.at + KEPT > now


class Standing(StrEnum):
    """How far the exchange has come, as one side may know it."""

    OPEN = "open"
    """Nothing was said, or what was said has lapsed."""
    ASKED = "asked"
    """The other has said yes and waits."""
    WAITING = "waiting"
    """The viewer has said yes; whether the other has said anything is not told."""
    REFUSED = "refused"
    """The viewer has said no."""
    SHARED = "shared"


def standing(mine: Answer | None, theirs: Answer | None, now: datetime) -> Standing:
    """How it stands for the one whose answer `mine` is."""
    if mine is not None and mine.shared_at is not None:
        return Standing.SHARED
    if mine is not None and mine.stands(now):
        return Standing.WAITING
    if mine is not None and mine.way is Way.NO and mine.at + KEPT > now:
        return Standing.REFUSED
    asked = theirs is not None and theirs.stands(now)
    return Standing.ASKED if asked else Standing.OPEN
