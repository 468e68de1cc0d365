"""How near single notions stand to each other, though nobody told so: "tanker" to "thirst".

Owns the vectors of notions (`lexicon/kin.npz`), which `python -m bench.kin` makes of what is
written of the same concept in different ways and languages: its names, its signs, people's trouble
and its relief, whole texts of people who need or provide it, and how they would put it without its
name; and where each concept points to, the mean of all that. Whatever is told of one concept points
one way (contrastive learning over bags of words: P.-S. Huang et al., "Learning deep structured
semantic models for web search using clickthrough data", CIKM 2013, with a single linear layer).
Weights of one byte each. A notion that came later than the vectors has none, and says nothing here.
Knows no more of a concept than its id.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaking.intents import ConceptId
from matchmaking.reading.lexicon import DATA

FILE = DATA / "kin.npz"

Values = NDArray[np.float32]


class Kin:
    """The vectors of notions. Make it through `kin`."""

    def __init__(
        self, notions: Sequence[str], vectors: Values, concepts: Mapping[ConceptId, Values]
    ) -> None:
        self._rows = {notion: row for row, notion in enumerate(notions)}
        self._vectors = vectors
        self._concepts = concepts

    def concept(self, concept: ConceptId) -> Values | None:
        """Where what is told of a concept points to, of unit length; None for a later one."""
        return self._concepts.get(concept)

    def direction(self, weighed: Mapping[str, float]) -> Values:
        """Where notions with these weights point to, of unit length; nothing for unknown ones."""
        known = [(self._rows[n], weight) for n, weight in weighed.items() if n in self._rows]
        rows = [row for row, _ in known]
        weights = np.array([weight for _, weight in known], np.float32)
        found: Values = weights @ self._vectors[rows]
        length = np.sqrt(np.dot(found, found))
        return found / length if length else found


def packed(names: Sequence[str], vectors: Values, prefix: str) -> dict[str, Any]:
    """Vectors with their names as the arrays of their file."""
    scale = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    return {
        f"{prefix}_names": np.frombuffer("\n".join(names).encode(), np.uint8),
        f"{prefix}_vectors": np.rint(vectors / scale[:, None]).astype(np.int8),
        f"{prefix}_scale": scale.astype(np.float32),
    }


def load(path: Path = FILE) -> Kin:
    """The vectors of a file. Raises OSError, KeyError or ValueError when it is none."""
    with np.load(path, allow_pickle=False) as arrays:
        concepts, directions = _unpacked(arrays, "concepts")
        return Kin(
            *_unpacked(arrays, "notions"),
            {ConceptId(name): row for name, row in zip(concepts, directions, strict=True)},
        )


def _unpacked(arrays: Mapping[str, Any], prefix: str) -> tuple[list[str], Values]:
    vectors: Values = arrays[f"{prefix}_vectors"].astype(np.float32)
    vectors *= arrays[f"{prefix}_scale"][:, None]
    return arrays[f"{prefix}_names"].tobytes().decode().split("\n"), vectors


@cache
def kin() -> Kin:
    """The vectors that come with the program, loaded once."""
    return load()
