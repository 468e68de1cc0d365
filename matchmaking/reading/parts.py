"""Lays what was found in a text over its clauses: topics, countries, words nobody knows.

Owns that overlay and nothing of what it means.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from matchmaking.intents import CountryCode, Kind
from matchmaking.reading.clauses import Clause
from matchmaking.reading.cues import cue_book
from matchmaking.reading.lexicon import Concept
from matchmaking.reading.normalise import Token
from matchmaking.reading.places import Place
from matchmaking.reading.topics import Topic

_WORD = 3
"""Letters of the shortest word that counts as content."""


@dataclass(kw_only=True, slots=True)
class Part:
    """A clause with what was found in it, in order of mention."""

    clause: Clause
    concepts: list[Concept] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    markets: list[CountryCode] = field(default_factory=list)
    unknown: int = 0
    """Content words that the lexicon does not know."""

    @property
    def bare(self) -> bool:
        """Whether it says nothing but one name of the lexicon, as an item of a list does."""
        return len(self.topics) == 1 and not self.unknown

    @property
    def fields(self) -> list[Concept]:
        """The concepts that tell what field the clause speaks of."""
        return [c for c in self.concepts if not c.cross]

    @property
    def kinds(self) -> list[Kind]:
        """The intent kinds that its concepts give away, in order of mention."""
        return list(dict.fromkeys(c.kind for c in self.concepts if c.kind))


def lay_out(
    tokens: Sequence[Token],
    found: Sequence[Clause],
    topics: Sequence[Topic],
    places: Sequence[Place],
) -> list[Part]:
    """The clauses as parts. What stands outside every clause (a question) is left out."""
    parts = [Part(clause=clause) for clause in found]
    starts = [clause.start for clause in found]
    taken = bytearray(len(tokens))
    for topic in topics:
        part = _at(parts, starts, topic.start)
        if part and topic.concept not in part.concepts:
            part.concepts.append(topic.concept)
            part.topics.append(topic)
        taken[topic.start : topic.stop] = b"\1" * (topic.stop - topic.start)
    for place in places:
        # "Peanuts" are "Sudanese beans" in Arabic: the name of a thing names no country.
        if taken[place.start] and _named_in(topics, place):
            continue
        part = _at(parts, starts, place.start)
        if part and place.code not in part.markets:
            part.markets.append(place.code)
        taken[place.start : place.stop] = b"\1" * (place.stop - place.start)
    for part in parts:
        part.unknown = _unknown(part.clause, tokens, taken)
    return parts


def _named_in(topics: Sequence[Topic], place: Place) -> bool:
    return any(t.start <= place.start < t.stop and t.stop - t.start > 1 for t in topics)


def _at(parts: Sequence[Part], starts: Sequence[int], word: int) -> Part | None:
    at = bisect_right(starts, word) - 1
    if at >= 0 and word < parts[at].clause.stop:
        return parts[at]
    return None


def _unknown(clause: Clause, tokens: Sequence[Token], taken: bytearray) -> int:
    book = cue_book()
    start = clause.start if clause.cue is None or clause.behind else clause.cue
    return sum(
        not taken[i]
        and len(tokens[i].plain) >= _WORD
        and not book.has("stopwords", tokens[i].plain)
        and not book.has("glue", tokens[i].plain)
        for i in range(start, clause.stop)
    )
