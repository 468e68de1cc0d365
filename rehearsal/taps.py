"""Taps that wait for their answer. Owns how long one may wait, and that it is answered once.

Telegram names no figure for how long; here it is 15 s of the rehearsal's clock, so that a test
can let a tap grow old by moving the clock.
"""

from itertools import count
from typing import Final

from rehearsal.clock import Clock
from rehearsal.errors import bad
from rehearsal.people import Person, Query

ANSWER_WITHIN_S: Final = 15.0
_KEPT: Final = 10_000  # unanswered taps that are remembered


class Taps:
    """The callback queries that can still be answered."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[str, Query] = {}
        self._ids = count(4_000_000_000_000_000_001)

    def add(self, person: Person) -> Query:
        """Note a tap under a new id."""
        query = Query(id=str(next(self._ids)), person=person, at=self._clock.now())
        self._waiting[query.id] = query
        if len(self._waiting) > _KEPT:
            del self._waiting[next(iter(self._waiting))]
        return query

    def answered(self, query_id: str) -> Query:
        """Return the tap that is answered now; refuses one too old or answered before."""
        query = self._waiting.pop(query_id, None)
        if query is None or self._clock.now() - query.at > ANSWER_WITHIN_S:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        return query
