"""Finds what kind of participant the writer is, where they speak of themselves.

Owns the index over the roles file. Which words speak of the writer, the caller says.
"""

from collections.abc import Sequence
from functools import cache

from matchmaking.intents import Language, Role
from matchmaking.reading.cues import particle_forms
from matchmaking.reading.lexicon import load_table, split_forms
from matchmaking.reading.normalise import Token, words_of
from matchmaking.reading.trie import Trie


class RoleBook:
    """The roles file, indexed. Make it through `role_book`."""

    def __init__(self) -> None:
        self._trie: Trie[Role] = Trie()
        for role, table in load_table("roles").items():
            for key, value in table.items():
                for form in split_forms(value):
                    for words in _inflected(words_of(form), key):
                        self._trie.add(words, Role(role))

    def find(self, tokens: Sequence[Token], start: int, stop: int) -> Role | None:
        """The first role named from word `start` before word `stop`, the longest name winning."""
        keys = [particle_forms(token) for token in tokens[start:stop]]
        for at in range(len(keys)):
            length, roles = self._trie.longest(keys, at, min(len(keys), at + 5))
            if length:
                return roles[0]
        return None


def _inflected(words: list[str], language: str) -> list[list[str]]:
    if language == Language.AR or not words:
        return [words]
    last = [[*words[:-1], words[-1] + "s"]]
    if language == Language.EN:
        return [words, *last]
    first = [words[0] + "s", *words[1:]]
    return [words, *last, first, [*first[:-1], first[-1] + "s"]]


@cache
def role_book() -> RoleBook:
    """The roles file, loaded once."""
    return RoleBook()
