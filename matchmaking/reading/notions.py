"""What single words stand for, whatever the language: cheese, fromage and جبن are one notion.

Owns the dictionary of everyday words (`lexicon/notions/`) and the way from a text to its notions.
A word that the dictionary does not have stands for itself, in its language. Knows nothing of
concepts: they are `hunches`'.

A line of the dictionary is a notion: its key is the English word ("_" for a blank), `en` further
English words, `fr` and `ar` those of the other languages, parted by blanks.
"""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

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

_WEAK = str.maketrans("", "", "اويءئؤ")
_VERBAL = ("ن", "ي", "ت", "ا", "م", "س")


class Dictionary:
    """The notions by their words. Make it through `dictionary`."""

    def __init__(self, entries: Iterable[tuple[str, dict[str, str]]]) -> None:
        self._words: dict[Language, dict[str, tuple[str, ...]]] = {lang: {} for lang in Language}
        self._roots: dict[str, set[str]] = {}
        for notion, forms in entries:
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

    def sign(self, word: str) -> tuple[str, ...]:
        """The notions of an English word as the signs of a concept have it."""
        return self._words[Language.EN].get(
            _key(word, Language.EN), (f"en {_key(word, Language.EN)}",)
        )

    def find(self, keys: Iterable[str], language: Language) -> tuple[str, ...]:
        """The notions of a word, by the first of its keys that is known."""
        known = self._words[language]
        return next((known[key] for key in keys if key in known), ())

    def find_root(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The notions of an unknown Arabic word of a known root."""
        for key in keys:
            found = self._roots.get(_root(key), set())
            if 0 < len(found) <= _AMBIGUOUS:
                return tuple(sorted(found))
        return ()


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
def notions_of(text: str) -> tuple[str, ...]:
    """The notions of a text in order of first mention. A word of its own holds a blank, as in
    "fr lactoserum"."""
    tokens = tokenise(text[: 20 * MOST])[:MOST]
    tongue = tongue_of(tokens, None).language
    found: dict[str, None] = {}
    keys = [_keys(token, tongue) for token in tokens]
    for place, token in enumerate(tokens):
        language = Language.AR if token.arabic else tongue
        found.update(dict.fromkeys(_pair(keys, place, tokens, language)))
        found.update(dict.fromkeys(_single(token, keys[place], language)))
    return tuple(found)


def _pair(
    keys: list[tuple[str, ...]], place: int, tokens: list[Token], language: Language
) -> tuple[str, ...]:
    """The notions of a word together with the one behind it."""
    if place + 1 >= len(tokens) or tokens[place + 1].gap:
        return ()
    pairs = (f"{one}_{other}" for one in keys[place] for other in keys[place + 1])
    return dictionary().find(pairs, language)


def _single(token: Token, keys: tuple[str, ...], language: Language) -> Iterator[str]:
    book, known = cue_book(), dictionary()
    if book.has("stopwords", token.plain) or book.has("glue", token.plain):
        return
    found = known.find(keys, language)
    if not found and token.arabic:
        found = known.find(_unconjugated(keys), language) or known.find_root(keys)
    yield from found
    unknown = not found and token.plain.isalpha() and token.plain not in book.words
    if unknown and len(token.plain) >= LETTERS:
        yield f"{language} {keys[0]}"


def _keys(token: Token, tongue: Language) -> tuple[str, ...]:
    return candidates(token.plain, Language.AR if token.arabic else tongue)


def _unconjugated(keys: Iterable[str]) -> Iterator[str]:
    """An Arabic verb without the letter that says who does it."""
    for key in keys:
        if len(key) >= 4 and key[0] in _VERBAL:
            yield key[1:]
