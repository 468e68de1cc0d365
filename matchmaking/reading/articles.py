"""What is told of every concept, as notions with their weights: its article.

Owns how an article is composed, of the concept's forms in three languages, its signs
(`lexicon/signs/`) and what people say of it without naming it (`lexicon/sayings/`: their trouble,
"|", what brings relief), and the file that holds all articles ready (`lexicon/articles.npz`, made
by `python -m bench.articles`): composing them takes seconds, at every start. A file that is older
than the words is not used. Knows nothing of texts.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from matchmaking.intents import ConceptId, Language
from matchmaking.reading.lexicon import DATA, Concept, Lexicon, lexicon
from matchmaking.reading.normalise import plain
from matchmaking.reading.notions import Meant, dictionary, meaning

FILE = DATA / "articles.npz"

SIGN, SAYING, NAME = 1.0, 0.5, 0.7
"""What a sign, a word of a saying, and a word of a concept's names weigh."""

Said = Mapping[Language, str]
"""What people say of a concept, by language."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Written:
    """All articles, in the order of the lexicon, as a sparse matrix by rows: the article of
    concept `n` is what stands from `starts[n]` to `starts[n + 1]`."""

    notions: tuple[str, ...]
    starts: NDArray[np.int32]
    columns: NDArray[np.int32]
    """Which notion each entry is of."""
    weights: NDArray[np.float32]


def compose(book: Lexicon) -> Written:
    """The articles of a lexicon, from its words."""
    place: dict[str, int] = {}
    columns: list[int] = []
    weights: list[float] = []
    starts = [0]
    for concept in book.concepts():
        for notion, weight in _article(book, concept).items():
            columns.append(place.setdefault(notion, len(place)))
            weights.append(weight)
        starts.append(len(columns))
    return Written(
        notions=tuple(place),
        starts=np.array(starts, np.int32),
        columns=np.array(columns, np.int32),
        weights=np.array(weights, np.float32),
    )


def _article(book: Lexicon, concept: Concept) -> dict[str, float]:
    """The notions of a concept with their weights."""
    known = dictionary()
    article: dict[str, float] = {}
    for language, forms in concept.forms.items():
        for key in book.keys_in(forms, language):
            _most(article, NAME, known.find((key,), language) or {f"{language} {key}": 1.0})
    for word in _signs().get(concept.id, ()):
        _most(article, SIGN, known.sign(word))
    for language, words in _sayings().get(concept.id, {}).items():
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


def _lines(folder: str) -> Iterator[tuple[ConceptId, Any]]:
    """What each line of a folder's files says, by its concept."""
    for path in sorted((DATA / folder).glob("*.toml")):
        with path.open("rb") as file:
            for name, value in tomllib.load(file).items():
                yield ConceptId(f"{path.stem}.{name}"), value


def checksum_of(files: Iterable[Path]) -> int:
    """One number for what some files hold, in their order."""
    found = 0
    for file in files:
        found = crc32(file.read_bytes(), found)
    return found


def checksum() -> int:
    """That of all the words that articles are composed of."""
    return checksum_of(sorted(DATA.rglob("*.toml")))


def save(articles: Written, path: Path = FILE) -> None:
    """Writes articles to a file, with the checksum of the words of now."""
    np.savez_compressed(
        path,
        words=np.uint32(checksum()),
        notions=np.frombuffer("\n".join(articles.notions).encode(), np.uint8),
        starts=articles.starts,
        columns=articles.columns,
        weights=articles.weights,
    )


def load(path: Path = FILE) -> Written | None:
    """The articles of a file; None when it is missing or older than the words. Raises KeyError or
    ValueError for a file of something else."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as arrays:
        if int(arrays["words"]) != checksum():
            return None
        return Written(
            notions=tuple(arrays["notions"].tobytes().decode().split("\n")),
            starts=arrays["starts"],
            columns=arrays["columns"],
            weights=arrays["weights"],
        )


def written() -> Written:
    """The articles of the lexicon that comes with the program."""
    return load() or compose(lexicon())
