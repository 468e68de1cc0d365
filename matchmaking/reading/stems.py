"""Brings a plain word to the keys under which the lexicon files it, per language.

Owns stemming. English and French go through Snowball (PyStemmer). Arabic does not: Snowball's
Arabic stemmer turns "الزيتون" (olives) into "زيت" (oil) while it leaves "زيتون" whole, and eats
the first letter of "برمجيات", so the same noun with and without its article would not meet.
A light stemmer in the manner of Larkey, Ballesteros and Connell (2002, "light10") takes its place:
article and joined particles first, then the regular endings, never below three letters.
"""

from functools import lru_cache

import Stemmer

from matchmaking.intents import Language

_SNOWBALL = {
    Language.EN: Stemmer.Stemmer("english"),
    Language.FR: Stemmer.Stemmer("french"),
}
# Nearly always article and particle, so both the lexicon and the text lose them.
_ARTICLES = ("وبال", "وال", "فال", "بال", "كال", "ولل", "هال", "عال", "لل", "ال")
# A first letter that may be a particle or part of the word: the text tries both.
_PARTICLES = ("و", "ف", "ب", "ل", "ك")
_ENDINGS = ("يات", "ات", "ون", "ين", "ان", "يه", "ها", "هم", "نا", "ه", "ي", "ا")
_KEPT = {"يات": 3, "ات": 3, "ون": 4, "ين": 4, "ان": 4, "يه": 3, "ها": 3, "هم": 3, "نا": 4,
         "ه": 3, "ي": 3, "ا": 3}  # fmt: skip


def arabic_article_off(word: str) -> str:
    """The word without article, and without a particle that is joined to an article."""
    for prefix in _ARTICLES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return word[len(prefix) :]
    return word


def _arabic_stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _KEPT[ending]:
            return word[: -len(ending)]
    return word


# Endings that make another word of it. Snowball drops them, so "generator" would meet
# "generation" and "ticketing" "tickets"; a name of one word must end alike.
_MAKING = {
    Language.EN: ("ing", "ion", "or", "er", "ment", "ism", "ist"),
    Language.FR: ("ion", "eur", "euse", "rice", "age", "ment", "ure", "er", "ant", "iste", "isme"),
    Language.AR: ("ي", "يه", "يات"),
}


def end_alike(one: str, other: str, language: Language) -> bool:
    """Whether two words of one stem differ in number or gender at most."""
    if one == other:
        return True
    return ending(one, language) == ending(other, language)


def ending(word: str, language: Language) -> str:
    """The word's making ending, or an empty string."""
    if language is Language.AR:
        return "ي" if word.endswith(_MAKING[language]) else ""
    bare = word.rstrip("sx")
    return next((ending for ending in _MAKING[language] if bare.endswith(ending)), "")


@lru_cache(maxsize=65536)
def stem(word: str, language: Language) -> str:
    """The one key of a word as it stands in lexicon data."""
    if language is Language.AR:
        return _arabic_stem(arabic_article_off(word))
    key: str = _SNOWBALL[language].stemWord(word)
    return key


@lru_cache(maxsize=65536)
def candidates(word: str, language: Language) -> tuple[str, ...]:
    """The keys a word of a text may stand for, likeliest first (Arabic joins particles to it)."""
    first = stem(word, language)
    if language is not Language.AR:
        return (first,)
    keys = [first]
    for form in without_particles(word)[1:]:
        key = stem(form, Language.AR)
        if key not in keys:
            keys.append(key)
    return tuple(keys)


@lru_cache(maxsize=65536)
def without_particles(word: str) -> tuple[str, ...]:
    """An Arabic word as it stands, then without the particles that may be joined in front."""
    forms = [word]
    bare = arabic_article_off(word)
    if bare != word:
        forms.append(bare)
        return tuple(forms)
    rest = word
    for _ in range(2):  # "ول…", "وب…": at most two particles are joined
        if rest[:1] not in _PARTICLES or len(rest) < 4:
            break
        rest = rest[1:]
        forms.append(rest)
    return tuple(forms)
