"""How near single notions stand to each other, though nobody told so: "tanker" to "thirst".

Owns the vectors of notions (`lexicon/kin.npz`), which `python -m bench.kin` makes of what is
written of the same concept in different ways and languages: its names, its signs, people's trouble
and its relief. Whatever is told of one concept points one way (contrastive learning over bags of
words: P.-S. Huang et al., "Learning deep structured semantic models for web search using
clickthrough data", CIKM 2013, with a single linear layer). Weights of one byte each. A notion that
came later than the vectors has none, and says nothing here. Knows nothing of concepts.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaking.reading.lexicon import DATA

FILE = DATA / "kin.npz"

Values = NDArray[np.float32]


class Kin:
    """The vectors of notions. Make it through `kin`."""

    def __init__(self, notions: Sequence[str], vectors: Values) -> None:
        self._rows = {notion: row for row, notion in enumerate(notions)}
        self._vectors = vectors

    def direction(self, weighed: Mapping[str, float]) -> Values:
        """Where notions with these weights point to, of unit length; nothing for unknown ones."""
        known = [(self._rows[n], weight) for n, weight in weighed.items() if n in self._rows]
        rows = [row for row, _ in known]
        weights = np.array([weight for _, weight in known], np.float32)
        found: Values = weights @ self._vectors[rows]
        length = np.sqrt(np.dot(found, found))
        return found / length if length else found

    def directions(self, texts: Iterable[Mapping[str, float]]) -> Values:
        """The direction of each of these texts, shape (texts, size of a vector)."""
        return np.array([self.direction(weighed) for weighed in texts], np.float32)


def packed(notions: Sequence[str], vectors: Values) -> dict[str, Any]:
    """Vectors as the arrays of their file."""
    scale = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    return {
        "notions": np.frombuffer("\n".join(notions).encode(), np.uint8),
        "vectors": np.rint(vectors / scale[:, None]).astype(np.int8),
        "scale": scale.astype(np.float32),
    }


def load(path: Path = FILE) -> Kin:
    """The vectors of a file. Raises OSError, KeyError or ValueError when it is none."""
    with np.load(path, allow_pickle=False) as arrays:
        vectors: Values = arrays["vectors"].astype(np.float32) * arrays["scale"][:, None]
        return Kin(arrays["notions"].tobytes().decode().split("\n"), vectors)


@cache
def kin() -> Kin:
    """The vectors that come with the program, loaded once."""
    return load()
