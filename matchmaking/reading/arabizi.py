"""Brings Arabic words and their Latin chat spelling to one consonant skeleton.

Owns that transliteration key: "mowazzi3in" and "موزعين" both give "mz3n". Vowels and doubled
letters fall away, letters that chat spelling does not tell apart fall together. Knows nothing of
concepts.
"""

import re
from functools import lru_cache

_ARABIC = str.maketrans(
    {
        **dict.fromkeys("اوييءئؤ", ""), **dict.fromkeys("تطث", "t"), **dict.fromkeys("سص", "s"),
        **dict.fromkeys("دضذ", "d"), **dict.fromkeys("زظ", "z"), **dict.fromkeys("حهخ", "h"),
        **dict.fromkeys("قك", "k"), "ع": "3", "غ": "g", "ج": "j", "ش": "x", "ف": "f", "ب": "b",
        "ل": "l", "ر": "r", "م": "m", "ن": "n",
    }
)  # fmt: skip
_PAIRS = (("tch", "x"), ("ch", "x"), ("sh", "x"), ("kh", "h"), ("gh", "g"), ("dj", "j"),
          ("th", "t"), ("dh", "d"), ("ph", "f"))  # fmt: skip
_LATIN = str.maketrans(
    {
        **dict.fromkeys("aeiouyw2'", ""), "c": "k", "q": "k", "9": "k", "8": "k", "p": "b",
        "v": "f", "5": "h", "7": "h", "6": "t", "x": "ks",
    }
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=16384)
def skeleton(word: str) -> str:
    """The consonants of a plain word of either script."""
    if "\u0600" <= word[:1] <= "\u06ff":
        if word.endswith("ه"):
            word = word[:-1]
        return _DOUBLED.sub(r"\1", word.translate(_ARABIC))
    for pair, letter in _PAIRS:
        word = word.replace(pair, {"x": "\u0001"}.get(letter, letter))
    return _DOUBLED.sub(r"\1", word.translate(_LATIN).replace("\u0001", "x"))


def skeletons(word: str) -> tuple[str, ...]:
    """The skeletons that a Latin chat word may stand for, without article and plural ending."""
    forms = [word]
    forms += [word[len(p) :] for p in ("el", "al", "l") if word.startswith(p) and len(word) > 5]
    keys: list[str] = []
    for form in forms:
        keys.append(skeleton(form))
        if form.endswith(("in", "een", "iin", "at")):
            keys.append(skeleton(form)[:-1])
    return tuple(dict.fromkeys(keys))
