"""Finds the lexicon's word that an unknown word was meant to be.

Owns how much a word may be misspelt: one slip in five to seven letters, two in more, never the
first letter. Knows nothing of what words mean.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matchmaking.intents import Language
from matchmaking.reading.arabizi import skeleton
from matchmaking.reading.cues import cue_book
from matchmaking.reading.lexicon import lexicon
from matchmaking.reading.places import gazetteer
from matchmaking.reading.stems import arabic_article_off, candidates, ending, stem

SHORTEST = 5
"""Letters: shorter words have too many neighbours."""
_TWO_SLIPS_FROM = 8


@cache
def _buckets() -> dict[tuple[Language, str], list[str]]:
    buckets: dict[tuple[Language, str], list[str]] = defaultdict(list)
    for language, words in lexicon().vocabulary.items():
        for word in sorted(words):
            bare = arabic_article_off(word) if language is Language.AR else word
            if len(bare) >= SHORTEST:
                buckets[language, bare[0]].append(bare)
    return dict(buckets)


@lru_cache(maxsize=32768)
def is_known(word: str, language: Language) -> bool:
    """Whether the lexicon or the cue file holds the word in some form."""
    book = lexicon()
    if word in book.vocabulary[language] or word in cue_book().words or word in gazetteer().words:
        return True
    keys = [key for key in candidates(word, language) if key in book.stems[language]]
    if language is Language.AR or not keys:
        return bool(keys)
    # "Distributers" has the stem of "distributors" and is no word of the lexicon all the same.
    return any(ending(word, language) in _endings()[language, key] for key in keys)


@cache
def _endings() -> dict[tuple[Language, str], set[str]]:
    """The endings with which the lexicon's words of a stem occur."""
    found: dict[tuple[Language, str], set[str]] = defaultdict(set)
    for language in (Language.EN, Language.FR):
        for word in lexicon().vocabulary[language]:
            found[language, stem(word, language)].add(ending(word, language))
    return found


@lru_cache(maxsize=32768)
def corrected(word: str, language: Language) -> str | None:
    """The nearest word of the lexicon, or None where none is near enough."""
    bare = arabic_article_off(word) if language is Language.AR else word
    if len(bare) < SHORTEST or not bare.isalpha():
        return None
    slips = 2 if len(bare) >= _TWO_SLIPS_FROM else 1
    bucket = _buckets().get((language, bare[0]), [])
    if language is Language.AR:
        return _arabic_slip(bare, bucket)
    near = process.extract(bare, bucket, scorer=OSA.distance, score_cutoff=slips, limit=4)
    return _likely_slip(bare, [(found, int(distance)) for found, distance, _ in near])


def _likely_slip(word: str, near: Sequence[tuple[str, int]]) -> str | None:
    """People slip in vowels and doubled letters, or drop, add and swap a letter; another
    consonant ("guess", "guest") mostly makes another word, unless the word is long.
    """
    for found, _ in near:
        if skeleton(found) == skeleton(word):
            return found
    for found, distance in near:
        swapped = sorted(found) == sorted(word)
        if distance == 1 and (swapped or len(found) != len(word) or len(word) >= _TWO_SLIPS_FROM):
            return found
    return None


def _arabic_slip(word: str, bucket: list[str]) -> str | None:
    """Arabic words stand so close that only the usual slips count: letters that sound or look
    alike, a long vowel or a doubled letter too few or too many, two letters swapped.
    """
    near = process.extract(word, bucket, scorer=OSA.distance, score_cutoff=1, limit=4)
    for found, *_ in near:
        if skeleton(found) == skeleton(word) or sorted(found) == sorted(word):
            return found
    return None
