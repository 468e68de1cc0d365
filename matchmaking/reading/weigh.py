"""Tells which sectors a text is about, from the topics it names and from all of its words.

Owns that weighing. A name is worth as much as it is telling: several words more than one, and of
one word as much as it keeps to its sector throughout the lexicon ("broderie" to textiles, while
"battery", "label" or "robot" are named in many). What something is made or done with ("without a
drop of water") is worth half. Beside the names stand three opinions on all words together: naive
Bayes over notions (`fields`), the topics that they hint at (`hunches`), and what was learnt from
labelled texts (`learnt`), which knows that "for hotels" or "our bakery" seldom names the field of
what is sought. How much each kind of evidence counts was learnt too. Knows nothing of intents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaking.intents import Language, Sector
from matchmaking.reading.cues import cue_book
from matchmaking.reading.fields import fields
from matchmaking.reading.hunches import articles
from matchmaking.reading.learnt import SECTORS, Learnt, learnt
from matchmaking.reading.lexicon import Concept, lexicon
from matchmaking.reading.normalise import Token
from matchmaking.reading.stems import candidates
from matchmaking.reading.topics import Topic

_SEVERAL_WORDS, _TELLING = 1.0, 0.5
"""Worth of a name of several words, and what its most telling word adds at most."""
_UNFILED = 0.3
"""Worth of a word that the lexicon spells otherwise: a slip or chat spelling."""
_MEANS = 0.5
_LEAST_BEST = 0.3
"""The best supported sector counts as worth this at least."""
_MOST_NAMED, _MOST_FURTHER = 2.0, 1.5
"""Names beyond this worth tell no more."""
_FAINT, _SLIGHT = 1e-3, 1e-2
"""Keep logarithms of shares finite."""
_UNLIKELY, _CERTAIN = -8.0, 4.0
"""Log-odds beyond these tell no more."""
_NAMED = 5
"""The column of evidence that holds what the names of a sector are worth."""
_DOUBTFUL = -1.0
"""Log-odds from which a sector is possible, and the best one named is reported where none is
likely. Of the topics named in spare and held texts 0.85 are then of the sectors labelled (0.72
without), and of those that are, 0.03 get lost."""
_MEANS_REACH = 2
"""Words before a name among which "with" makes it a means."""

_PLACE = {sector: at for at, sector in enumerate(SECTORS)}

Grid = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoken:
    """What fields a text is about."""

    sectors: tuple[Sector, ...]
    """Those that are supported well enough, best first."""
    possible: frozenset[Sector]
    """Those and all that cannot be ruled out: a name of another field is a word that only looks
    like it ("nous livrons" is no book) or a thing mentioned by the way."""

    def means(self, concept: Concept) -> bool:
        """Whether a concept that a word of the text names can be what the text is about."""
        return concept.cross or not self.possible.isdisjoint((concept.sector, *concept.also))


def spoken_of(
    tokens: Sequence[Token],
    topics: Sequence[Topic],
    notions: Mapping[str, float],
    traits: Mapping[str, float],
) -> Spoken:
    """The sectors that these topics of a text, its notions and its traits support."""
    known = learnt()
    found = evidence(tokens, topics, notions, known.sectors(traits))
    odds = support(found, known)
    best = [at for at in np.argsort(-odds, kind="stable").tolist() if odds[at] > _DOUBTFUL]
    likely = [at for at in best if odds[at] > 0]
    named = [at for at in best if found[at, _NAMED]]
    return Spoken(
        sectors=tuple(SECTORS[at] for at in likely or named[:1]),
        possible=frozenset(SECTORS[at] for at in best),
    )


def support(found: Grid, known: Learnt) -> Grid:
    """The log-odds that each sector is spoken of, above those from which it is reported."""
    odds: Grid = found @ known.joint[:-1] + known.joint[-1]
    return odds


def evidence(
    tokens: Sequence[Token],
    topics: Sequence[Topic],
    notions: Mapping[str, float],
    odds: Sequence[float] | NDArray[np.float32],
) -> Grid:
    """What speaks for each sector, shape (sectors, kinds of evidence). `odds`: the log-odds of
    each sector by what was learnt."""
    named, further = _named(tokens, topics)
    shares = fields().shares(notions)
    spread = np.array([shares[sector] for sector in SECTORS])
    learnt_odds = np.clip(np.asarray(odds, np.float64), _UNLIKELY, _CERTAIN)
    likely = 1 / (1 + np.exp(-learnt_odds))
    best = max(float(named.max()), _LEAST_BEST)
    like, hinted, aside = articles().sectors(notions)
    nearest = max(float(like.max()), _FAINT)
    columns = (
        learnt_odds,
        likely,
        learnt_odds - learnt_odds.max(),
        learnt_odds >= learnt_odds.max(),
        likely * (named > 0),
        np.minimum(named, _MOST_NAMED),
        named / best,
        named >= best,
        named > 0,
        np.minimum(further, _MOST_FURTHER),
        np.log(spread + _FAINT),
        spread,
        np.count_nonzero(named),
        like,
        like / nearest,
        like >= nearest,
        hinted,
        np.log(hinted + _SLIGHT),
        aside,
        np.log(aside + _SLIGHT),
    )
    # Cheaper than stacking, which turns every column into an array of its own first.
    found = np.empty((len(SECTORS), len(columns)))
    for at, column in enumerate(columns):
        found[:, at] = column
    return found


def _named(tokens: Sequence[Token], topics: Sequence[Topic]) -> tuple[Grid, Grid]:
    """What the topics named are worth for their own sector, and for those they give away."""
    named, further = np.zeros(len(SECTORS)), np.zeros(len(SECTORS))
    seen: set[str] = set()
    for topic in topics:
        concept = topic.concept
        if concept.cross or concept.id in seen:
            continue
        seen.add(concept.id)
        own = _worth(tokens, topic)
        named[_PLACE[concept.sector]] += own
        for sector in concept.also:
            further[_PLACE[sector]] += own
    return named, further


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
