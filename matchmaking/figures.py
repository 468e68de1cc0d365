"""An event in figures, and what organisers take of it as tables.

Owns the lines of those tables: facts and counts only. What somebody wrote for their own eyes,
said of a meeting or of another person, whom they block, and whom they turned down is in none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from matchmaking.aftermath import Counts
from matchmaking.announcements import Announcement, Progress
from matchmaking.checkin import DayCount, Guest
from matchmaking.events import Event
from matchmaking.meetings import State


class Table(StrEnum):
    """What can be taken as a file."""

    ATTENDEES = "attendees"
    MEETINGS = "meetings"
    OUTCOMES = "outcomes"
    ANNOUNCEMENTS = "announcements"
    CHECK_IN = "check_in"


AGREED = (
    State.ACCEPTED,
    State.STARTED,
    State.HELD,
    State.NO_SHOW,
    State.UNCONFIRMED,
    State.CANCELLED,
)
"""The states of what both had agreed to. Offers that came to nothing are counted, and not listed:
who turned whom down is between the two."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How an event stands, in counts."""

    event: Event
    registered: int
    """On the organiser's list."""
    opened: int
    """Of those, who have opened their link."""
    people: int
    """Who take part: they have agreed that something is kept."""
    ready: int
    """Of those, whose profile is complete."""
    meeting: int
    """Of those, who have a meeting agreed or held."""
    states: Mapping[State, int] = field(default_factory=dict)
    """Offers and meetings, by where they stand."""
    after: Counts = field(default_factory=Counts)
    days: tuple[DayCount, ...] = ()
    """Who was checked in, day by day."""

    @property
    def offers(self) -> int:
        """All offers ever made, those that became meetings included."""
        return sum(self.states.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class AttendeeLine:
    """Somebody who takes part. `words` are those that others are shown."""

    name: str
    organisation: str
    country: str
    role: str
    language: str
    speaks: tuple[str, ...]
    words: str
    ready: bool
    paused: bool
    agreed: int
    held: int
    arrived: tuple[date, ...] = ()
    """The days on which they were checked in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingLine:
    """A meeting that both had agreed to."""

    number: int
    state: State
    starts_at: datetime | None
    table: int | None
    proposer: tuple[str, str]
    """Name and organisation."""
    invitee: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class AnnouncementLine:
    """An announcement and how far it came."""

    what: Announcement
    progress: Progress


Lines = list[AttendeeLine] | list[MeetingLine] | list[AnnouncementLine] | list[Guest] | Figures
