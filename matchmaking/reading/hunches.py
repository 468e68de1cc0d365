"""What a text is probably about when it does not name it: "the yellow liquid that is left of our
cheese" is whey.

Owns the guess. It is explicit semantic analysis (E. Gabrilovich and S. Markovitch, "Computing
semantic relatedness using Wikipedia-based explicit semantic analysis", IJCAI 2007) with the
lexicon in the place of Wikipedia: a concept's article is its forms in three languages, its signs
(`lexicon/signs/`) and what people say of it without naming it (`lexicon/sayings/`: their trouble,
"|", what brings relief), a text is weighed against all of them by tf-idf cosine, and by where its
words point to (`kin`), so that a word which an article lacks still tells something. Words meet
across languages as `notions`. Guesses serve matching alone: nobody is shown one as understood.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from math import log1p, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaking.intents import ConceptId, Language
from matchmaking.reading.kin import kin
from matchmaking.reading.lexicon import DATA, Concept, Lexicon, lexicon
from matchmaking.reading.normalise import plain
from matchmaking.reading.notions import Meant, dictionary, meaning, notions_of

MOST = 15
"""Concepts that a text is taken to hint at."""

LEAST = 0.05
"""Cosine below which a likeness is chance."""

NEAR_BEST = 0.2
"""Share of the best likeness below which a concept is not hinted at."""

SIGN, SAYING, NAME = 1.0, 0.5, 0.7
"""What a sign, a word of a saying, and a word of a concept's names weigh."""

KIN, POINTS = 0.5, 0.4
"""What the second opinion, where words point to, counts beside the cosine, and what brings its
cosines, which are higher, to the size of those of articles."""

FEWEST = 2
"""Notions that a text and a concept share at least: one alone is chance."""

Values = NDArray[np.float32]
Said = Mapping[Language, str]
"""What people say of a concept, by language."""


class Articles:
    """Every concept's article, indexed by notion. Make it through `articles`."""

    def __init__(
        self,
        book: Lexicon,
        signs: Mapping[ConceptId, Iterable[str]],
        sayings: Mapping[ConceptId, Said],
    ) -> None:
        concepts = book.concepts()
        self._ids = [concept.id for concept in concepts]
        self._general = np.array([concept.cross for concept in concepts], np.bool_)
        written = [
            _article(book, concept, signs.get(concept.id, ()), sayings.get(concept.id, {}))
            for concept in concepts
        ]
        self._written: dict[ConceptId, Mapping[str, float]] = {}
        spread = Counter(notion for article in written for notion in article)
        rarest = log1p(len(concepts))
        self._rarity = {n: log1p(len(concepts) / t) / rarest for n, t in spread.items()}
        lists: dict[str, tuple[list[int], list[float]]] = {n: ([], []) for n in spread}
        for row, article in enumerate(written):
            weighed = {n: weight * self._rarity[n] for n, weight in article.items()}
            length = sqrt(sum(w * w for w in weighed.values())) or 1.0
            self._written[self._ids[row]] = {n: weight / length for n, weight in weighed.items()}
            for notion, weight in self._written[self._ids[row]].items():
                lists[notion][0].append(row)
                lists[notion][1].append(weight)
        self._lists = {
            n: (np.array(rows, np.int32), np.array(values, np.float32))
            for n, (rows, values) in lists.items()
        }

    @cached_property
    def _points(self) -> Values:
        """Where every article points to. Reading alone never asks."""
        return kin().directions(self._written[concept] for concept in self._ids)

    def article(self, concept: ConceptId) -> Mapping[str, float]:
        """The notions of a concept, weighed and of unit length. Raises KeyError for none."""
        return self._written[concept]

    def rarity(self, notion: str) -> float:
        """How telling a notion is (inverse document frequency over the articles), in (0, 1]."""
        return self._rarity.get(notion, 1.0)

    def likeness(self, notions: Mapping[str, float]) -> Values:
        """How like a text every concept is (0 to 1), shape (concepts,); 0 for one of fewer than
        `FEWEST` known notions."""
        if len(notions.keys() & self._lists.keys()) < FEWEST:
            return np.zeros(len(self._ids), np.float32)
        weighed = {notion: sure * self.rarity(notion) for notion, sure in notions.items()}
        points = np.maximum(self._points @ kin().direction(weighed), 0)
        total: Values = (1 - KIN) * self._shared(weighed) + np.float32(KIN * POINTS) * points
        return total

    def _shared(self, weighed: Mapping[str, float]) -> Values:
        """The cosine of a text with every article, shape (concepts,); 0 where they share fewer
        than `FEWEST` notions."""
        total = np.zeros(len(self._ids), np.float32)
        shared = np.zeros(len(self._ids), np.int32)
        for notion, weight in weighed.items():
            if notion in self._lists:
                rows, values = self._lists[notion]
                total[rows] += np.float32(weight) * values
                shared[rows] += 1
        total[shared < FEWEST] = 0.0
        return total / np.float32(sqrt(sum(w * w for w in weighed.values())) or 1.0)

    def best(self, notions: Mapping[str, float]) -> tuple[tuple[ConceptId, float], ...]:
        """The concepts most like a text with their likeness (0 to 1), best first."""
        like = self.likeness(notions)
        # Nobody hints at distributors or a consortium: who means them names them.
        like[self._general] = 0.0
        rows = np.argsort(-like, kind="stable")[:MOST]
        least = max(LEAST, NEAR_BEST * float(like[rows[0]]))
        return tuple((self._ids[row], float(like[row])) for row in rows if like[row] >= least)


