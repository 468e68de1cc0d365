"""The concepts that people talk about: their labels, words, sectors and links.

Owns the lexicon's data files (one a sector, in `lexicon/`) and the index over their words. Knows
nothing of intents or sentences. A file's table is a concept: `en`, `fr` and `ar` hold its words
parted by "|", the label first. Optional: `broader` and `serves` (concepts), `also` (further
sectors), `kind` (the intent kind it gives away), `cross` (says nothing about anybody's sector),
`shared` (words that this concept knowingly shares with one of another sector).
"""

import gc
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matchmaking.intents import ConceptId, Kind, Language, Sector
from matchmaking.reading.normalise import plain, words_of, words_of_plain
from matchmaking.reading.stems import stem
from matchmaking.reading.trie import Trie

DATA = Path(__file__).with_suffix("")
_SECTORS = frozenset(sector.value for sector in Sector)
SECTOR_TABLE = "sector"
"""The table of each file that holds the words of the sector itself."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Concept:
    """One thing people seek or offer. `forms` are its words per language, the label first."""

    id: ConceptId
    sector: Sector
    forms: dict[Language, tuple[str, ...]]
    broader: tuple[ConceptId, ...]
    serves: tuple[ConceptId, ...]
    also: tuple[Sector, ...]
    kind: Kind | None
    cross: bool
    shared: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Entry:
    """A form as the index files it: its concept, and its plain words to prefer exact ones."""

    concept: Concept
    words: tuple[str, ...]


class Lexicon:
    """All concepts, by id and by their words. Immutable once made."""

    def __init__(self, concepts: Iterable[Concept], glue: frozenset[str]) -> None:
        self._concepts = {c.id: c for c in concepts}
        self._glue = glue
        self.tries: dict[Language, Trie[Entry]] = {lang: Trie() for lang in Language}
        self._keys: dict[Language, dict[str, str]] = {lang: {} for lang in Language}
        self._spread: dict[str, dict[Sector, int]] = {}
        for concept in self._concepts.values():
            used: set[str] = set()
            for language, forms in concept.forms.items():
                # One pass over all forms of a language is several times faster than one each.
                for form in plain("|".join(forms)).split("|"):
                    used.update(self._file(concept, language, form))
            for key in used:
                sectors = self._spread.setdefault(key, {})
                sectors[concept.sector] = sectors.get(concept.sector, 0) + 1
        self.vocabulary: dict[Language, set[str]] = {
            lang: set(known) for lang, known in self._keys.items()
        }
        self.stems: dict[Language, set[str]] = {
            lang: set(known.values()) for lang, known in self._keys.items()
        }

    def _file(self, concept: Concept, language: Language, form: str) -> list[str]:
        """File a form that is already in plain spelling; its keys."""
        words = self._without_glue(words_of_plain(form))
        known = self._keys[language]
        for word in words:
            if word not in known:
                known[word] = key_of(word, language)
        keys = [known[word] for word in words]
        self.tries[language].add(keys, Entry(concept=concept, words=words))
        return keys

    def spread(self, key: str) -> Mapping[Sector, int]:
        """How many concepts of each sector use the word of this key in their forms."""
        return self._spread.get(key, {})

    def keys_in(self, forms: Iterable[str], language: Language) -> dict[str, None]:
        """The index keys of all words of some forms of the lexicon, in order."""
        known = self._keys[language]
        return dict.fromkeys(known[word] for word in words_of("|".join(forms)) if word in known)

    def content_words(self, form: str) -> tuple[str, ...]:
        """The plain words of a form without articles and the like (all, when it has no others)."""
        return self._without_glue(words_of(form))

    def _without_glue(self, words: list[str]) -> tuple[str, ...]:
        return tuple([w for w in words if w not in self._glue]) or tuple(words)

    def __len__(self) -> int:
        return len(self._concepts)

    def concepts(self) -> tuple[Concept, ...]:
        """Every concept, sector by sector, in file order."""
        return tuple(self._concepts.values())

    def concept(self, concept: ConceptId) -> Concept | None:
        """The concept of this id, or None: stored profiles may outlive a concept."""
        return self._concepts.get(concept)

    def label(self, concept: ConceptId, language: Language) -> str:
        """A short name for chips, in the reader's language; a concept since removed keeps its
        slug as words.
        """
        found = self._concepts.get(concept)
        if found is None:
            return concept.rpartition(".")[2].replace("_", " ")
        return found.forms[language][0]

    def sector_of(self, concept: ConceptId) -> Sector:
        """The sector under which the concept stands. Raises ValueError for a malformed id."""
        return Sector(concept.partition(".")[0])

    def sectors_of(self, concept: ConceptId) -> tuple[Sector, ...]:
        """The sectors that naming the concept gives away: none for a cross-cutting one."""
        found = self._concepts.get(concept)
        if found is None or found.cross:
            return ()
        return (found.sector, *found.also)

    def broader(self, concept: ConceptId) -> tuple[ConceptId, ...]:
        """What the concept is a kind of, one step up."""
        found = self._concepts.get(concept)
        return found.broader if found else ()

    def serves(self, concept: ConceptId) -> tuple[ConceptId, ...]:
        """The concepts that this one helps to achieve."""
        found = self._concepts.get(concept)
        return found.serves if found else ()

    def search(self, words: str, language: Language, *, limit: int = 8) -> tuple[ConceptId, ...]:
        """Concepts for what somebody types to add a topic: whole forms first, then beginnings,
        then forms that contain every word; at most `limit`.
        """
        asked = self.content_words(words)
        if not asked:
            return ()
        ranked: list[tuple[int, int, int, ConceptId]] = []
        for order, concept in enumerate(self._concepts.values()):
            ranks = [r for f in self._searched(concept, language) if (r := _rank(asked, f)) < 9]
            if ranks:
                best = min(ranks)
                ranked.append((best, len(concept.forms[language][0]), order, concept.id))
        return tuple(found for *_, found in sorted(ranked)[:limit])

    def _searched(self, concept: Concept, language: Language) -> Iterable[tuple[str, ...]]:
        others = [other for other in Language if other is not language]
        for lang in (language, *others):
            for form in concept.forms[lang]:
                yield self.content_words(form)


def _rank(asked: Sequence[str], form: Sequence[str]) -> int:
    """0 the same words, 1 the form begins so, 2 every word asked begins some word of it, 9 no."""
    if tuple(asked) == tuple(form):
        return 0
    joined, wanted = " ".join(form), " ".join(asked)
    if joined.startswith(wanted):
        return 1
    if all(any(word.startswith(part) for word in form) for part in asked):
        return 2
    return 9


def key_of(word: str, language: Language) -> str:
    """The index key of a plain word of a form: Latin words inside Arabic forms stay whole."""
    if language is Language.AR and not "\u0600" <= word[:1] <= "\u06ff":
        return word
    return stem(word, language)


def split_forms(value: str) -> tuple[str, ...]:
    """The forms of a data file's string: parted by "|", blanks trimmed, empty ones dropped."""
    return tuple(form for part in value.split("|") if (form := " ".join(part.split())))


