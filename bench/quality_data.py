"""The labelled texts and pairs by which reading and matching are judged.

Owns their shape and how they are loaded from `tests/eval/`. Knows nothing of the reader, so that
no label can come from what it answers.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from matchmaking.intents import CountryCode, Kind, Language, Role, Sector, Side

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "eval"

LESSONS = FOLDER / "lessons.jsonl"

Split = Literal["tune", "held", "taught", "spare"]
SPLITS: tuple[Split, ...] = ("tune", "held")
"""Of texts and pairs."""
LESSON_SPLITS: tuple[Split, ...] = ("taught", "spare")
"""Of lessons: those from which weights are learnt, and those only counted."""


@dataclass(frozen=True, kw_only=True)
class LabelledText:
    """A text and what a careful person reads in it. Empty labels: it states no intent."""

    id: str
    lang: Language
    text: str
    intents: frozenset[tuple[Kind, Side]]
    sectors: frozenset[Sector]
    countries: frozenset[CountryCode]
    role: Role | None
    traits: frozenset[str]
    """Why the text is hard: "negation", "dialect" … (see `tests/eval/README.md`)."""
    split: Split


@dataclass(frozen=True, kw_only=True)
class Half:
    """One side of a pair: what one person writes."""

    lang: Language
    text: str


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two people who need each other: the one seeks what the other offers."""

    id: str
    topic: str
    seek: Half
    offer: Half
    split: Split


def texts(folder: Path = FOLDER) -> tuple[LabelledText, ...]:
    """All labelled texts. Raises ValueError or KeyError for a line that is malformed."""
    return tuple(text_of(row) for row in _rows(folder / "texts.jsonl"))


def lessons(path: Path = LESSONS) -> tuple[LabelledText, ...]:
    """The labelled texts from which the weights of reading are learnt, and those kept from it to
    count how well that goes. Raises ValueError or KeyError for a line that is malformed."""
    return tuple(text_of(row) for row in _rows(path))


def pairs(folder: Path = FOLDER) -> tuple[Pair, ...]:
    """All pairs. Raises ValueError or KeyError for a line that is malformed."""
    return tuple(_pair(row) for row in _rows(folder / "pairs.jsonl"))


def fresh_pairs(folder: Path = FOLDER) -> tuple[Pair, ...]:
    """The pairs whose two sides share neither a word nor a translation: told is a trouble on one,
    a product on the other. Raises ValueError or KeyError for a line that is malformed."""
    return tuple(_pair(row) for row in _rows(folder / "fresh_pairs.jsonl"))


def spare_pairs(folder: Path = FOLDER) -> tuple[Pair, ...]:
    """Pairs like the fresh ones, of the split "spare": only counted, to choose nothing by. Raises
    ValueError or KeyError for a line that is malformed."""
    return tuple(_pair(row) for row in _rows(folder / "spare_pairs.jsonl"))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def text_of(row: Mapping[str, Any]) -> LabelledText:
    return LabelledText(
        id=row["id"],
        lang=Language(row["lang"]),
        text=row["text"],
        intents=frozenset((Kind(i["kind"]), Side(i["side"])) for i in row["intents"]),
        sectors=frozenset(Sector(code) for code in row["sectors"]),
        countries=frozenset(CountryCode(code) for code in row["countries"]),
        role=Role(row["role"]) if row["role"] else None,
        traits=frozenset(row["traits"]),
        split=_split(row["split"]),
    )


def _pair(row: Mapping[str, Any]) -> Pair:
    seek, offer = (
        Half(lang=Language(row[side]["lang"]), text=row[side]["text"]) for side in ("seek", "offer")
    )
    return Pair(
        id=row["id"], topic=row["topic"], seek=seek, offer=offer, split=_split(row["split"])
    )


def _split(name: str) -> Split:
    for split in (*SPLITS, *LESSON_SPLITS):
        if split == name:
            return split
    raise ValueError(f"no such split: {name}")
