"""How somebody wants to be reminded: which reminders, and when it is to be quiet.

Owns the values and the rules of quiet hours. Quiet hours are wall hours of wherever the person
is: whoever travels takes them along, and they may pass midnight. What comes in them is never
lost (`docs/decisions/0007-quiet-hours.md`): the agenda comes before they begin, the reminder an
hour ahead is left out, and all else comes without a sound.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60

AHEAD = timedelta(minutes=15)
"""How long before quiet hours comes what would fall into them."""


class Reminder(StrEnum):
    """What reminds of a meeting; an event file and people's wishes name them so."""

    AGENDA = "agenda"
    HOUR = "hour"
    QUARTER = "quarter"
    START = "start"


EVERY_REMINDER = tuple(Reminder)


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """A span of every day, in minutes since midnight by the wall clock: from `starts` up to
    `ends`, which may be past midnight. The two differ."""

    starts: int
    ends: int

    def __post_init__(self) -> None:
        if not (0 <= self.starts < DAY_MINUTES and 0 <= self.ends < DAY_MINUTES):
            raise ValueError(f"no minutes of a day: {self.starts} to {self.ends}")
        if self.starts == self.ends:
            raise ValueError("quiet hours end at another hour than they start")

    def covers(self, minute: int) -> bool:
        """Whether that minute of the day is quiet."""
        if self.starts < self.ends:
            return self.starts <= minute < self.ends
        return minute >= self.starts or minute < self.ends


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What somebody has said of reminders; nothing said: every reminder, no quiet hours."""

    off: frozenset[Reminder] = field(default_factory=frozenset)
    quiet: Quiet | None = None


def is_quiet(wishes: Wishes, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it is quiet for somebody in that zone now."""
    if wishes.quiet is None:
        return False
    here = now.astimezone(zone)
    return wishes.quiet.covers(here.hour * 60 + here.minute)


def around_quiet(day: date, at: time, wishes: Wishes, zone: ZoneInfo) -> datetime:
    """That hour of that day in the zone; where it is quiet then, a little before the quiet
    begins, or else, when it began the night before, as soon as it is over."""
    quiet, minute = wishes.quiet, at.hour * 60 + at.minute
    if quiet is not None and quiet.covers(minute):
        before = quiet.starts - int(AHEAD.total_seconds()) // 60
        minute = before if quiet.starts <= minute and before >= 0 else quiet.ends
    wall = time(minute // 60, minute % 60)
    return datetime.combine(day, wall, tzinfo=zone)
