"""Learns the weights of reading from lessons, tales and the lexicon (`python -m bench.teach`).

Owns the training: which texts teach what, and how strictly. Writes `learnt.npz` beside the
lexicon. Takes some minutes; run it after a change of the lessons or tales, or a large one of the
lexicon, and after `bench.kin`, whose opinion it weighs.
Lessons of the split "spare" and the held texts are never looked at here. How much each kind of
evidence for a sector counts is learnt from texts that the opinions on them had not met
(stacking: D. Wolpert, "Stacked generalization", Neural Networks 5, 1992).
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse import csr_array, hstack, vstack  # type: ignore[import-untyped]  # no types
from scipy.special import expit  # type: ignore[import-untyped]  # scipy ships no types

from bench.quality_data import FOLDER, LESSONS, LabelledText, lessons, text_of, texts
from bench.tales import files, tales
from matchmaking.reading.articles import checksum_of
from matchmaking.reading.hunches import articles
from matchmaking.reading.language import Tongue
from matchmaking.reading.learnt import FILE, LABELS, ROLES, SECTORS, packed
from matchmaking.reading.lexicon import Concept, lexicon
from matchmaking.reading.normalise import tokenise
from matchmaking.reading.notions import notions_of
from matchmaking.reading.reader import lay
from matchmaking.reading.traits import said_tokens, topic_traits
from matchmaking.reading.weigh import evidence

READER_TESTS = FOLDER.parent / "reading"

LESSON = 2.0
"""What the manner of a lesson counts beside that of a tale."""
TWICE = 2
"""A trait met less often is left out."""
LEXICON = 0.3
"""What a name of the lexicon counts beside a text."""
FURTHER = 0.5
"""What a further sector counts that a concept gives away."""
ARTICLE = 2.0
"""What a notion of an article counts beside one of a text."""
STRICT_TOPICS, STRICT_MANNER, STRICT_JOINT = 0.05, 0.3, 0.01
"""Strength of the penalty on large weights (L2)."""
ROUNDS_TOPICS, ROUNDS_MANNER = 60, 200
FOLDS = 3
NEARLY = 0.99
"""Share of the best F1 that is good enough where fewer sectors are claimed wrongly for it."""
_UNLABELLED = {"id": "", "sectors": [], "countries": [], "traits": [], "split": "taught"}
FAINT = 0.008
"""Traits whose weights are all below this share of the largest are left out."""

Values = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Examples: their traits as a matrix over `words`, what they should come to, and weights."""

    matrix: csr_array
    wanted: Values
    weight: Values

    def only(self, which: NDArray[np.bool_]) -> "Rows":
        return Rows(matrix=self.matrix[which], wanted=self.wanted[which], weight=self.weight[which])


def matrix_of(found: Sequence[Mapping[str, float]], words: Mapping[str, int], *, unit: bool) -> Any:
    """Traits as a sparse matrix, shape (texts, words); `unit`: rows of unit length."""
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, traits in enumerate(found):
        known = {words[t]: v for t, v in traits.items() if t in words}
        length = sum(v * v for v in known.values()) ** 0.5 if unit else 1.0
        rows += [row] * len(known)
        columns += known.keys()
        values += [v / length for v in known.values()]
    shape = (len(found), len(words))
    return csr_array((np.array(values, np.float32), (rows, columns)), shape=shape)


def vocabulary(found: Iterable[Mapping[str, float]]) -> dict[str, int]:
    """The traits that are met often enough, with their columns."""
    times = Counter(trait for traits in found for trait in traits)
    return {t: at for at, t in enumerate(sorted(t for t, n in times.items() if n >= TWICE))}


def fitted(rows: Rows, strict: float, rounds: int, *, start: Values | None = None) -> Values:
    """The weights of a logistic regression for each outcome, shape (traits + 1, outcomes), the
    last row the bias."""
    count, width = rows.matrix.shape
    outcomes = rows.wanted.shape[1]
    given = csr_array(hstack([rows.matrix, np.ones((count, 1), np.float32)]))
    turned = csr_array(given.T)
    wanted, weight = rows.wanted.astype(np.float32), rows.weight.astype(np.float32)[:, None]

    def loss(flat: Values) -> tuple[float, Values]:
        weights = flat.reshape(width + 1, outcomes).astype(np.float32)
        odds = given @ weights
        cost = (weight * (np.logaddexp(0, odds) - wanted * odds)).sum()
        chance = expit(odds)
        slope = turned @ (weight * (chance - wanted))
        slope[:-1] += strict * weights[:-1]
        cost += 0.5 * strict * float((weights[:-1] ** 2).sum())
        return float(cost), slope.ravel().astype(np.float64)

    first = np.zeros((width + 1) * outcomes) if start is None else start.ravel()
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    weights: Values = found.x.reshape(width + 1, outcomes)
    return weights


