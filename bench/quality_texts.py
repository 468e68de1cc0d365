"""How well texts are read: precision, recall and F1 of each kind of label.

Owns the counting. Micro-averaged: every label of every text counts once, so that a text with
three labels weighs three times one with a single label, and a text without any can only lose
precision.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.quality_data import LabelledText
from matchmaking.reading.reader import Reading, read

Labels = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Score:
    """Counts over some texts: labels that are right, that were found, that were expected."""

    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        """Share of the found labels that are right (1 where none was found)."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the expected labels that were found (1 where none was expected)."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.found + self.expected
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One kind of label: how the labelled text and the reading each state it."""

    name: str
    wanted: Callable[[LabelledText], Labels]
    got: Callable[[Reading], Labels]


MEASURES: tuple[Measure, ...] = (
    Measure(
        name="kind+side",
        wanted=lambda text: frozenset(f"{kind} {side}" for kind, side in text.intents),
        got=lambda reading: frozenset(f"{i.kind} {i.side}" for i in reading.intents),
    ),
    Measure(
        name="sectors",
        wanted=lambda text: frozenset(text.sectors),
        got=lambda reading: frozenset(reading.sectors),
    ),
    Measure(
        name="countries",
        wanted=lambda text: frozenset(text.countries),
        got=lambda reading: frozenset(reading.countries),
    ),
    Measure(
        name="role",
        wanted=lambda text: frozenset([text.role] if text.role else []),
        got=lambda reading: frozenset([reading.role] if reading.role else []),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A labelled text with what the reader made of it."""

    text: LabelledText
    reading: Reading

    def mistakes(self) -> dict[str, tuple[Labels, Labels]]:
        """By measure: the labels that were missed and those that are wrong."""
        found: dict[str, tuple[Labels, Labels]] = {}
        for measure in MEASURES:
            wanted, got = measure.wanted(self.text), measure.got(self.reading)
            if wanted != got:
                found[measure.name] = (wanted - got, got - wanted)
        return found


def answers(texts: Iterable[LabelledText]) -> tuple[Answer, ...]:
    """Every text read, as if it had come from a chat in its language."""
    return tuple(Answer(text=text, reading=read(text.text, lang=text.lang)) for text in texts)


def scores(read_texts: Sequence[Answer]) -> dict[str, Score]:
    """The score of each measure over these texts."""
    return {measure.name: _score(measure, read_texts) for measure in MEASURES}


def _score(measure: Measure, read_texts: Sequence[Answer]) -> Score:
    sets = [(measure.wanted(a.text), measure.got(a.reading)) for a in read_texts]
    return Score(
        right=sum(len(wanted & got) for wanted, got in sets),
        found=sum(len(got) for _, got in sets),
        expected=sum(len(wanted) for wanted, _ in sets),
    )
