"""What a text is probably about when it does not name it: "the yellow liquid that is left of our
cheese" is whey.

Owns the guess. It is explicit semantic analysis (E. Gabrilovich and S. Markovitch, "Computing
semantic relatedness using Wikipedia-based explicit semantic analysis", IJCAI 2007) with the
lexicon in the place of Wikipedia: a text is weighed against the articles of all concepts
(`articles`) by tf-idf cosine, and by where its words point to (`kin`), so that a word which an
article lacks still tells something. Words meet across languages as `notions`. Guesses serve
matching, and are one opinion on the sector; nobody is shown a topic that was only guessed.
"""

from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from matchmaking.intents import ConceptId
from matchmaking.reading.articles import Written, written
from matchmaking.reading.kin import kin
from matchmaking.reading.learnt import SECTORS
from matchmaking.reading.lexicon import Lexicon, lexicon
from matchmaking.reading.notions import notions_of

MOST = 15
"""Concepts that a text is taken to hint at."""

LEAST = 0.05
"""Cosine below which a likeness is chance."""

NEAR_BEST = 0.2
"""Share of the best likeness below which a concept is not hinted at."""

KIN, POINTS = 0.5, 0.4
"""What the second opinion, where words point to, counts beside the cosine, and what brings its
cosines, which are higher, to the size of those of articles."""

FEWEST = 2
"""Notions that a text and a concept share at least: one alone is chance."""

BLOCK = 40
"""Concepts compared at once: for more, BLAS wakes threads, and waits for them on a busy machine."""

Values = NDArray[np.float32]


class Articles:
    """Every concept's article, weighed, by concept and by notion. Make it through `articles`."""

    def __init__(self, book: Lexicon, told: Written) -> None:
        concepts = book.concepts()
        self._ids = [concept.id for concept in concepts]
        self._general = np.array([concept.cross for concept in concepts], np.bool_)
        place = {sector: at for at, sector in enumerate(SECTORS)}
        self._field = np.array([place[c.sector] for c in concepts])
        self._further = [tuple(place[sector] for sector in c.also) for c in concepts]
        self._row = {concept: row for row, concept in enumerate(self._ids)}
        self._notions = told.notions
        self._column = {notion: column for column, notion in enumerate(told.notions)}
        count = len(concepts)
        spread = np.bincount(told.columns, minlength=len(told.notions))
        self._rarity = np.log1p(count / np.maximum(spread, 1)) / np.log1p(count)
        rows = np.repeat(np.arange(count), np.diff(told.starts))
        weighed = told.weights * self._rarity[told.columns]
        lengths = np.sqrt(np.bincount(rows, weighed * weighed, count))
        lengths[lengths == 0] = 1.0
        self._starts, self._columns = told.starts, told.columns
        self._weights = (weighed / lengths[rows]).astype(np.float32)
        by_notion = np.argsort(told.columns, kind="stable")
        self._of = [0, *np.cumsum(spread).tolist()]
        self._concepts, self._worth = rows[by_notion], self._weights[by_notion]

    @cached_property
    def _points(self) -> Values:
        """Where every concept points to, by what people tell of it, else by its article: shape
        (blocks, `BLOCK`, size of a vector), the last block filled up with zeros."""
        known = [kin().concept(concept) for concept in self._ids]
        told = np.array(
            [
                kin().direction(self.article(concept)) if found is None else found
                for concept, found in zip(self._ids, known, strict=True)
            ],
            np.float32,
        )
        missing = -len(told) % BLOCK
        filled = np.pad(told, ((0, missing), (0, 0)))
        return filled.reshape(-1, BLOCK, told.shape[1])

    def article(self, concept: ConceptId) -> Mapping[str, float]:
        """The notions of a concept, weighed and of unit length. Raises KeyError for none."""
        row = self._row[concept]
        entries = slice(self._starts[row], self._starts[row + 1])
        columns, weights = self._columns[entries].tolist(), self._weights[entries].tolist()
        return {self._notions[at]: weight for at, weight in zip(columns, weights, strict=True)}

    def rarity(self, notion: str) -> float:
        """How telling a notion is (inverse document frequency over the articles), in (0, 1]."""
        column = self._column.get(notion)
        return 1.0 if column is None else float(self._rarity[column])

    def likeness(self, notions: Mapping[str, float]) -> Values:
        """How like a text every concept is (0 to 1), shape (concepts,); 0 for one of fewer than
        `FEWEST` known notions."""
        if len(notions.keys() & self._column.keys()) < FEWEST:
            return np.zeros(len(self._ids), np.float32)
        weighed = {notion: sure * self.rarity(notion) for notion, sure in notions.items()}
        cosines = (self._points @ kin().direction(weighed)).ravel()[: len(self._ids)]
        points = np.maximum(cosines, 0)
        total: Values = (1 - KIN) * self._shared(weighed) + np.float32(KIN * POINTS) * points
        return total

    def _shared(self, weighed: Mapping[str, float]) -> Values:
        """The cosine of a text with every article, shape (concepts,); 0 where they share fewer
        than `FEWEST` notions."""
        spans = [
            (slice(self._of[column], self._of[column + 1]), weight)
            for column, weight in ((self._column.get(n), weight) for n, weight in weighed.items())
            if column is not None
        ]
        if not spans:
            return np.zeros(len(self._ids), np.float32)
        rows = np.concatenate([self._concepts[span] for span, _ in spans])
        worth = np.concatenate([self._worth[span] * np.float32(weight) for span, weight in spans])
        total = np.bincount(rows, worth, len(self._ids)).astype(np.float32)
        total[np.bincount(rows, minlength=len(self._ids)) < FEWEST] = 0.0
        return total / np.float32(sqrt(sum(w * w for w in weighed.values())) or 1.0)

    def sectors(self, notions: Mapping[str, float]) -> tuple[Values, Values, Values]:
        """How far a text hints at each sector, each of shape (sectors,): the likeness of the
        likeliest of its concepts (0 to 1), its share among the likeliest concepts of all, and how
        far these give it away beside their own (0 to 1)."""
        like = self._hinted(notions)
        best, share = (np.zeros(len(SECTORS), np.float32) for _ in range(2))
        further = np.zeros(len(SECTORS), np.float32)
        np.maximum.at(best, self._field, like)
        rows = np.argpartition(-like, MOST)[:MOST]
        squares = np.square(like[rows])
        total = float(squares.sum()) or 1.0
        for row, square in zip(rows.tolist(), (squares / total).tolist(), strict=True):
            share[self._field[row]] += square
            for at in self._further[row]:
                further[at] += square
        return best, share, further

    def _hinted(self, notions: Mapping[str, float]) -> Values:
        """The likeness of every concept that one may hint at: nobody hints at distributors or a
        consortium, for who means them names them."""
        like = self.likeness(notions)
        like[self._general] = 0.0
        return like

    def best(self, notions: Mapping[str, float]) -> tuple[tuple[ConceptId, float], ...]:
        """The concepts most like a text with their likeness (0 to 1), best first."""
        like = self._hinted(notions)
        rows = np.argsort(-like, kind="stable")[:MOST]
        least = max(LEAST, NEAR_BEST * float(like[rows[0]]))
        return tuple((self._ids[row], float(like[row])) for row in rows if like[row] >= least)


@cache
def articles() -> Articles:
    """The articles of the lexicon, made once."""
    return Articles(lexicon(), written())


@lru_cache(maxsize=8192)
def hunches(text: str) -> tuple[tuple[ConceptId, float], ...]:
    """The concepts that a text hints at, with how much (0 to 1), best first."""
    return articles().best(notions_of(text))
