"""Tells sums of money behind a cue: "we are after 200k", "recherchons 250 000 euros".

Owns the shape of a sum. A number alone is none: "need 300 pallets"; one with a scale only where
no thing counted follows: "150k for a small share" but not "40k pieces".
"""

import re
from collections.abc import Sequence

from matchmaking.reading.cues import CueBook, spellings
from matchmaking.reading.normalise import Token

_NUMBER = re.compile(r"\d+")
_SCALED = re.compile(r"\d+(k|m|keur|meur|mdt|md)")
_SCALES = frozenset({"k", "m", "million", "millions", "thousand", "mille", "الف", "مليون", "ملايين",
                     "مليوني", "ك"})  # fmt: skip
_LEAD = 3
"""Words at most between the cue and the sum."""


def names_sum(book: CueBook, tokens: Sequence[Token], at: int, stop: int) -> bool:
    """Whether the words from `at` (before `stop`) begin with a sum of money."""
    lead = 0
    while at < stop and lead < _LEAD and _any(book, "about", tokens[at]):
        at, lead = at + 1, lead + 1
    scaled = False
    first = at
    while at < stop and (tokens[at].plain in _SCALES or tokens[at].plain[:1].isdigit()):
        word = tokens[at].plain
        if not (_NUMBER.fullmatch(word) or _SCALED.fullmatch(word) or word in _SCALES):
            return False
        scaled = scaled or not _NUMBER.fullmatch(word)
        at += 1
    if at == first:
        return False
    if at < stop and _any(book, "about", tokens[at]) and at + 1 < stop:
        return _any(book, "money", tokens[at + 1]) or (
            scaled and tokens[at].plain not in ("d", "de", "of")
        )
    if at < stop and not tokens[at].gap:
        return _any(book, "money", tokens[at])
    return scaled


def _any(book: CueBook, name: str, token: Token) -> bool:
    return any(book.has(name, form) for form in spellings(token))
