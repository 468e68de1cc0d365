"""What tables call things, in three languages: columns, sheets, and the words inside cells.

Owns `words.toml` and the plain spelling under which words are compared. All languages are
recognised always; templates are written in one.
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale

from matchmaking.intents import CountryCode, Language
from matchmaking.reading.normalise import tokenise
from matchmaking.reading.places import gazetteer

_FILE = Path(__file__).with_name("words.toml")
_ARABIC = str.maketrans("أإآٱىةؤئ", "اااايهوي", "ـ")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def plain(text: str) -> str:
    """A word or name as it is compared: without case, accents, vowel signs, spaces and signs."""
    folded = unicodedata.normalize("NFKD", text.translate(_ARABIC).casefold())
    return "".join(char for char in folded if char.isalnum())


def western(text: str) -> str:
    """The text with 0 to 9 for the digits of Arabic and Persian."""
    return text.translate(_DIGITS)


@cache
def _tables() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _index(of: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, languages in _tables()[of].items():
        for word in (code, *(word for words in languages.values() for word in words)):
            found.setdefault(plain(word), code)
    return found


def codes(of: str) -> tuple[str, ...]:
    """The codes of a vocabulary (`attendees`, `sheets`, `event`, `role`, …), in its order."""
    return tuple(_tables()[of])


def code_of(of: str, word: str) -> str | None:
    """The code that a word of any language stands for; None for none."""
    return _index(of).get(plain(word))


def word_for(of: str, code: str, language: Language) -> str:
    """The word of a language for a code, as templates write it."""
    return _tables()[of][code][language.value][0]


@cache
def _countries() -> Mapping[str, CountryCode]:
    """Codes and names of countries (CLDR), in all three languages."""
    found: dict[str, CountryCode] = {}
    for language in Language:
        for code, name in Locale(language.value).territories.items():
            if len(code) == 2 and code.isalpha() and code[0] != "X":
                found[plain(code)] = CountryCode(code)
                found.setdefault(plain(name.partition("(")[0]), CountryCode(code))
    return found


def country_of(text: str) -> CountryCode | None:
    """The country that a cell names, by code or in three languages; None for none or several."""
    known = _countries().get(plain(text))
    if known is not None:
        return known
    found = {place.code for place in gazetteer().find(tokenise(text))}
    return found.pop() if len(found) == 1 else None
