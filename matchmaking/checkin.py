"""Who has arrived, day by day, and how somebody is found at the door.

Owns whom a helper sees (a name, an organisation, a role, and whether they are there: nothing else),
the day that a check-in counts for, and the search. A name is found in whichever script it is
typed: "rania", "Ranya" and "رانيا" are one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from matchmaking.events import Event
from matchmaking.intents import Role
from matchmaking.people import AttendeeId, PersonId
from matchmaking.reading.arabizi import skeleton
from matchmaking.reading.normalise import words_of
from matchmaking.registrations import RegistrationId

EVE = timedelta(days=1)
"""From so long before a day of the event badges are handed out for it."""

MOST = 8
"""Most people shown of those found."""

_TYPO = 5
"""Letters from which on a word may be a letter off."""


class GuestKind(StrEnum):
    """Where somebody who is expected is known from."""

    REGISTERED = "r"
    ATTENDEE = "a"
    """They take part, and are on no list."""


@dataclass(frozen=True, kw_only=True)
class GuestKey:
    """Which of those expected."""

    kind: GuestKind
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Guest:
    """Somebody who is expected, with all that is shown of them at the door."""

    key: GuestKey
    name: str
    listed: str = ""
    """The name on the list, where they go by another since."""
    organisation: str
    role: Role | None
    code: str = ""
    registration: RegistrationId | None = None
    attendee: AttendeeId | None = None
    person: PersonId | None = None
    here: Mapping[date, datetime] = field(default_factory=dict)
    """When they were checked in, by day."""


@dataclass(frozen=True, kw_only=True)
class DayCount:
    """How many are there on a day of the event, and how many are expected."""

    day: date
    here: int
    expected: int


def day_at(event: Event, now: datetime) -> date | None:
    """The day of the event that a check-in counts for now; None when there is none to come within
    a day."""
    today = now.astimezone(event.zone).date()
    days = sorted(day.date for day in event.plan.days)
    coming = next((day for day in days if day >= today), None)
    return coming if coming is not None and coming - today <= EVE else None


def count_days(event: Event, guests: Iterable[Guest]) -> list[DayCount]:
    """The counts of every day. On a day that is made for some roles, those of another role are not
    expected; somebody whose role is not known is."""
    everybody = list(guests)
    return [
        DayCount(
            day=day.date,
            here=sum(day.date in one.here for one in everybody),
            expected=sum(
                not day.audience or one.role is None or one.role in day.audience
                for one in everybody
            ),
        )
        for day in event.plan.days
    ]


def find(guests: Iterable[Guest], text: str) -> list[Guest]:
    """Those whom some typed letters mean, the likeliest first: every word typed must be found in
    a name, an organisation or a code."""
    asked = _words(text)
    ranked = [(rank, one) for one in guests if (rank := _rank(asked, one)) is not None]
    return [one for _, one in sorted(ranked, key=lambda pair: (pair[0], pair[1].name.casefold()))]


def _rank(asked: tuple[tuple[str, str], ...], guest: Guest) -> int | None:
    """How far off somebody is, 0 for a code or whole name; None when they are not meant."""
    if not asked:
        return None
    there = [
        *((word, 0) for word in _words(guest.code)),
        *((word, 0) for word in _words(guest.name)),
        *((word, 0) for word in _words(guest.listed)),
        *((word, 1) for word in _words(guest.organisation)),
    ]
    far = 0
    for word in asked:
        ranks = [
            apart + more for other, more in there if (apart := _apart(word, other)) is not None
        ]
        if not ranks:
            return None
        far += min(ranks)
    return far


def _apart(asked: tuple[str, str], other: tuple[str, str]) -> int | None:
    """How far a typed word is from another, each with its consonants; None: too far."""
    word, bones = asked
    name, frame = other
    if name == word:
        return 0
    if name.startswith(word):
        return 2
    if len(word) > 2 and word in name:
        return 4
    across = _arabic(word) is not _arabic(name)
    if bones and frame == bones and (across or len(bones) > 1):
        return 3 if across else 6
    if len(bones) > 2 and frame.startswith(bones):
        return 5 if across else 7
    if len(word) >= _TYPO and OSA.distance(word, name, score_cutoff=1) <= 1:
        return 7
    return None


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text in plain spelling, each with its consonants, and those that begin with
    an article once more without it."""
    found = words_of(text)
    bare = [word[2:] for word in found if word[:2] in ("ال", "el", "al") and len(word) > 4]
    return tuple((word, _consonants(word)) for word in (*found, *bare))


def _consonants(word: str) -> str:
    # Names are written without the sounds that chat spelling marks, and with g for j.
    return skeleton(word).replace("3", "").replace("g", "j")


def _arabic(word: str) -> bool:
    return "\u0600" <= word[:1] <= "\u06ff"
