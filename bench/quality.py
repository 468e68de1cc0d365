"""Prints how well free text is read and people are matched (`make eval`).

Owns the figures' order and how they look. Texts and pairs come in two splits: "tune" may be
looked at while the lexicon grows; "held" is only ever counted, so its mistakes are never shown. So
are the "spare" lessons, from which the weights of reading were not learnt.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bench.quality_data import SPLITS, Split, fresh_pairs, lessons, pairs, spare_pairs, texts
from bench.quality_pairs import WAYS, Hits, Place, hits, places
from bench.quality_texts import MEASURES, Answer, Score, answers, scores
from matchmaking.intents import Language
from matchmaking.reading.lexicon import lexicon

ALL = "all"
FRESH = "fresh"
"""Columns as well, of the pairs that share no word even when translated."""
SPARE: Split = "spare"
"""Of the lessons, those from which nothing is learnt; and pairs by which nothing is chosen."""
WIDTH = 100
"""Columns that the widest table needs; a narrower terminal scrolls."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Everything that was measured, each by split: scores by language and measure, and hits by
    way of reading and seeker's language ("all" is everybody)."""

    reading: dict[Split, dict[str, dict[str, Score]]]
    matching: dict[Split, dict[str, dict[str, Hits]]]
    answers: tuple[Answer, ...]
    places: dict[str, tuple[Place, ...]]


def measure() -> Figures:
    """Read every text and rank every pair. Takes some seconds."""
    labelled, couples = texts(), pairs()
    spare = [lesson for lesson in lessons() if lesson.split == "spare"]
    read_texts = answers([*labelled, *spare])
    found = {name: places(couples, labelled, way) for name, way in WAYS.items()}
    found[FRESH] = places(fresh_pairs(), labelled, WAYS["columns"])
    unseen = places(spare_pairs(), labelled, WAYS["columns"])
    return Figures(
        reading={split: _reading(read_texts, split) for split in (*SPLITS, SPARE)},
        matching={
            split: {name: _matching(ranked, split) for name, ranked in found.items()}
            for split in SPLITS
        }
        | {SPARE: {FRESH: _matching(unseen, SPARE)}},
        answers=read_texts,
        places=found,
    )


def _reading(read_texts: Sequence[Answer], split: Split) -> dict[str, dict[str, Score]]:
    mine = [a for a in read_texts if a.text.split == split]
    by_language = {
        language.value: scores([a for a in mine if a.text.lang is language])
        for language in Language
    }
    return by_language | {ALL: scores(mine)}


def _matching(found: Sequence[Place], split: Split) -> dict[str, Hits]:
    mine = [p for p in found if p.pair.split == split]
    by_language = {
        language.value: hits([p for p in mine if p.pair.seek.lang is language])
        for language in Language
    }
    return by_language | {ALL: hits(mine)}


def concept_counts() -> dict[str, int]:
    """How many concepts stand under each sector, and in all; how many forms in each language."""
    concepts = lexicon().concepts()
    forms = {f"forms {language}": sum(len(c.forms[language]) for c in concepts)
             for language in Language}  # fmt: skip
    return Counter(c.sector.value for c in concepts) | {"concepts": len(concepts)} | forms


def as_json(figures: Figures) -> str:
    """The figures as one JSON document; no text of either split is in it."""
    found: dict[str, Any] = {
        "reading": {
            split: {
                language: {name: _share(score) for name, score in by_measure.items()}
                for language, by_measure in by_language.items()
            }
            for split, by_language in figures.reading.items()
        },
        "matching": {
            split: {
                way: {language: asdict(hit) for language, hit in by_language.items()}
                for way, by_language in ways.items()
            }
            for split, ways in figures.matching.items()
        },
        "lexicon": concept_counts(),
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def _share(score: Score) -> dict[str, float]:
    shares = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    return {name: round(share, 4) for name, share in shares.items()} | asdict(score)


def _reading_table(figures: Figures) -> Table:
    table = Table(
        title="Reading: precision / recall / F1", box=box.SIMPLE_HEAD, title_justify="left"
    )
    for heading in ("split", "language", *(m.name for m in MEASURES)):
        table.add_column(heading)
    for split, by_language in figures.reading.items():
        for language, by_measure in by_language.items():
            cells = (f"{s.precision:.3f} {s.recall:.3f} [b]{s.f1:.3f}[/b]"
                     for s in by_measure.values())  # fmt: skip
            table.add_row(split, language, *cells, end_section=language == ALL)
    return table


def _matching_table(figures: Figures) -> Table:
    table = Table(title="Matching across languages", box=box.SIMPLE_HEAD, title_justify="left")
    for heading in ("split", "read as", "seeker", "pairs", "recall@1", "recall@5", "MRR"):
        table.add_column(heading)
    for split, ways in figures.matching.items():
        for way, by_language in ways.items():
            for language, hit in by_language.items():
                shares = (f"{share:.3f}" for share in (hit.at_1, hit.at_5, hit.mrr))
                row = (split, way, language, str(hit.pairs), *shares)
                table.add_row(*row, end_section=language == ALL)
    return table


def _lexicon_line() -> str:
    counts = concept_counts()
    return "Lexicon: " + ", ".join(f"{name} {count}" for name, count in counts.items())


def print_errors(console: Console, figures: Figures) -> None:
    """The mistakes of the tune split, and only those."""
    for answer in figures.answers:
        mistakes = answer.mistakes() if answer.text.split == "tune" else {}
        if mistakes:
            console.print(f"\n[b]{answer.text.id}[/b] {escape(answer.text.text)}")
        for name, (missed, wrong) in mistakes.items():
            sides = (("missed", missed), ("wrong", wrong))
            parts = [f"{word} {', '.join(sorted(labels))}" for word, labels in sides if labels]
            console.print(f"  {name}: {'; '.join(parts)}", markup=False)
        if mistakes:
            console.print(f"  concepts: {' '.join(answer.reading.concepts)}", markup=False)
    for place in figures.places["chat"]:
        if place.pair.split == "tune" and place.place != 1:
            _print_place(console, place)


def _print_place(console: Console, place: Place) -> None:
    pair = place.pair
    console.print(f"\n[b]{pair.id}[/b] {pair.topic}: place {place.place or 'none'}")
    console.print(f"  seeks  {pair.seek.text}\n    {' '.join(place.sought)}", markup=False)
    console.print(f"  offers {pair.offer.text}\n    {' '.join(place.offered)}", markup=False)
    console.print(f"  above: {', '.join(place.above) or 'nobody'}", markup=False)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list mistakes of the tune split")
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    options = parser.parse_args()
    figures = measure()
    console = Console(soft_wrap=True)
    console.width = max(console.width, WIDTH)
    if options.json:
        print(as_json(figures))
        return
    if options.errors:
        print_errors(console, figures)
    console.print(_reading_table(figures))
    console.print(_matching_table(figures))
    console.print(_lexicon_line())


if __name__ == "__main__":
    main()
