"""Everybody reachable at an event, kept ready to be searched between transactions.

Like all that is remembered (`storage.memory`) never the truth: each search is told who is
reachable and at which versions, and only who is not in the pool just so is read and put into it.
Knows no SQL.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from matchmaking.conditions import Allowed
from matchmaking.learning import Adjustments
from matchmaking.matching import NewMatch
from matchmaking.people import Attendee, AttendeeId, PersonId
from matchmaking.pool import Pool
from matchmaking.reading.lexicon import lexicon

Read = Callable[[Sequence[Any]], Sequence[Attendee]]
"""The attendees of some of the rows, in order."""


class Reachable:
    """One event's pool. Threads take turns at it."""

    def __init__(self) -> None:
        self._pool = Pool(lexicon())
        self._versions: dict[AttendeeId, tuple[int, int]] = {}
        self._turn = threading.Lock()

    def best(
        self,
        viewer: Attendee,
        rows: Sequence[Any],
        read: Read,
        *,
        allowed: Allowed,
        shown: Mapping[AttendeeId, int],
        adjust: Adjustments,
        top: int,
        least: float,
    ) -> list[tuple[NewMatch, Attendee]]:
        """The best partners for the viewer among the rows' attendees, best first."""
        with self._turn:
            # The viewer may have changed in this very transaction, and is not asked for.
            self._catch_up([row for row in rows if row.id != viewer.id], read)
            found = self._pool.top(
                viewer, n=top, allowed=allowed, shown=shown, adjust=adjust, least=least
            )
            people = [(match, self._pool.get(match.other)) for match in found]
        return [(match, other) for match, other in people if other is not None]

    def forget(self, person: PersonId) -> None:
        """Remembers nothing more of a person."""
        with self._turn:
            for number in list(self._versions):
                kept = self._pool.get(number)
                if kept is not None and kept.person.id == person:
                    self._drop(number)

    def _catch_up(self, rows: Sequence[Any], read: Read) -> None:
        known = self._versions
        for gone in known.keys() - {row.id for row in rows}:
            self._drop(gone)
        stale = [row for row in rows if known.get(row.id) != (row.version, row.of_person)]
        for row, attendee in zip(stale, read(stale), strict=True):
            self._pool.put(attendee)
            known[row.id] = (row.version, row.of_person)

    def _drop(self, attendee: AttendeeId) -> None:
        self._pool.remove(attendee)
        self._versions.pop(attendee, None)