def said_topics(text: LabelledText) -> dict[str, float]:
    laid = lay(text.text, text.lang)
    return topic_traits(said_tokens(laid.tokens, laid.parts), laid.tongue, notions_of(text.text))


def named_sectors(concept: Concept) -> Values:
    row = np.zeros(len(SECTORS))
    row[SECTORS.index(concept.sector)] = 1.0
    for sector in concept.also:
        row[SECTORS.index(sector)] = FURTHER
    return row


def lexicon_lessons() -> tuple[list[dict[str, float]], list[Values]]:
    """The traits of every name of the lexicon and of every article, with their sectors."""
    found, wanted = [], []
    for concept in lexicon().concepts():
        if concept.cross:
            continue
        sectors = named_sectors(concept)
        for language, forms in concept.forms.items():
            for form in forms:
                traits = topic_traits(tokenise(form), Tongue(language=language), notions_of(form))
                found.append(traits)
                wanted.append(sectors)
        article = articles().article(concept.id)
        found.append({f"n:{notion}": ARTICLE * share for notion, share in article.items()})
        wanted.append(sectors)
    return found, wanted


def learn_topics(
    own: Sequence[LabelledText], told: Sequence[LabelledText]
) -> tuple[dict[str, int], Values, Values]:
    """The traits of topics, their weights, and the log-odds of each sector in each lesson by
    weights that had not met it."""
    taught = [*own, *told]
    names, sectors = lexicon_lessons()
    found = [said_topics(text) for text in taught]
    words = vocabulary([*names, *found])
    filed = Rows(
        matrix=matrix_of(names, words, unit=True),
        wanted=np.array(sectors),
        weight=np.full(len(names), LEXICON),
    )
    whole = Rows(
        matrix=matrix_of(found, words, unit=True),
        wanted=wanted_sectors(taught),
        weight=np.ones(len(taught)),
    )
    print(f"topics: {len(names)} names, {len(taught)} texts, {len(words)} traits", flush=True)
    start = fitted(filed, STRICT_TOPICS, ROUNDS_TOPICS)
    unmet = np.zeros_like(whole.wanted)
    fold = np.arange(len(taught)) % FOLDS
    for number in range(FOLDS):
        weights = fitted(
            _joined(filed, whole.only(fold != number)),
            STRICT_TOPICS, ROUNDS_TOPICS // 2, start=start,
        )  # fmt: skip
        unmet[fold == number] = whole.matrix[fold == number] @ weights[:-1] + weights[-1]
        print(f"  fold {number + 1} of {FOLDS}", flush=True)
    weights = fitted(_joined(filed, whole), STRICT_TOPICS, ROUNDS_TOPICS, start=start)
    return words, weights, unmet[: len(own)]


def _joined(one: Rows, other: Rows) -> Rows:
    return Rows(
        matrix=csr_array(vstack([one.matrix, other.matrix])),
        wanted=np.vstack([one.wanted, other.wanted]),
        weight=np.concatenate([one.weight, other.weight]),
    )


def wanted_sectors(taught: Sequence[LabelledText]) -> Values:
    return np.array([[float(s in text.sectors) for s in SECTORS] for text in taught])


