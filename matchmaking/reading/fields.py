"""Which sector a text speaks of by all of its words, named topics or not.

Owns that guess: naive Bayes over the notions of the concepts' articles (the multinomial model of
A. McCallum and K. Nigam, "A comparison of event models for naive Bayes text classification",
AAAI 1998), each sector being all articles of its concepts together. Knows nothing of topics found;
`weigh` joins the two.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from matchmaking.intents import Sector
from matchmaking.reading.hunches import Articles, articles
from matchmaking.reading.learnt import SECTORS
from matchmaking.reading.lexicon import Lexicon, lexicon

SMOOTHING = 0.1
"""Added to every count (Lidstone's rule)."""

MILD = 2.0
"""Divides the log-odds: the words of a text are not independent, as naive Bayes has it."""


class Fields:
    """The log-odds of every sector by notion. Make it through `fields`."""

    def __init__(self, book: Lexicon, written: Articles) -> None:
        place = {sector: at for at, sector in enumerate(SECTORS)}
        counts: dict[str, NDArray[np.float64]] = {}
        for concept in book.concepts():
            if concept.cross:
                continue
            for notion, weight in written.article(concept.id).items():
                if notion not in counts:
                    counts[notion] = np.full(len(SECTORS), SMOOTHING)
                counts[notion][place[concept.sector]] += weight
        total = np.sum(list(counts.values()), axis=0)
        self._odds = {
            notion: np.log(count / total) - np.log(count.sum() / total.sum())
            for notion, count in counts.items()
        }

    def shares(self, notions: Mapping[str, float]) -> dict[Sector, float]:
        """How likely each sector is (together 1), given a text's notions with their weights."""
        odds = np.zeros(len(SECTORS))
        for notion, sure in notions.items():
            if notion in self._odds:
                odds += sure * self._odds[notion]
        chances = np.exp((odds - odds.max()) / MILD)
        return dict(zip(SECTORS, (chances / chances.sum()).tolist(), strict=True))


@cache
def fields() -> Fields:
    """The sectors of the lexicon, made once."""
    return Fields(lexicon(), articles())
