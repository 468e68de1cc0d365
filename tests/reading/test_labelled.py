"""The reader against texts labelled by hand before it was written (`labelled.jsonl`)."""

import json
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from matchmaking.reading.reader import Reading, read

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "labelled.jsonl").read_text("utf-8").splitlines()
]


@dataclass(kw_only=True)
class _Tally:
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, expected: Iterable[Hashable], got: Iterable[Hashable]) -> None:
        want, have = set(expected), set(got)
        self.right += len(want & have)
        self.wrong += len(have - want)
        self.missed += len(want - have)

    @property
    def f1(self) -> float:
        """Micro F1: 2 * true / (2 * true + false positives + false negatives)."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


def _labels(case: dict[str, Any], reading: Reading, what: str) -> tuple[set[Any], set[Any]]:
    if what == "intents":
        expected = {(i["kind"], i["side"]) for i in case["intents"]}
        return expected, {(i.kind.value, i.side.value) for i in reading.intents}
    return set(case[what]), {str(label) for label in getattr(reading, what)}


@pytest.mark.parametrize(
    ("what", "floor"), [("intents", 0.97), ("sectors", 0.93), ("countries", 0.98)]
)
def test_reads_the_labelled_texts_well_enough(what: str, floor: float) -> None:
    tally = _Tally()
    for case in CASES:
        tally.add(*_labels(case, read(case["text"]), what))
    assert tally.f1 >= floor


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_no_language_is_left_behind(language: str) -> None:
    tally = _Tally()
    for case in CASES:
        if case["lang"] == language:
            tally.add(*_labels(case, read(case["text"]), "intents"))
            tally.add(*_labels(case, read(case["text"]), "sectors"))
    assert tally.f1 >= 0.9


def test_tells_the_language_of_every_labelled_text() -> None:
    got = {case["id"]: read(case["text"]).lang.value for case in CASES}
    assert got == {case["id"]: case["lang"] for case in CASES}


def test_tells_the_role_of_nearly_every_labelled_text() -> None:
    roles = {case["id"]: read(case["text"]).role for case in CASES}
    right = sum(case["role"] == roles[case["id"]] for case in CASES)
    assert right >= 0.95 * len(CASES)


def test_a_third_of_the_texts_is_in_each_language() -> None:
    counts = {lang: sum(c["lang"] == lang for c in CASES) for lang in ("ar", "fr", "en")}
    assert min(counts.values()) * 3 >= len(CASES) - 3
    assert len(CASES) >= 60
