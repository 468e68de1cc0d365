"""Cuts a text into words and brings each to one plain spelling, remembering where it stood.

Owns spelling: case, accents, Arabic letter variants, diacritics, tatweel, digits, invisible
direction marks. Knows nothing of meaning. Offsets always point into the text as it was written,
so whatever is quoted back to people is exactly what they wrote.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

# Marks and invisible characters may stand inside a word without ending it: Arabic vowel signs,
# combining accents, tatweel, joiners and direction controls.
_INSIDE = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad"
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f"
# "R&D" is one word, or its letters would be taken for an elided article.
_WORD = re.compile(
    rf"[A-Za-z]&[A-Za-z](?!\w)|[^\W_][^\W_{_INSIDE}{_INVISIBLE}]*"
    rf"(?:[{_INSIDE}{_INVISIBLE}]+[^\W_]*)*"
)

_PLAIN_WORD = re.compile(r"[a-z]&[a-z](?!\w)|[^\W_]+")

_LETTERS = str.maketrans(
    {
        "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ھ": "ه", "ہ": "ه", "ک": "ك", "ٱ": "ا",
        "ڤ": "ف", "پ": "ب", "گ": "ك", "ڨ": "ق", "چ": "ج", "ژ": "ج",
        "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i", "đ": "d",
        **dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True)),
    }
)  # fmt: skip
_DROPPED = re.compile(f"[{_INSIDE}{_INVISIBLE}]")
_LONGEST_WORD = 60
"""Letters; what is longer is no word, and is cut before the costlier steps see it."""

_SENTENCE_END = re.compile(r"[!?؟;؛…\n\r\u2028\u2029•●▪]|\.(?:\s|$)|\.{2,}")
_PAUSE = re.compile(r"[,،:()\[\]{}«»\"“”|–—→]|\s[-*/]\s|\s-|^-")


class Gap(IntEnum):
    """How strongly what stands before a word parts it from the word before."""

    NONE = 0
    PAUSE = 1
    END = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """One word: its `plain` spelling, as written (`raw`), its place in the text, and what parts
    it from the word before.
    """

    plain: str
    raw: str
    start: int
    end: int
    arabic: bool
    capital: bool
    gap: Gap
    asks: bool
    """A question mark stands between this word and the next."""


def plain(word: str) -> str:
    """One word (or several, spaces kept) in the spelling under which words are compared."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKD", word.casefold())
    return _DROPPED.sub("", folded).translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """The plain words of a text, in order, without their places: for lexicon data."""
    return words_of_plain(plain(text))


def words_of_plain(text: str) -> list[str]:
    """The words of a text that is in plain spelling already."""
    return _PLAIN_WORD.findall(text)


@lru_cache(maxsize=4)
def tokenise(text: str) -> tuple[Token, ...]:
    """All words of `text`, in order. Linear in its length; never raises. Kept for a moment, since
    several look at the words of one text."""
    found = [m.span() for m in _WORD.finditer(text)]
    tokens = []
    before = 0
    for index, (start, end) in enumerate(found):
        word = text[start : min(end, start + _LONGEST_WORD)]
        after = found[index + 1][0] if index + 1 < len(found) else len(text)
        # The words around a gap decide about "3.5" and "1,5": digits keep together.
        between = text[before:start]
        tokens.append(
            Token(
                plain=plain(word),
                raw=word,
                start=start,
                end=end,
                arabic="\u0600" <= word[0] <= "\u06ff" or "\ufb50" <= word[0] <= "\ufefc",
                capital=word[0].isupper(),
                gap=_gap(between, digits=_between_digits(text, before, start)),
                asks=_has_question(text, end, after),
            )
        )
        before = end
    return tuple(tokens)


def _between_digits(text: str, before: int, start: int) -> bool:
    return start - before == 1 and before > 0 and text[before - 1].isdigit() and (
        text[start].isdigit()
    )  # fmt: skip


def _gap(between: str, *, digits: bool) -> Gap:
    if between in (" ", "", "'", "’", "-") or digits:
        return Gap.NONE
    if _SENTENCE_END.search(between):
        return Gap.END
    return Gap.PAUSE if _PAUSE.search(between) else Gap.NONE


def _has_question(text: str, end: int, after: int) -> bool:
    return text.find("?", end, after) >= 0 or text.find("؟", end, after) >= 0
