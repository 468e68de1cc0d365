"""What labelled texts have taught: how traits of a text speak for sectors, intents and roles.

Owns the weights file (`lexicon/learnt.npz`), which `python -m bench.teach` makes of the lessons
and tales (`tests/eval/`) and of the lexicon. Linear models (logistic regression; C. Manning,
P. Raghavan and H. Schütze, "Introduction to Information Retrieval", 2008, chapters 14 and 15),
weights of one byte each. Knows neither how traits are found nor what is made of the odds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaking.intents import Kind, Role, Sector, Side
from matchmaking.reading.lexicon import DATA

FILE = DATA / "learnt.npz"
SECTORS = tuple(Sector)
LABELS: tuple[tuple[Kind, Side], ...] = (
    *((kind, side) for kind in (Kind.TRADE, Kind.INVESTMENT, Kind.RESEARCH) for side in Side),
    (Kind.NETWORKING, Side.SEEK),
)
ROLES = tuple(Role)

Values = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Linear:
    """A linear model: a row of one-byte weights for each trait it knows, and a column for each
    outcome with its `scale` and `bias`. `unit`: traits are brought to unit length first."""

    rows: Mapping[str, int]
    weights: NDArray[np.int8]
    scale: Values
    bias: Values
    unit: bool

    def odds(self, traits: Mapping[str, float]) -> Values:
        """The log-odds of every outcome, shape (outcomes,)."""
        # One look-up a trait: there are hundreds of them in a text.
        found_at = list(map(self.rows.get, traits))
        rows = [row for row in found_at if row is not None]
        if not rows:
            return self.bias
        values = [v for v, row in zip(traits.values(), found_at, strict=True) if row is not None]
        weights = np.array(values, np.float32)
        if self.unit:
            weights /= np.sqrt(np.dot(weights, weights))
        found: Values = (weights @ self.weights.take(rows, axis=0)) * self.scale + self.bias
        return found


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Learnt:
    """All that was learnt. `joint` weighs the evidence for one sector (its last is the bias)."""

    topics: Linear
    manner: Linear
    joint: Values
    lessons: int
    """Checksum of the lessons it was learnt from."""

    def sectors(self, traits: Mapping[str, float]) -> Values:
        """The log-odds of each sector, each for itself: a text may speak of several."""
        return self.topics.odds(traits)

    def wishes(self, traits: Mapping[str, float]) -> "Wishes":
        """What the manner of a text says of its intents and its writer."""
        odds = self.manner.odds(traits).tolist()
        at = len(LABELS)
        return Wishes(
            labels=dict(zip(LABELS, odds, strict=False)),
            nothing=odds[at],
            roles=dict(zip(ROLES, odds[at + 1 :], strict=True)),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """Log-odds of each intent, of there being none at all, and of each role."""

    labels: Mapping[tuple[Kind, Side], float]
    nothing: float
    roles: Mapping[Role, float]


def packed(words: Sequence[str], weights: NDArray[np.float64], name: str) -> dict[str, Any]:
    """A linear model as the arrays of the weights file; the last row of `weights` is the bias."""
    scale = np.maximum(np.abs(weights[:-1]).max(axis=0), 1e-9) / 127
    return {
        f"{name}_words": np.frombuffer("\n".join(words).encode(), np.uint8),
        f"{name}_weights": np.rint(weights[:-1] / scale).astype(np.int8),
        f"{name}_scale": scale.astype(np.float32),
        f"{name}_bias": weights[-1].astype(np.float32),
    }


def unpacked(arrays: Mapping[str, Any], name: str, *, unit: bool) -> Linear:
    """The linear model of that name. Raises KeyError when there is none."""
    words = arrays[f"{name}_words"].tobytes().decode().split("\n")
    return Linear(
        rows={word: row for row, word in enumerate(words)},
        weights=arrays[f"{name}_weights"],
        scale=arrays[f"{name}_scale"],
        bias=arrays[f"{name}_bias"],
        unit=unit,
    )


def load(path: Path = FILE) -> Learnt:
    """The weights of a file. Raises OSError, KeyError or ValueError when it is none."""
    with np.load(path, allow_pickle=False) as arrays:
        return Learnt(
            topics=unpacked(arrays, "topics", unit=True),
            manner=unpacked(arrays, "manner", unit=False),
            joint=arrays["joint"],
            lessons=int(arrays["lessons"]),
        )


@cache
def learnt() -> Learnt:
    """The weights that come with the program, loaded once."""
    return load()
