"""An event and its frame: days, windows, sessions, and the slots that windows are cut into.

Owns the values. `matchmaking.eventfile` reads them from a file; `matchmaking.slots` chooses
among slots. All instants are UTC-aware datetimes; local wall times live only in event files
and in the event's zone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from matchmaking.clocks import Clock, clock_of
from matchmaking.intents import CountryCode, Language, Role
from matchmaking.partners import Partner
from matchmaking.people import EventId, WindowId
from matchmaking.spans import Stretch
from matchmaking.wishes import EVERY_REMINDER, Reminder

Titles = Mapping[Language, str]


class Mode(StrEnum):
    """Where meetings of an event take place."""

    VIRTUAL = "virtual"
    IN_PERSON = "in_person"
    HYBRID = "hybrid"


class SessionKind(StrEnum):
    """What kind of programme item a session is."""

    PANEL = "panel"
    ROUND_TABLE = "round_table"
    NETWORKING = "networking"


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the event and whom it is made for."""

    date: date
    audience: tuple[Role, ...]
    titles: Titles


@dataclass(frozen=True, kw_only=True)
class Window:
    """A span in which meetings may be booked."""

    id: WindowId
    code: str
    starts_at: datetime
    ends_at: datetime
    titles: Titles


@dataclass(frozen=True, kw_only=True)
class Span(Stretch):
    """A stretch in which the organiser wants no meetings: prayer, iftar, lunch."""

    code: str
    titles: Titles


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Somebody on stage in a session; `attendee` is the registration code when they have one."""

    name: str
    organisation: str
    country: CountryCode
    attendee: str | None = None


@dataclass(frozen=True, kw_only=True)
class Session:
    """A panel, round table or networking session."""

    code: str
    kind: SessionKind
    starts_at: datetime
    ends_at: datetime
    titles: Titles
    language: str
    seats: int
    link: str
    speakers: tuple[Speaker, ...] = ()
    moderators: tuple[Speaker, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EventPlan:
    """An event as an organiser describes it, before the store gives it ids."""

    code: str
    short_name: str
    names: Titles
    zone: str
    mode: Mode
    slot_minutes: int
    rest_minutes: int
    tables: int
    offer_hours: int
    link_template: str
    days: tuple[Day, ...]
    windows: tuple[Window, ...]
    """In order of time; their ids are 0 until stored."""
    sessions: tuple[Session, ...]
    spans: tuple[Span, ...] = ()
    """In order of time; slots that touch one are neither offered nor accepted."""
    answer_minutes: int = 120
    """An offer is open at most until this long before the last of its times."""
    offer_cap: int = 8
    """Most unanswered offers one attendee may have out at a time."""
    walk_ins: bool = True
    """Whether anybody may take part, or only those whom the organiser has registered."""
    contact: str = ""
    """Whom people may ask who cannot get in; as the organiser wrote it."""
    reminders: tuple[Reminder, ...] = EVERY_REMINDER
    """Which reminders the event sends."""
    partners: tuple[Partner, ...] = ()
    """The organisations behind it, in the organiser's order."""

    def moments(self) -> Iterator[datetime]:
        """Every instant it names."""
        stretches: list[Window | Session | Span] = [*self.windows, *self.sessions, *self.spans]
        for one in stretches:
            yield one.starts_at
            yield one.ends_at

    def clock(self) -> Clock:
        """The zone's clock around them, by the rules of today."""
        return clock_of(ZoneInfo(self.zone), self.moments())


@dataclass(frozen=True, kw_only=True)
class Event:
    """A stored event."""

    id: EventId
    plan: EventPlan
    clock: Clock = ()
    """The zone's clock by which the plan's instants, and all agreed within it, were worked out."""
    version: int = field(default=0, compare=False)
    """Rises with every change of the plan."""

    @property
    def zone(self) -> ZoneInfo:
        """The event's own zone."""
        return ZoneInfo(self.plan.zone)

    @property
    def slot_length(self) -> timedelta:
        """How long a meeting lasts."""
        return timedelta(minutes=self.plan.slot_minutes)

    def window(self, window_id: WindowId) -> Window | None:
        """The window with this id, if the event has it."""
        return next((w for w in self.plan.windows if w.id == window_id), None)

    def name(self, language: Language) -> str:
        """The event's name in a reader's language."""
        return self.plan.names[language]
