"""What somebody's refusals say about what to show them next.

Owns how strongly a reason counts and how it fades. Modest on purpose: a refusal never hides
anybody for ever, it puts those behind who are declined for the same thing, and every factor can
be explained by the refusals it came from. Knows nothing of scores.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from matchmaking.intents import ConceptId, CountryCode
from matchmaking.people import AttendeeId

FIELD, MARKET, LATER = 0.5, 0.6, 0.1
"""What is left of a score after one fresh refusal: for the topic, for the country, and for the
person who is to come back later."""

HALF_LIFE = timedelta(days=2)
"""After this long a refusal counts half: an event lasts some days, and people change their mind."""

LATER_HALF_LIFE = timedelta(hours=12)
"""For "later", which means this event."""

LEAST_LEFT = 0.1
"""However many refusals: never less of a score than this."""

_FORGOTTEN = 0.99


class Why(StrEnum):
    """Why a match was declined."""

    FIELD = "not_my_field"
    MARKET = "not_my_market"
    LATER = "later"

    @property
    def half_life(self) -> timedelta:
        """After this long it counts half."""
        return LATER_HALF_LIFE if self is Why.LATER else HALF_LIFE


@dataclass(frozen=True, kw_only=True)
class Decline:
    """A match that was turned down, with what was shown as its reasons."""

    other: AttendeeId
    why: Why
    at: datetime
    concepts: tuple[ConceptId, ...] = ()
    """The topics of the match."""
    countries: tuple[CountryCode, ...] = ()
    """The other's country and markets."""

    def aside(self, now: datetime) -> bool:
        """Whether the match is not shown yet: until the refusal counts half. Then it comes back,
        behind others."""
        return now < self.at + self.why.half_life


@dataclass(frozen=True, kw_only=True)
class Adjustments:
    """Factors in (0, 1] for a viewer's scores; where several apply the smallest counts."""

    concepts: Mapping[ConceptId, float] = field(default_factory=dict)
    """For whoever mentions the concept."""
    markets: Mapping[CountryCode, float] = field(default_factory=dict)
    """For whoever is of the country, or offers there."""
    people: Mapping[AttendeeId, float] = field(default_factory=dict)

    def factor(
        self, attendee: AttendeeId, mentions: Iterable[str], reach: Iterable[CountryCode]
    ) -> float:
        """What is left of the score of somebody who mentions these and is of these countries."""
        return min(
            self.people.get(attendee, 1.0),
            *(self.concepts.get(ConceptId(token), 1.0) for token in mentions),
            *(self.markets.get(country, 1.0) for country in reach),
            1.0,
        )


UNCHANGED = Adjustments()
"""Nothing learned yet."""


_FRESH = {Why.FIELD: FIELD, Why.MARKET: MARKET, Why.LATER: LATER}


def learn(declines: Iterable[Decline], *, now: datetime) -> Adjustments:
    """The factors that follow from these refusals at `now`; refusals of later do not count. One
    of a field or market that nobody could name is of the person alone."""
    concepts: dict[ConceptId, float] = {}
    markets: dict[CountryCode, float] = {}
    people: dict[AttendeeId, float] = {}
    for decline in declines:
        if decline.at > now:
            continue
        left = _left(_FRESH[decline.why], now - decline.at, decline.why.half_life)
        if decline.why is Why.FIELD and decline.concepts:
            for concept in decline.concepts:
                concepts[concept] = concepts.get(concept, 1.0) * left
        elif decline.why is Why.MARKET and decline.countries:
            for country in decline.countries:
                markets[country] = markets.get(country, 1.0) * left
        else:
            people[decline.other] = people.get(decline.other, 1.0) * left
    return Adjustments(concepts=_told(concepts), markets=_told(markets), people=_told(people))


def _left(fresh: float, age: timedelta, half_life: timedelta) -> float:
    return float(1 - (1 - fresh) * 0.5 ** (age / half_life))


K = TypeVar("K")


def _told(factors: Mapping[K, float]) -> dict[K, float]:
    return {key: max(left, LEAST_LEFT) for key, left in factors.items() if left < _FORGOTTEN}
