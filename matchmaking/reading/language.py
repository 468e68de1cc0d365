"""Which of the three languages a text is in: by script, then by stop words.

Owns that decision, and telling Arabic that is typed in Latin letters ("nheb nelqa"). Knows
nothing of what the text says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from matchmaking.intents import Language
from matchmaking.reading.lexicon import load_table, split_forms
from matchmaking.reading.normalise import Token

# 2 3 5 6 7 8 9 stand for Arabic letters inside a Latin word: "mowazzi3in", "7aja".
_DIGIT_LETTER = re.compile(r"[a-z]{1,}[35679]+[a-z]|^[35679][a-z]{2,}$|[a-z]{2,}[379]$")
_SAMPLE = 400
"""Words looked at: enough to decide, whatever the length of the text."""


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """The language of a text, and whether it is Arabic in Latin letters."""

    language: Language
    arabizi: bool = False


@cache
def _stopwords() -> dict[str, frozenset[str]]:
    return {key: frozenset(split_forms(v)) for key, v in load_table("cues")["stopwords"].items()}


def is_arabizi(word: str) -> bool:
    """Whether a Latin word carries digits the way Arabic chat spelling does."""
    return any(c.isdigit() for c in word) and _DIGIT_LETTER.search(word) is not None


def tongue_of(tokens: Sequence[Token], lang: Language | None) -> Tongue:
    """The language the words speak for; `lang` (or English) where they do not decide."""
    sample = [t for t in tokens[:_SAMPLE] if t.plain.isalpha() or any(c.isalpha() for c in t.plain)]
    arabic = sum(t.arabic for t in sample)
    latin = [t.plain for t in sample if not t.arabic]
    # Brand and product names are often Latin inside Arabic, hardly ever the other way round.
    if arabic and arabic * 3 >= len(latin):
        return Tongue(language=Language.AR)
    stop = _stopwords()
    english = sum(w in stop["en"] for w in latin)
    french = sum(w in stop["fr"] for w in latin)
    chat = sum((w in stop["arabizi"]) + 2 * is_arabizi(w) for w in latin)
    if chat >= 2 and chat > english and chat > french:
        return Tongue(language=Language.AR, arabizi=True)
    if english == french:
        return Tongue(language=lang or Language.EN)
    return Tongue(language=Language.EN if english > french else Language.FR)
