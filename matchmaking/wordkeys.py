"""The words of a clause as keys, so that texts without any known topic still meet weakly.

Owns which words count and how they are spelt: stems within a language; for words that may be
names or loans, a consonant skeleton that Arabic and Latin spelling share (بلوك تشين, blockchain).
Knows nothing of topics.
"""

from collections.abc import Iterator
from functools import lru_cache

from matchmaking.intents import Language
from matchmaking.reading.arabizi import skeleton
from matchmaking.reading.cues import cue_book
from matchmaking.reading.language import tongue_of
from matchmaking.reading.normalise import Token, tokenise
from matchmaking.reading.stems import stem

LETTERS = 4
"""Of the shortest word that counts."""

CONSONANTS = 5
"""Of the shortest skeleton that counts: shorter ones meet by chance."""

MOST = 40
"""Words of a clause that are looked at."""


@lru_cache(maxsize=16384)
def word_keys(words: str) -> tuple[str, ...]:
    """The keys of a clause, in order of first mention; each holds a blank, as no concept does."""
    tokens = tokenise(words[: 20 * MOST])
    language = tongue_of(tokens, None).language
    return tuple(dict.fromkeys(key for t in tokens[:MOST] for key in _keys(t, language)))


def _keys(token: Token, language: Language) -> Iterator[str]:
    word, book = token.plain, cue_book()
    if len(word) < LETTERS or not word.isalpha() or word in book.words:
        return
    tongue = Language.AR if token.arabic else language
    yield f"{tongue} {stem(word, tongue)}"
    bones = skeleton(stem(word, Language.AR) if token.arabic else word)
    if len(bones) >= CONSONANTS:
        yield f"x {bones}"