def load_table(name: str) -> dict[str, dict[str, str]]:
    """One data file of words: table name to its strings."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def lexicon() -> Lexicon:
    """The lexicon of the data files, loaded once."""
    # Everything made here is kept: looking through it for garbage over and over while it grows
    # takes longer than making it.
    collecting = gc.isenabled()
    gc.disable()
    try:
        concepts = [
            _concept(sector, name, table)
            for sector in Sector
            for name, table in load_table(sector.value).items()
        ]
        glue = load_table("cues")["glue"]
        return Lexicon(concepts, frozenset(w for v in glue.values() for w in split_forms(v)))
    finally:
        if collecting:
            gc.enable()


def concept_id(sector: str, table: str) -> ConceptId:
    """The id of a table of a sector's file: the sector itself has one of its own."""
    return ConceptId(sector if table == SECTOR_TABLE else f"{sector}.{table}")


def _concept(sector: Sector, name: str, table: dict[str, str]) -> Concept:
    return Concept(
        id=concept_id(sector.value, name),
        sector=sector,
        forms={language: split_forms(table[language.value]) for language in Language},
        broader=_links(sector, table.get("broader", "")),
        serves=_links(sector, table.get("serves", "")),
        also=tuple(Sector(code) for code in split_forms(table.get("also", ""))),
        kind=Kind(table["kind"]) if "kind" in table else None,
        cross=bool(table.get("cross", False)),
        shared=split_forms(table.get("shared", "")),
    )


def _links(sector: Sector, value: str) -> tuple[ConceptId, ...]:
    """Linked ids; a bare name means a concept of the same file, or else a sector."""
    return tuple(
        ConceptId(link if "." in link or link in _SECTORS else f"{sector.value}.{link}")
        for link in split_forms(value)
    )


def form_conflicts(book: Lexicon) -> dict[tuple[Language, tuple[str, ...]], tuple[Concept, ...]]:
    """Words filed under concepts of different sectors without being marked `shared` in all of
    them: what the checker refuses.
    """
    filed: dict[tuple[Language, tuple[str, ...]], dict[ConceptId, Concept]] = defaultdict(dict)
    for concept in book.concepts():
        marked = {book.content_words(form) for form in concept.shared}
        for language, forms in concept.forms.items():
            for form in forms:
                words = book.content_words(form)
                if words not in marked:
                    filed[language, words][concept.id] = concept
    return {
        key: tuple(found.values())
        for key, found in filed.items()
        if len({c.sector for c in found.values()}) > 1
    }