def _article(book: Lexicon, concept: Concept, signs: Iterable[str], said: Said) -> dict[str, float]:
    """The notions of a concept with their weights."""
    known = dictionary()
    article: dict[str, float] = {}
    for language, forms in concept.forms.items():
        for key in book.keys_in(forms, language):
            _most(article, NAME, known.find((key,), language) or {f"{language} {key}": 1.0})
    for word in signs:
        _most(article, SIGN, known.sign(word))
    for language, words in said.items():
        for word in plain(words).replace("|", " ").split():
            _most(article, SAYING, meaning(word, language))
    return article


def _most(article: dict[str, float], weight: float, meant: Meant) -> None:
    for notion, sure in meant.items():
        article[notion] = max(article.get(notion, 0.0), weight * sure)


def told_of(concept: Concept) -> Iterator[Meant]:
    """What is said of a concept in each way there is, as notions: its names by language, its
    signs, the trouble and the relief of its sayings by language."""
    book, known = lexicon(), dictionary()
    for language, forms in concept.forms.items():
        keys = book.keys_in(forms, language)
        meant = (known.find((key,), language) or {f"{language} {key}": 1.0} for key in keys)
        yield from _bag(meant)
    yield from _bag(known.sign(word) for word in _signs().get(concept.id, ()))
    for language, said in _sayings().get(concept.id, {}).items():
        for part in said.split("|"):
            yield from _bag(meaning(word, language) for word in plain(part).split())


def _bag(found: Iterable[Meant]) -> Iterator[Meant]:
    """What is meant by any of these, unless it is nothing."""
    bag: dict[str, float] = {}
    for meant in found:
        _most(bag, 1.0, meant)
    if bag:
        yield bag


@cache
def _signs() -> Mapping[ConceptId, Sequence[str]]:
    return {name: words.split() for name, words in _lines("signs")}


@cache
def _sayings() -> Mapping[ConceptId, Said]:
    return {
        name: {Language(code): text for code, text in said.items()}
        for name, said in _lines("sayings")
    }


@cache
def articles() -> Articles:
    """The articles of the lexicon, made once."""
    return Articles(lexicon(), _signs(), _sayings())


def _lines(folder: str) -> Iterator[tuple[ConceptId, Any]]:
    """What each line of a folder's files says, by its concept."""
    for path in sorted((DATA / folder).glob("*.toml")):
        with path.open("rb") as file:
            for name, value in tomllib.load(file).items():
                yield ConceptId(f"{path.stem}.{name}"), value


@lru_cache(maxsize=8192)
def hunches(text: str) -> tuple[tuple[ConceptId, float], ...]:
    """The concepts that a text hints at, with how much (0 to 1), best first."""
    return articles().best(notions_of(text))
