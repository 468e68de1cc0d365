"""An introduction: somebody who looks after a cluster thinks that two people should meet.

Owns the values and what may be told of them. Both are asked, and nothing happens before both have
said yes. Whoever introduced learns only whether it waits, both agreed, or it is over; a "not now"
of one is told to nobody, and shows to nobody before the other has answered or the time is up.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from matchmaking.clusters import ClusterId
from matchmaking.errors import Refusal, Refused
from matchmaking.people import AttendeeId, EventId, PersonId

IntroductionId = NewType("IntroductionId", int)

LINE_LIMIT = 300
"""Most characters of the personal line."""

OPEN_FOR = timedelta(hours=48)
"""How long the two may take."""

MANAGER_CAP = 12
"""Most introductions that one person may have waiting."""

RECIPIENT_CAP = 3
"""Most introductions that wait for one person, whoever made them."""


class State(StrEnum):
    """Where an introduction stands."""

    OPEN = "open"
    AGREED = "agreed"
    CLOSED = "closed"


class Seen(StrEnum):
    """How one of the two sees it."""

    ASKED = "asked"
    YES = "yes"
    """They have agreed, and the other is awaited."""
    NO = "no"
    AGREED = "agreed"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class NewIntroduction:
    """An introduction about to be stored."""

    event_id: EventId
    cluster: ClusterId
    manager: PersonId
    one: AttendeeId
    other: AttendeeId
    line: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Introduction:
    """A stored introduction, with what the two have said (None: nothing yet)."""

    id: IntroductionId
    what: NewIntroduction
    state: State = State.OPEN
    one_said: bool | None = None
    other_said: bool | None = None

    def other(self, attendee: AttendeeId) -> AttendeeId:
        """The other side; raises `Refused` (NOT_YOURS) for a stranger."""
        sides = (self.what.one, self.what.other)
        if attendee not in sides:
            raise Refused(Refusal.NOT_YOURS)
        return sides[1] if attendee == sides[0] else sides[0]

    def said(self, attendee: AttendeeId) -> bool | None:
        """What that side has said."""
        return self.one_said if attendee == self.what.one else self.other_said

    def stands(self, now: datetime) -> State:
        """Where it stands by the clock."""
        over = self.state is State.OPEN and self.what.expires_at <= now
        return State.CLOSED if over else self.state

    def seen(self, attendee: AttendeeId, now: datetime) -> Seen:
        """How that side sees it: the other's "not now" shows to nobody."""
        mine, stands = self.said(attendee), self.stands(now)
        if stands is State.AGREED:
            return Seen.AGREED
        if self.what.expires_at <= now:
            return Seen.OVER
        if mine is None:
            return Seen.OVER if stands is State.CLOSED else Seen.ASKED
        return Seen.YES if mine else Seen.NO


def answered(one: Introduction, attendee: AttendeeId, *, yes: bool) -> Introduction:
    """With what that side says now. Two yes make it agreed, any other two answers end it,
    unless one of the two thinks better of it in time."""
    first = attendee == one.what.one
    after = replace(one, one_said=yes) if first else replace(one, other_said=yes)
    both = (after.one_said, after.other_said)
    if both == (True, True):
        return replace(after, state=State.AGREED)
    return after if None in both else replace(after, state=State.CLOSED)