def learn_joint(taught: Sequence[LabelledText], unmet: Values) -> Values:
    """What each kind of evidence counts; the bias is set high, where F1 is nearly best. Lessons
    alone: what tales hint at was learnt from the same tales."""
    grids = []
    for text, odds in zip(taught, unmet, strict=True):
        laid = lay(text.text, text.lang)
        said = [t for p in laid.parts if not p.clause.negated for t in p.topics]
        grids.append(evidence(laid.tokens, said, notions_of(text.text), odds))
    found = np.array(grids)
    flat = found.reshape(-1, found.shape[2])
    middle, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-6
    rows = Rows(
        matrix=csr_array(((flat - middle) / spread).astype(np.float32)),
        wanted=wanted_sectors(taught).reshape(-1, 1),
        weight=np.ones(len(flat)),
    )
    weights = fitted(rows, STRICT_JOINT, ROUNDS_MANNER)[:, 0]
    joint = np.append(weights[:-1] / spread, weights[-1] - (weights[:-1] * middle / spread).sum())
    odds_of_all = flat @ joint[:-1] + joint[-1]
    wanted = rows.wanted[:, 0] > 0
    reached = {least: _f1(odds_of_all > least, wanted) for least in np.arange(-2.0, 1.5, 0.05)}
    highest = max(reached.values())
    least = max(at for at, f1 in reached.items() if f1 >= NEARLY * highest)
    print(
        f"sectors: F1 {reached[least]:.3f} ({highest:.3f}) on texts not met, from odds {least:.2f}"
    )
    joint[-1] -= least
    return joint


def _f1(found: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    return float(2 * (found & wanted).sum() / max(1, found.sum() + wanted.sum()))


def learn_manner(
    taught: Sequence[LabelledText], told: Sequence[LabelledText]
) -> tuple[dict[str, int], Values]:
    """The traits of manner and their weights: for intents by all texts, for there being none and
    for roles by `taught` alone. Every tale has an intent, and often a role that only its writer
    knows."""
    every = [*taught, *told]
    found = [lay(text.text, text.lang).manner() for text in every]
    words = vocabulary(found)
    matrix = matrix_of(found, words, unit=False)
    counts = np.concatenate([np.full(len(taught), LESSON), np.ones(len(told))])
    print(f"manner: {len(every)} texts, {len(words)} traits", flush=True)

    def fit(texts: Sequence[LabelledText], wanted: Callable[[LabelledText], list[bool]]) -> Values:
        rows = Rows(
            matrix=matrix[: len(texts)],
            wanted=np.array([wanted(text) for text in texts], np.float64),
            weight=counts[: len(texts)],
        )
        return fitted(rows, STRICT_MANNER, ROUNDS_MANNER)

    intents = fit(every, lambda text: [label in text.intents for label in LABELS])
    others = fit(taught, lambda text: [not text.intents, *(text.role is role for role in ROLES)])
    return words, np.hstack([intents, others])


def simple(*, sectors: bool) -> list[LabelledText]:
    """The texts of the reader's own tests; not all of them have labels for their sectors."""
    found = []
    for path in sorted(READER_TESTS.glob("labelled*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if "sectors" in row or not sectors:
                found.append(text_of({**_UNLABELLED, **row}))
    return found


def thinned(words: Mapping[str, int], weights: Values) -> tuple[list[str], Values]:
    """The traits that make a difference, with their weights and the bias."""
    size = np.abs(weights[:-1]).max(axis=1)
    kept = [t for t, row in words.items() if size[row] >= FAINT * size.max()]
    return kept, weights[[*(words[t] for t in kept), len(words)]]


def checksum() -> int:
    """That of the files of lessons and tales."""
    return checksum_of((LESSONS, *files()))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.teach", description=__doc__)
    parser.add_argument("--manner", action="store_true", help="learn intents and roles alone anew")
    options = parser.parse_args()
    taught = [t for t in (*lessons(), *texts()) if t.split in ("taught", "tune")]
    told = [tale.text for tale in tales()]
    if options.manner:
        with np.load(FILE, allow_pickle=False) as before:
            arrays = {name: before[name] for name in before if name != "lessons"}
    else:
        known = [*taught, *simple(sectors=True)]
        topic_words, topic_weights, unmet = learn_topics(known, told)
        arrays = {
            **packed(*thinned(topic_words, topic_weights), "topics"),
            "joint": learn_joint(known, unmet).astype(np.float32),
        }
    manner_words, manner_weights = learn_manner([*taught, *simple(sectors=False)], told)
    arrays |= packed(*thinned(manner_words, manner_weights), "manner")
    np.savez_compressed(FILE, **arrays, lessons=np.uint32(checksum()))
    print(f"{FILE.name}: {FILE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
