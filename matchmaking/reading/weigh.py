"""Tells which sectors a text is about from the topics it names.

Owns that weighing. A name is worth as much as it is telling: several words more than one, and of
one word as much as it keeps to its sector throughout the lexicon ("broderie" to textiles, while
"battery", "label" or "robot" are named in many). What something is made or done with ("without a
drop of water") is worth half, and so is a further sector that a concept gives away. What all the
words of the text together make likely (`fields`) counts beside the names, and alone where there
are none. A sector far below the best supported one gives way to it. Knows nothing of intents.
"""

from collections.abc import Mapping, Sequence

from matchmaking.intents import Language, Sector
from matchmaking.reading.cues import cue_book
from matchmaking.reading.fields import fields
from matchmaking.reading.lexicon import lexicon
from matchmaking.reading.normalise import Token
from matchmaking.reading.stems import candidates
from matchmaking.reading.topics import Topic

_SEVERAL_WORDS, _TELLING = 1.0, 0.5
"""Worth of a name of several words, and what its most telling word adds at most."""
_UNFILED = 0.3
"""Worth of a word that the lexicon spells otherwise: a slip or chat spelling."""
_MEANS = 0.5
_FURTHER = 0.45
_SHARE_OF_BEST, _ENOUGH = 0.5, 0.55
"""A sector stays from this share of the best one's worth, or from this worth."""
_LIKELY = 0.5
"""Worth of being certain by all the words together."""
_LEAST_OF_BEST = 0.3
"""Where no sector is worth this, the text speaks of none."""
_MEANS_REACH = 2
"""Words before a name among which "with" makes it a means."""


def sectors_spoken_of(
    tokens: Sequence[Token], topics: Sequence[Topic], notions: Mapping[str, float]
) -> tuple[Sector, ...]:
    """The sectors that these topics of a text and its notions support well enough, those of
    topics first, in order of mention."""
    worth: dict[Sector, float] = {}
    seen: set[str] = set()
    for topic in topics:
        concept = topic.concept
        if concept.cross or concept.id in seen:
            continue
        seen.add(concept.id)
        own = _worth(tokens, topic)
        worth[concept.sector] = worth.get(concept.sector, 0.0) + own
        for sector in concept.also:
            worth[sector] = worth.get(sector, 0.0) + _FURTHER * own
    for sector, share in fields().shares(notions).items():
        worth[sector] = worth.get(sector, 0.0) + _LIKELY * share
    best = max(worth.values())
    if best < _LEAST_OF_BEST:
        return ()
    least = max(min(_SHARE_OF_BEST * best, _ENOUGH), _LEAST_OF_BEST * _SHARE_OF_BEST)
    return tuple(sector for sector, found in worth.items() if found >= least)


def _worth(tokens: Sequence[Token], topic: Topic) -> float:
    telling = [
        _telling(tokens[at].plain, topic.concept.sector) for at in range(topic.start, topic.stop)
    ]
    if len(telling) == 1:
        worth = telling[0] or _UNFILED
    else:
        worth = _SEVERAL_WORDS + _TELLING * max(telling)
    first = max(0, topic.start - _MEANS_REACH)
    book = cue_book()
    if any(book.has("means", tokens[at].plain) for at in range(first, topic.start)):
        worth *= _MEANS
    return worth


def _telling(word: str, sector: Sector) -> float:
    """The share of the lexicon's concepts with this word that stand under the sector."""
    best = 0.0
    for language in Language:
        for key in candidates(word, language):
            spread = lexicon().spread(key)
            if sector in spread:
                best = max(best, spread[sector] / sum(spread.values()))
    return best
