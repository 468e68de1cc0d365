"""After a meeting: whether it took place, how it was, and what that makes of it.

Owns the values, who is asked when, and what two answers come to. Whether a meeting was held is
what the product is measured by, so nothing is counted that nobody said
(`docs/decisions/0008-held.md`):

* both say it took place, or one does and the other says nothing until it is closed: **held**;
* both say it did not, or an organiser does: **no-show**;
* one says yes and the other no, only one says no, or nobody says anything: **unconfirmed**.

A meeting is closed `CLOSES_AFTER` its end. An answer that comes later still counts where it
settles what was unconfirmed; what is held or a no-show stays so.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from matchmaking.intents import Kind
from matchmaking.meetings import Meeting, MeetingId, Step
from matchmaking.people import AttendeeId
from matchmaking.wishes import Wishes, around_quiet

CLOSES_AFTER = timedelta(hours=48)
"""How long after its end a meeting waits for answers."""

NOTE_LIMIT = 500
"""Most characters of a private note."""

BREATH = timedelta(minutes=5)
"""Nobody is asked when their next meeting is nearer than this."""

PAUSE = timedelta(minutes=10)
"""After one answer the next question does not come by itself for so long; a tap brings it."""

ROUND = time(19, 0)
"""When, in somebody's own evening, what is still unanswered is asked in one message."""

PATIENCE = timedelta(hours=1)
"""Nobody is asked again sooner than this."""


class Useful(IntEnum):
    """How useful a meeting was."""

    HARDLY = 1
    SOMEWHAT = 2
    VERY = 3


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """What one side says of a meeting. The other side is never shown it."""

    meeting: MeetingId
    attendee: AttendeeId
    asked_at: datetime
    round_at: datetime | None = None
    """When it was asked again, with all that was unanswered in the evening."""
    held: bool | None = None
    useful: Useful | None = None
    follow_ups: frozenset[Kind] = field(default_factory=frozenset)
    """What the two agreed to go on with."""
    note: str = ""
    said_at: datetime | None = None
    """When they last said anything."""
    done_at: datetime | None = None
    """When the last question was answered."""


@dataclass(frozen=True, kw_only=True)
class Owing:
    """A side of a meeting that is over, with what they have said so far, which is not all."""

    meeting: MeetingId
    attendee: AttendeeId
    starts_at: datetime
    feedback: Feedback | None


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What became of an event's meetings, in numbers only."""

    held: int = 0
    no_show: int = 0
    unconfirmed: int = 0
    open: int = 0
    """Over, and waiting for answers."""
    answers: int = 0
    useful: dict[Useful, int] = field(default_factory=dict)
    follow_ups: dict[Kind, int] = field(default_factory=dict)
    """Meetings of which at least one side says so."""


def over(meeting: Meeting, *, now: datetime, length: timedelta) -> bool:
    """Whether the end of an agreed meeting of that length has come."""
    return meeting.starts_at is not None and meeting.starts_at + length <= now


def settles(votes: Sequence[bool | None], *, closing: bool) -> Step | None:
    """What the two sides' words (True: it took place, None: nothing said) make of a meeting;
    None while it stays open. `closing`: its time for answers is over."""
    said = {vote for vote in votes if vote is not None}
    complete = len(votes) == 2 and None not in votes
    if said == {True} and (complete or closing):
        return Step.HOLD
    if said == {False} and complete:
        return Step.MISS
    return Step.CLOSE if closing else None


def has_breath(now: datetime, starts: Collection[datetime], length: timedelta) -> bool:
    """Whether somebody with meetings at these starts is in none and not about to be."""
    return not any(start - BREATH < now < start + length for start in starts)


def round_due(owing: Owing, *, length: timedelta, wishes: Wishes, zone: ZoneInfo) -> datetime:
    """When that side is asked in the evening round: on the day the meeting ended, or, when that
    evening's hour had come by then, on the next; and not soon after having been asked."""
    ended = owing.starts_at + length
    due = _evening(ended.astimezone(zone).date(), wishes, zone)
    if due < ended:
        due = _evening(ended.astimezone(zone).date() + timedelta(days=1), wishes, zone)
    return due if owing.feedback is None else max(due, owing.feedback.asked_at + PATIENCE)


def _evening(day: date, wishes: Wishes, zone: ZoneInfo) -> datetime:
    return around_quiet(day, ROUND, wishes, zone)
