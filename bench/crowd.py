"""A large crowd of made-up attendees, for measuring: the same for the same seed.

Owns how they are drawn: one or two sectors each, topics of the real lexicon from them (some far
more popular than others), what they seek and offer in the words of one of the three languages,
languages, countries and houses. Nobody here exists.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Language, Side
from matchmaking.people import Attendee, AttendeeId, EventId, Person, PersonId, WindowId
from matchmaking.reading.lexicon import Concept, lexicon

T = TypeVar("T")

NOW = datetime(2027, 4, 10, 8, 0, tzinfo=UTC)
COUNTRIES = [
    CountryCode(code)
    for code in [
        "TN",
        "EG",
        "DZ",
        "MA",
        "FR",
        "LB",
        "IT",
        "JO",
        "ES",
        "PS",
        "GR",
        "TR",
        "LY",
        "DE",
        "BE",
        "PT",
    ]
]
KINDS = (Kind.TRADE, Kind.RESEARCH, Kind.INVESTMENT, Kind.NETWORKING)
KIND_SHARES = np.cumsum((0.68, 0.14, 0.1, 0.08)) / 1.0
SPEAKS = (("ar", "fr"), ("ar", "en"), ("fr", "en"), ("fr",), ("en",), ("ar", "fr", "en"))
WINDOWS = tuple(frozenset(WindowId(w) for w in some) for some in ((1, 2, 3, 4), (1, 2), (3, 4)))


class Crowd:
    """Draws attendees, one after the other."""

    def __init__(self, seed: int) -> None:
        self._dice = np.random.default_rng(seed)
        by_sector: dict[str, list[Concept]] = {}
        for concept in lexicon().concepts():
            by_sector.setdefault(concept.sector, []).append(concept)
        self._sectors = list(by_sector.values())
        # In every sector some topics are on everybody's lips: a topic's share falls with its rank.
        self._shares = [_falling(len(concepts)) for concepts in self._sectors]

    def people(self, count: int) -> list[Attendee]:
        """`count` attendees, numbered from 1."""
        return [self._person(number) for number in range(1, count + 1)]

    def _person(self, number: int) -> Attendee:
        dice = self._dice
        sectors = [int(s) for s in dice.integers(len(self._sectors), size=2)]
        language = list(Language)[dice.integers(3)]
        person = Person(
            id=PersonId(number),
            telegram_id=number,
            name=f"Person {number}",
            language=language,
            country=self._one(COUNTRIES),
            consented_at=NOW,
        )
        sides = (Side.SEEK, Side.OFFER) + ((Side.SEEK,) if dice.random() < 0.3 else ())
        return Attendee(
            id=AttendeeId(number),
            event_id=EventId(1),
            person=person,
            organisation=f"House {dice.integers(20_000)}",
            speaks=self._one(SPEAKS),
            intents=tuple(self._intent(side, sectors, language) for side in sides),
            confirmed_at=NOW,
            windows=self._one(WINDOWS),
            ready_at=NOW,
        )

    def _intent(self, side: Side, sectors: Sequence[int], language: Language) -> Intent:
        dice = self._dice
        concepts: list[Concept] = []
        for _ in range(1 + dice.poisson(1.2)):
            sector = sectors[0] if dice.random() < 0.75 else sectors[1]
            at = int(np.searchsorted(self._shares[sector], dice.random()))
            concepts.append(self._sectors[sector][at])
        kind = KINDS[int(np.searchsorted(KIND_SHARES, dice.random()))]
        return Intent(
            kind=kind,
            side=Side.SEEK if kind is Kind.NETWORKING else side,
            concepts=tuple(dict.fromkeys(ConceptId(c.id) for c in concepts)),
            markets=(self._one(COUNTRIES),) if dice.random() < 0.25 else (),
            words=", ".join(c.forms[language][0] for c in concepts),
        )

    def _one(self, values: Sequence[T]) -> T:
        return values[int(self._dice.integers(len(values)))]


def _falling(count: int) -> NDArray[np.float64]:
    """How often each of `count` topics or one before it is drawn, by rank."""
    share: NDArray[np.float64] = np.arange(5, count + 5, dtype=np.float64) ** -1
    return np.divide(np.cumsum(share), np.sum(share))
