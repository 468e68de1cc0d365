"""How near an offered concept comes to a wanted one, by the lexicon's links.

Owns the strength of each kind of link and how strengths fade over several (olive stone is a
kind of biomass, biomass serves boilers). Takes the links as a `Taxonomy`, so that it can be
tested with three concepts of its own; knows nothing of people.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Protocol

from matchmaking.intents import ConceptId, Sector

NARROWER, BROADER, SERVES, SERVED = 0.75, 0.45, 0.45, 0.25
"""How much of a wanted concept is met by a kind of it, by what it is a kind of, by something
that serves it, and by something that it serves itself."""

SECTOR = 0.3
"""How much of a whole sector, wanted as such, is met by one topic of it, and the other way."""

STEPS = 3
"""Links followed at most."""

LEAST = 0.15
"""What is farther away than this is not near at all."""


class Linked(Protocol):
    """A concept with its links."""

    @property
    def id(self) -> ConceptId: ...
    @property
    def broader(self) -> tuple[ConceptId, ...]: ...
    @property
    def serves(self) -> tuple[ConceptId, ...]: ...


class Taxonomy(Protocol):
    """All concepts, their links, and the sectors that naming one gives away."""

    def concepts(self) -> Iterable[Linked]: ...
    def sectors_of(self, concept: ConceptId, /) -> tuple[Sector, ...]: ...
    def __hash__(self) -> int: ...


class Links:
    """The links of one taxonomy, followed in both directions. Make it through `links_of`."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self._steps: dict[ConceptId, dict[ConceptId, float]] = defaultdict(dict)
        self._met: dict[ConceptId, Mapping[ConceptId, float]] = {}
        for concept in taxonomy.concepts():
            for parent in concept.broader:
                self._step(concept.id, parent, NARROWER)
                self._step(parent, concept.id, BROADER)
            for goal in concept.serves:
                self._step(concept.id, goal, SERVES)
                self._step(goal, concept.id, SERVED)

    def _step(self, offered: ConceptId, wanted: ConceptId, strength: float) -> None:
        steps = self._steps[offered]
        steps[wanted] = max(steps.get(wanted, 0.0), strength)

    def met_by(self, offered: ConceptId) -> Mapping[ConceptId, float]:
        """Every wanted concept that `offered` meets, itself included, with how far (0 to 1)."""
        found = self._met.get(offered)
        if found is None:
            found = self._met[offered] = self._walk(offered)
        return found

    def _walk(self, offered: ConceptId) -> dict[ConceptId, float]:
        best = {offered: 1.0}
        edge = {offered: 1.0}
        for _ in range(STEPS):
            further: dict[ConceptId, float] = {}
            for at, so_far in edge.items():
                for to, strength in self._steps.get(at, {}).items():
                    near = so_far * strength
                    if near >= LEAST and near > max(best.get(to, 0.0), further.get(to, 0.0)):
                        further[to] = near
            best |= further
            edge = further
        for sector in self.taxonomy.sectors_of(offered):
            best.setdefault(ConceptId(sector.value), SECTOR)
        return best


@lru_cache(maxsize=8)
def links_of(taxonomy: Taxonomy) -> Links:
    """The links of a taxonomy, made once for each (a taxonomy is compared by identity)."""
    return Links(taxonomy)


def nearness(wanted: ConceptId, offered: ConceptId, taxonomy: Taxonomy) -> float:
    """How much of a wanted concept an offered one is (0 to 1)."""
    return links_of(taxonomy).met_by(offered).get(wanted, 0.0)
