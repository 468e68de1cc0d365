"""How well two attendees suit each other: the one definition of the score.

The score of a pair joins two directed scores ("how well do b's offers meet a's needs") by
their harmonic mean, the usual choice in reciprocal recommendation (L. Pizzato et al., "RECON:
a reciprocal recommender for online dating", RecSys 2010): a pair is good when both gain. At an
event, one side gaining a lot is still worth a meeting, so the better direction counts as well
(`ONE_SIDED`). Rare entries weigh more than common ones (inverse document frequency over the
people compared).

A directed score is the product of the needs of one with the offers of the other, brought into
[0, 1]. Owns that formula, for one pair and for arrays of them. Knows nothing of attendees.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log1p

import numpy as np
from numpy.typing import NDArray

from matchmaking.features import Key, Profile, key_of, token_of
from matchmaking.intents import Kind

ONE_SIDED = 0.65
"""Share of the better direction in a pair's score; the rest is the harmonic mean of both."""

STEEP = 2.0
"""How fast met needs fill the directed score: 1 - exp(-STEEP * product)."""

SHARP = 1.5
"""How much more than its logarithm a token's rarity counts."""

MARKET_BONUS = 0.25
"""Added to a met need, as a share of it, when the other side is of, or speaks of, its market."""

INTERPRETED = 0.85
"""What is left of the score of two who share no language, where interpreters are allowed."""

LEAST = 0.02
"""Pairs below this score are not proposed."""

SHOWN = 0.04
"""How much each earlier showing of an attendee counts against showing them again."""

_N, _T, _I, _R = Kind.NETWORKING, Kind.TRADE, Kind.INVESTMENT, Kind.RESEARCH
FITS: Mapping[Kind, Mapping[Kind, float]] = {
    _N: {_N: 0.8, _T: 0.5, _I: 0.3, _R: 0.5},
    _T: {_N: 0.4, _T: 1.0, _I: 0.4, _R: 0.8},
    _I: {_N: 0.3, _T: 0.4, _I: 1.0, _R: 0.4},
    _R: {_N: 0.5, _T: 0.8, _I: 0.4, _R: 1.0},
}
"""How far an offer of one kind (inner) answers a need of another (outer)."""


@dataclass(kw_only=True)
class Rarity:
    """How telling each token is among the people compared, kept as they come and go."""

    people: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def of(self, token: str) -> float:
        """The weight of a token, in (0, 1]; one that nobody mentions is the rarest."""
        n = self.counts.get(token, 0)
        if n <= 1 or self.people <= 1:
            return 1.0
        return (log1p(self.people / n) / log1p(self.people)) ** SHARP  # type: ignore[no-any-return]  # typeshed: float ** float may be complex

    def add(self, mentions: frozenset[str]) -> None:
        """Somebody joins."""
        self.people += 1
        self.counts.update(mentions)

    def drop(self, mentions: frozenset[str]) -> None:
        """Somebody leaves."""
        self.people -= 1
        self.counts.subtract(mentions)


@dataclass(frozen=True, kw_only=True)
class Query:
    """Somebody's vectors made ready to be multiplied with other people's: weighed by rarity, and
    spread over the kinds that fit."""

    wants: Mapping[Key, float]
    """To be multiplied with others' offers."""
    gives: Mapping[Key, float]
    """To be multiplied with others' needs."""


def query(profile: Profile, rarity: Rarity) -> Query:
    """A profile as a query among the people that `rarity` knows."""
    return Query(
        wants=_spread(profile.needs, rarity, answers_to),
        gives=_spread(profile.offers, rarity, answered_by),
    )


def _spread(
    entries: Mapping[Key, float],
    rarity: Rarity,
    fitting: Callable[[Key], tuple[str, tuple[tuple[Key, float], ...]]],
) -> dict[Key, float]:
    spread: dict[Key, float] = {}
    for key, weight in entries.items():
        token, fits = fitting(key)
        weight *= rarity.of(token)
        for at, fit in fits:
            spread[at] = spread.get(at, 0.0) + weight * fit
    return spread


@lru_cache(maxsize=65536)
def answers_to(need: Key) -> tuple[str, tuple[tuple[Key, float], ...]]:
    """The token of a need, and the entries of offers that answer it with how far they fit."""
    kind, token = token_of(need)
    return token, tuple((key_of(other, token), fit) for other, fit in FITS[kind].items())


@lru_cache(maxsize=65536)
def answered_by(offer: Key) -> tuple[str, tuple[tuple[Key, float], ...]]:
    """The token of an offer, and the entries of needs that it answers with how far it fits."""
    kind, token = token_of(offer)
    return token, tuple((key_of(other, token), fits[kind]) for other, fits in FITS.items())


def product(one: Mapping[Key, float], other: Mapping[Key, float]) -> float:
    """The product of two sparse vectors."""
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[key] for key, value in one.items() if key in other)


def score(viewer: Profile, asked: Query, other: Profile) -> float:
    """The score of a pair (0 to 1); `asked` is the viewer's query."""
    gain, give = product(asked.wants, other.offers), product(asked.gives, other.needs)
    if viewer.markets & other.reach:
        gain *= 1 + MARKET_BONUS
    if other.markets & viewer.reach:
        give *= 1 + MARKET_BONUS
    return joined(directed(gain), directed(give))


def directed(product: float) -> float:
    """A product of needs and offers as a score (0 to 1)."""
    return 1 - exp(-STEEP * product)


def joined(gain: float, give: float) -> float:
    """The score of a pair from its two directed scores (0 to 1)."""
    if not gain and not give:
        return 0.0
    return ONE_SIDED * max(gain, give) + (1 - ONE_SIDED) * 2 * gain * give / (gain + give)


def all_directed(product: NDArray[np.float32]) -> NDArray[np.float32]:
    """`directed`, element by element."""
    found: NDArray[np.float32] = -np.expm1(product * np.float32(-STEEP))
    return found


def all_joined(gain: NDArray[np.float32], give: NDArray[np.float32]) -> NDArray[np.float32]:
    """`joined`, element by element."""
    total = gain + give
    mutual = gain * give
    mutual *= np.float32(2 * (1 - ONE_SIDED))
    mutual /= np.maximum(total, np.float32(1e-9), out=total)
    mutual += np.float32(ONE_SIDED) * np.maximum(gain, give)
    return mutual


def seen_less(score: float, times: int) -> float:
    """A score as it counts for the order of a list, after so many showings."""
    return score / (1 + SHOWN * times)
