"""Who is there and who is late, said with a tap under a reminder.

Owns the values and when each may be said. It belongs to one start: a meeting that was moved
begins with nothing said.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from matchmaking.meetings import BOOKED, Meeting, MeetingId
from matchmaking.people import AttendeeId

LATE_BY = timedelta(minutes=5)
"""How late somebody says they are."""

AT_THE_DOOR = timedelta(minutes=20)
"""From this long before the start "I am here" means there; before, that they will come."""

SPEAKS_FROM = timedelta(minutes=90)
"""From this long before the start something can be said."""


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """What one side has said of a meeting at one start."""

    meeting: MeetingId
    attendee: AttendeeId
    starts_at: datetime
    coming_at: datetime | None = None
    late_at: datetime | None = None
    here_at: datetime | None = None


def can_speak(meeting: Meeting, *, now: datetime, length: timedelta) -> bool:
    """Whether "here" or "late" can be said of a meeting of that length now."""
    start = meeting.starts_at
    if start is None or meeting.state not in BOOKED:
        return False
    return start - SPEAKS_FROM <= now < start + length
