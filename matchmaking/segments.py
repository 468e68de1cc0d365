"""Whom an announcement addresses: criteria that all have to hold, each with any of its values.

Owns which criteria there are, what each says of an attendee, and whether somebody fits. What is
known of an attendee is one set of words for each criterion, so that a new criterion is a word in
the list and a line in `traits`; the store counts by the same rules in its own language
(`storage.segments`), and a test holds the two together.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from matchmaking.events import Event
from matchmaking.intents import Intent, Kind, Language, Role, Sector, Side
from matchmaking.meetings import BOOKED, Meeting, State
from matchmaking.people import Attendee
from matchmaking.seats import Seat


class Criterion(StrEnum):
    """What can be asked of a recipient."""

    LANGUAGE = "language"
    """The language they read."""
    ROLE = "role"
    COUNTRY = "country"
    SECTOR = "sector"
    """A field that one of their intents touches."""
    INTENT = "intent"
    """What they seek or offer: ``trade.seek``."""
    DAY = "day"
    """A day (ISO date) that is made for their role."""
    FREE = "free"
    """A day (ISO date) on which they are free for meetings."""
    MEETING = "meeting"
    """Whether they have a meeting."""
    OFFER = "offer"
    """Whether an invitation waits for their answer."""
    ARRIVED = "arrived"
    """Whether they were checked in at the door, on whichever day."""
    SEAT = "seat"
    """A session (its code) in which they hold a seat."""
    WAITS = "waits"
    """A session (its code) for which they wait."""


NONE, SOME = "none", "some"
"""The values of `MEETING`, `OFFER` and `ARRIVED`."""

INTENTS = tuple(
    f"{kind}.{side}"
    for kind in Kind
    for side in Side
    if kind is not Kind.NETWORKING or side is Side.SEEK
)
"""The values of `INTENT`."""

HAD = BOOKED | {State.HELD, State.NO_SHOW}
"""The states of a meeting that was agreed and not called off."""

OF_SESSIONS = frozenset({Criterion.SEAT, Criterion.WAITS})
"""Whose values are sessions."""

PASSING = frozenset({Criterion.MEETING, Criterion.OFFER, Criterion.ARRIVED, *OF_SESSIONS})
"""What can change from one hour to the next: asked again when a copy falls due, since "you have
no meeting yet" is not to be told to somebody who has one."""

LONGEST_VALUE = 16
"""Most characters of a value on a button, so that it fits whichever announcement it is of."""

COUNTRY = re.compile("[A-Z]{2}")

Values = frozenset[str]
Traits = Mapping[Criterion, Values]

_NOTHING: Mapping[Criterion, Values] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Who is meant: whoever has, for each criterion named, one of its values."""

    criteria: Mapping[Criterion, Values] = field(default_factory=lambda: _NOTHING)
    """No criterion is there with no values."""

    def values(self, criterion: Criterion) -> Values:
        """The values asked for; none when the criterion asks nothing."""
        return self.criteria.get(criterion, frozenset())

    def switched(self, criterion: Criterion, value: str, *, on: bool) -> "Segment":
        """The segment with a value more or less."""
        values = self.values(criterion) | {value} if on else self.values(criterion) - {value}
        rest = {each: held for each, held in self.criteria.items() if each is not criterion}
        return Segment(criteria={**rest, criterion: values} if values else rest)


EVERYBODY = Segment()


def fits(segment: Segment, traits: Traits) -> bool:
    """Whether somebody is meant."""
    return all(wanted & traits[each] for each, wanted in segment.criteria.items())


def traits(
    attendee: Attendee,
    event: Event,
    meetings: Collection[Meeting],
    *,
    seats: Collection[Seat] = (),
    arrived: bool = False,
) -> Traits:
    """What the criteria find in an attendee; `meetings` are all of theirs, in any state, `seats`
    all that they have or wait for, and `arrived` says whether they were checked in."""
    had = any(meeting.state in HAD for meeting in meetings)
    waits = any(
        meeting.state is State.OFFERED and meeting.invitee == attendee.id for meeting in meetings
    )
    person, role = attendee.person, attendee.role
    return {
        Criterion.LANGUAGE: frozenset({person.language.value}),
        Criterion.ROLE: frozenset({role.value} if role else ()),
        Criterion.COUNTRY: frozenset({person.country} if person.country else ()),
        Criterion.SECTOR: frozenset(_sectors(attendee.intents)),
        Criterion.INTENT: frozenset(f"{one.kind}.{one.side}" for one in attendee.intents),
        Criterion.DAY: _days_for(role, event),
        Criterion.FREE: _free_days(attendee, event),
        Criterion.MEETING: frozenset({SOME if had else NONE}),
        Criterion.OFFER: frozenset({SOME if waits else NONE}),
        Criterion.ARRIVED: frozenset({SOME if arrived else NONE}),
        Criterion.SEAT: frozenset(one.session for one in seats if not one.waiting),
        Criterion.WAITS: frozenset(one.session for one in seats if one.waiting),
    }


def _sectors(intents: tuple[Intent, ...]) -> set[str]:
    return {concept.partition(".")[0] for intent in intents for concept in intent.concepts}


def _days_for(role: Role | None, event: Event) -> Values:
    return frozenset(
        day.date.isoformat() for day in event.plan.days if not day.audience or role in day.audience
    )


def _free_days(attendee: Attendee, event: Event) -> Values:
    return frozenset(
        window.starts_at.astimezone(event.zone).date().isoformat()
        for window in event.plan.windows
        if window.id in (attendee.windows or ())
    )


def brief(value: str) -> str:
    """A value as a button carries it: a long code is named by a few letters made of it."""
    if len(value) <= LONGEST_VALUE:
        return value
    return hashlib.sha256(value.encode()).hexdigest()[:LONGEST_VALUE]


def meant(value: str, among: Iterable[str]) -> str:
    """The value that a button of `brief` means; what it carries where it means none of these."""
    return next((one for one in among if brief(one) == value), value)


def known_value(criterion: Criterion, value: str, event: Event) -> bool:
    """Whether a value (as a tapped button claims) is one of the criterion's."""
    if criterion is Criterion.COUNTRY:
        return COUNTRY.fullmatch(value) is not None
    return value in values_of(criterion, event)


def values_of(criterion: Criterion, event: Event) -> tuple[str, ...]:
    """All values of a criterion at an event; none of the countries, which are as people come."""
    match criterion:
        case Criterion.LANGUAGE:
            return tuple(Language)
        case Criterion.ROLE:
            return tuple(Role)
        case Criterion.SECTOR:
            return tuple(Sector)
        case Criterion.INTENT:
            return INTENTS
        case Criterion.DAY:
            return tuple(day.date.isoformat() for day in event.plan.days)
        case Criterion.FREE:
            starts = (window.starts_at.astimezone(event.zone) for window in event.plan.windows)
            return tuple(dict.fromkeys(start.date().isoformat() for start in starts))
        case Criterion.MEETING | Criterion.OFFER | Criterion.ARRIVED:
            return (NONE, SOME)
        case Criterion.SEAT | Criterion.WAITS:
            ordered = sorted(event.plan.sessions, key=lambda one: one.starts_at)
            return tuple(one.code for one in ordered)
        case Criterion.COUNTRY:
            return ()
