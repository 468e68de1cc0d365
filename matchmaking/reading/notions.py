"""What single words stand for, whatever the language: cheese, fromage and جبن are one notion.

Owns the dictionary of everyday words (`lexicon/notions/`) and the way from a text to its notions.
A word that the dictionary does not have stands for itself, in its language. Knows nothing of
concepts: they are `hunches`'.

A line of the dictionary is a notion: its key is the English word ("_" for a blank), `en` further
English words, `fr` and `ar` those of the other languages, parted by blanks.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import sqrt

from matchmaking.intents import Language
from matchmaking.reading.cues import cue_book
from matchmaking.reading.language import tongue_of
from matchmaking.reading.lexicon import DATA
from matchmaking.reading.normalise import Token, plain, tokenise
from matchmaking.reading.stems import candidates, stem

LETTERS = 4
"""Of the shortest word that counts without being in the dictionary."""

MOST = 80
"""Words of a text that are looked at."""

_AMBIGUOUS = 2
"""Notions that an Arabic root may stand for at most; one of more says nothing."""

_FRENCH_VERBS = re.compile("(?:ons|ent|ees?)$")
"""Endings that Snowball leaves, without accents: "réparons", "réparée" are to meet "réparer"."""

_PAIR_REACH = 4
"""Words from the first of a pair, small ones included, among which the second stands."""

AKIN = 0.5
"""How far an English word that is a notion of its own means another that lists it."""

Meant = Mapping[str, float]
"""Notions with how surely each is meant (0 to 1)."""

_WEAK = str.maketrans("", "", "اويءئؤ")
_VERBAL = ("ن", "ي", "ت", "ا", "م", "س")


class Dictionary:
    """The notions by their words. Make it through `dictionary`."""

    def __init__(self, entries: Iterable[tuple[str, dict[str, str]]]) -> None:
        self._words: dict[Language, dict[str, tuple[str, ...]]] = {lang: {} for lang in Language}
        self._roots: dict[str, set[str]] = {}
        self._own: dict[str, str] = {}
        for notion, forms in entries:
            self._own.setdefault(_key(notion, Language.EN), notion)
            self._file(Language.EN, notion, notion)
            for language in Language:
                for form in forms.get(language.value, "").split():
                    self._file(language, notion, form)

    def _file(self, language: Language, notion: str, form: str) -> None:
        key = _key(form, language)
        filed = self._words[language]
        if notion not in filed.get(key, ()):
            filed[key] = (*filed.get(key, ()), notion)
        if language is Language.AR and "_" not in form and (root := _root(key)):
            self._roots.setdefault(root, set()).add(notion)

    def sign(self, word: str) -> Meant:
        """What an English word as the signs of a concept have it means."""
        key = _key(word, Language.EN)
        return self.find((key,), Language.EN) or {f"{Language.EN} {key}": 1.0}

    def find(self, keys: Iterable[str], language: Language) -> Meant:
        """What a word means, by the first of its keys that is known."""
        known = self._words[language]
        for key in keys:
            if key in known:
                own = self._own.get(key) if language is Language.EN else None
                return _shared(known[key], own)
        return {}

    def find_root(self, keys: Iterable[str]) -> Meant:
        """What an unknown Arabic word of a known root means."""
        for key in keys:
            found = self._roots.get(_root(key), set())
            if 0 < len(found) <= _AMBIGUOUS:
                return _shared(sorted(found), None)
        return {}


def _shared(notions: Sequence[str], own: str | None) -> Meant:
    """What a word of several notions means: all of them alike, unless one is its `own`."""
    if own is None:
        return dict.fromkeys(notions, 1 / sqrt(len(notions)))
    return {notion: 1.0 if notion == own else AKIN for notion in notions}


def _key(form: str, language: Language) -> str:
    return "_".join(stem(word, language) for word in plain(form).split("_"))


def _root(key: str) -> str:
    """The strong letters of an Arabic stem, or nothing when they are too few to tell."""
    bones = key.translate(_WEAK)
    if len(bones) > 3 and bones[0] in _VERBAL:
        bones = bones[1:]
    return bones if len(bones) >= 3 else ""


@cache
def dictionary() -> Dictionary:
    """The dictionary of the data files, loaded once."""
    entries: list[tuple[str, dict[str, str]]] = []
    for path in sorted((DATA / "notions").glob("*.toml")):
        with path.open("rb") as file:
            entries += tomllib.load(file).items()
    return Dictionary(entries)


@lru_cache(maxsize=8192)
def notions_of(text: str) -> Mapping[str, float]:
    """The notions of a text in order of first mention, with how surely each is meant (0 to 1). A
    word of its own holds a blank, as in "fr lactoserum"."""
    tokens = tokenise(text[: 20 * MOST])[:MOST]
    tongue = tongue_of(tokens, None).language
    found: dict[str, float] = {}
    languages = [Language.AR if token.arabic else tongue for token in tokens]
    keys = [_keys(t.plain, language) for t, language in zip(tokens, languages, strict=True)]
    for place, token in enumerate(tokens):
        language = languages[place]
        for meant in (_pair(keys, place, tokens, language), meaning(token.plain, language)):
            for notion, sure in meant.items():
                found[notion] = max(found.get(notion, 0.0), sure)
    return found


def _pair(
    keys: list[tuple[str, ...]], place: int, tokens: Sequence[Token], language: Language
) -> Meant:
    """What a word means together with the next that is no small word ("mot de passe")."""
    book = cue_book()
    for at in range(place + 1, min(place + _PAIR_REACH, len(tokens))):
        if tokens[at].gap:
            return {}
        if not book.has("glue", tokens[at].plain):
            pairs = (f"{one}_{other}" for one in keys[place] for other in keys[at])
            return dictionary().find(pairs, language)
    return {}


@lru_cache(maxsize=65536)
def meaning(word: str, language: Language) -> Meant:
    """What one plain word means by itself; small words mean nothing. A pair is joined by "_", and
    one that the dictionary does not know means what its words mean."""
    book, known = cue_book(), dictionary()
    if book.has("stopwords", word) or book.has("glue", word):
        return {}
    if "_" in word:
        key = _key(word, language)
        found = known.find((key,), language)
        parts = () if found else word.split("_")
        return found or {
            notion: sure for part in parts for notion, sure in meaning(part, language).items()
        }
    keys = _keys(word, language)
    found = known.find(keys, language)
    if not found and language is Language.AR:
        found = known.find(_unconjugated(keys), language) or known.find_root(keys)
    elif not found and len(word) >= LETTERS:
        # A French word in an English text, or a text too short to tell.
        other = Language.FR if language is Language.EN else Language.EN
        found = known.find(candidates(word, other), other)
    unknown = word.isalpha() and word not in book.words
    if not found and unknown and len(word) >= LETTERS:
        return {f"{language} {keys[0]}": 1.0}
    return found


def _keys(word: str, language: Language) -> tuple[str, ...]:
    keys = candidates(word, language)
    if language is Language.FR:
        base = _FRENCH_VERBS.sub("er", word)
        return keys if base == word else (*keys, stem(base, language))
    return keys


def _unconjugated(keys: Iterable[str]) -> Iterator[str]:
    """An Arabic verb without what says how many do it, and then without who does it and when."""
    for key in keys:
        one = key[:-2] if key[:1] in "يت" and key.endswith(("ون", "ين", "وا")) else key
        if one != key and len(one) >= 3:
            yield one
        bare = one.removeprefix("س")
        if len(bare) >= 4 and bare[0] in _VERBAL:
            yield bare[1:]
