"""How fast one person may go before they are asked to slow down. Nobody is banned.

Owns the measure: two token buckets a person, one for everything and a smaller one for typed words,
which take longer to deal with. Whoever empties one is told so once, in a kind sentence; what
they send then is not taken in until they have calmed, and their taps are answered with nothing.
The clock is given. An update that was let through stays let through, however often it
comes again.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

PEOPLE = 20_000
"""Most people remembered; whoever has been quiet longest is forgotten, with a full bucket."""

RECENT = 64
"""Most updates of one person remembered as let through."""


class Pace(StrEnum):
    """What becomes of an update."""

    FINE = "fine"
    WARN = "warn"
    """Not taken in; the person is told, this once."""
    HUSH = "hush"
    """Not taken in; they have been told."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How much may come at once, how much a second in the long run, and how much room there must
    be again before somebody who was told to slow down is heard."""

    burst: int
    per_second: float
    calm: int


UPDATES = Limit(burst=40, per_second=2.0, calm=6)
WORDS = Limit(burst=15, per_second=0.5, calm=3)
"""A quick hand taps three times a second, for some seconds; nobody types a thought in two."""


@dataclass(kw_only=True)
class Bucket:
    """What somebody may still send of one kind."""

    limit: Limit
    left: float
    at: datetime

    def fill(self, now: datetime) -> None:
        """As much more as time has passed; a clock that goes back gives nothing."""
        passed = max((now - self.at).total_seconds(), 0.0)
        self.left = min(self.left + passed * self.limit.per_second, self.limit.burst)
        self.at = max(self.at, now)


@dataclass(kw_only=True)
class _Person:
    updates: Bucket
    words: Bucket
    hushed: bool = False
    fine: deque[int] = field(default_factory=lambda: deque(maxlen=RECENT))


class Flood:
    """Everybody's buckets."""

    def __init__(
        self, clock: Callable[[], datetime], *, updates: Limit = UPDATES, words: Limit = WORDS
    ) -> None:
        self._clock = clock
        self._updates = updates
        self._words = words
        self._people: OrderedDict[int, _Person] = OrderedDict()

    def heard(self, person: int, update: int, sent: datetime | None, *, typed: bool) -> Pace:
        """What becomes of an update that somebody sent, at that hour or (None) just now."""
        now = sent or self._clock()
        who = self._known(person, now)
        if update in who.fine:
            return Pace.FINE
        asked = (who.updates, who.words) if typed else (who.updates,)
        for bucket in (who.updates, who.words):
            bucket.fill(now)
        if who.hushed and any(one.left < one.limit.calm for one in asked):
            return Pace.HUSH
        if any(one.left < 1 for one in asked):
            who.hushed = True
            return Pace.WARN
        who.hushed = False
        for bucket in asked:
            bucket.left -= 1
        who.fine.append(update)
        return Pace.FINE

    def _known(self, person: int, now: datetime) -> _Person:
        who = self._people.get(person)
        if who is None:
            who = _Person(
                updates=Bucket(limit=self._updates, left=self._updates.burst, at=now),
                words=Bucket(limit=self._words, left=self._words.burst, at=now),
            )
            self._people[person] = who
            if len(self._people) > PEOPLE:
                self._people.popitem(last=False)
        self._people.move_to_end(person)
        return who
