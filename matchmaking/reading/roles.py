"""Finds what kind of participant the writer is, where they speak of themselves.

Owns the index over the roles file, and the roles that several words make together ("large
fertiliser producer"). Which words speak of the writer, the caller says.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matchmaking.intents import Language, Role
from matchmaking.reading.arabizi import skeleton, skeletons
from matchmaking.reading.cues import cue_book, particle_forms
from matchmaking.reading.lexicon import lexicon, load_table, split_forms
from matchmaking.reading.normalise import Token, words_of
from matchmaking.reading.trie import Trie

_SHAPES = {"large": Role.INDUSTRY, "small": Role.SME}
"""The tables of sizes, and what a firm of that size is."""
_BESIDE = 3
"""Words at most between a size and the firm that has it."""
_LONGEST = 5
_SHORTEST_SLIP = 7
_SHORTEST_SKELETON = 4
_SOUND = "~"


class RoleBook:
    """The roles file, indexed. Make it through `role_book`."""

    def __init__(self) -> None:
        self._trie: Trie[Role] = Trie()
        self._words: set[str] = set()
        self._lists: dict[str, frozenset[str]] = {}
        for name, table in load_table("roles").items():
            if name in _SHAPES or name in ("firm", "founder"):
                forms = [" ".join(words_of(f)) for v in table.values() for f in split_forms(v)]
                self._lists[name] = frozenset(forms)
                continue
            for key, value in table.items():
                for form in split_forms(value):
                    for words in _inflected(words_of(form), key):
                        self._file(words, Role(name))

    def _file(self, words: list[str], role: Role) -> None:
        self._trie.add(words, role)
        self._words.update(words)
        sounds = [skeleton(word) for word in words if "\u0600" <= word[0] <= "\u06ff"]
        if len(sounds) == len(words) and len("".join(sounds)) >= _SHORTEST_SKELETON:
            self._trie.add([_SOUND + sound for sound in sounds], role)

    def find(
        self, tokens: Sequence[Token], start: int, stop: int, end: int, *, arabizi: bool = False
    ) -> Role | None:
        """The first role whose name begins from word `start` before word `stop` (and ends before
        `end`), the longest name winning.
        """
        keys = [self._keys(token, arabizi=arabizi) for token in tokens[start:end]]
        for at in range(stop - start):
            length, roles = self._trie.longest(keys, at, min(len(keys), at + _LONGEST))
            if length and not _of_another(tokens, start, start + at):
                return roles[0]
        return self._sized(keys[: stop - start])

    def founds(self, tokens: Sequence[Token], start: int, stop: int) -> bool:
        """Whether somebody is said to have founded what they speak of."""
        return any(
            form in self._lists["founder"]
            for token in tokens[start:stop]
            for form in particle_forms(token)
        )

    def _keys(self, token: Token, *, arabizi: bool) -> tuple[str, ...]:
        forms = particle_forms(token)
        if token.arabic or token.plain in self._words:
            return forms
        if arabizi:
            return (*forms, *(_SOUND + sound for sound in skeletons(token.plain)))
        meant = _meant(token.plain) if len(token.plain) >= _SHORTEST_SLIP else None
        return (*forms, meant) if meant else forms

    def nearest(self, word: str) -> str | None:
        """The word of a role that an unknown word was meant to be."""
        if any(word in lexicon().vocabulary[language] for language in Language):
            return None
        known = [w for w in self._words if len(w) >= _SHORTEST_SLIP and w[0] == word[0]]
        for found, *_ in process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=3):
            if len(found) != len(word) or sorted(found) == sorted(word):
                return found
        return None

    def _sized(self, keys: Sequence[tuple[str, ...]]) -> Role | None:
        """What a "large … producer" or a "small … workshop" is."""
        for name, role in _SHAPES.items():
            sizes = [i for i, k in enumerate(keys) if self._lists[name].intersection(k)]
            firms = [i for i, k in enumerate(keys) if self._lists["firm"].intersection(k)]
            if any(0 < abs(f - s) <= _BESIDE for s in sizes[:_LONGEST] for f in firms[:_LONGEST]):
                return role
        return None


def _of_another(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether a role in the middle of a clause is somebody else's: "… and the town fines us"."""
    book = cue_book()
    if at - 2 < start or tokens[at - 1].gap or not book.has("article", tokens[at - 1].plain):
        return False
    return book.has("and", tokens[at - 2].plain)


def _inflected(words: list[str], language: str) -> list[list[str]]:
    if language == Language.AR or not words:
        return [words]
    last = [[*words[:-1], words[-1] + "s"]]
    if language == Language.EN:
        return [words, *last]
    first = [words[0] + "s", *words[1:]]
    return [words, *last, first, [*first[:-1], first[-1] + "s"]]


@lru_cache(maxsize=32768)
def _meant(word: str) -> str | None:
    return role_book().nearest(word)


@cache
def role_book() -> RoleBook:
    """The roles file, loaded once."""
    return RoleBook()
