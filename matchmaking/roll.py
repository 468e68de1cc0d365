"""Who stands in which row of a pool, and what arrays can tell of whom may be met.

Owns the rows, and languages, windows and organisations as bits and numbers. Bits may stand for
several languages or windows where there are more than 64: then the answer errs towards yes, and
`conditions.may_meet` has the last word. Knows nothing of scores.
"""

from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import NDArray

from matchmaking.conditions import house
from matchmaking.people import Attendee, AttendeeId

Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]

_BITS = 64


class Roll:
    """Rows of attendees. A row that was left stays empty until `pack`."""

    def __init__(self) -> None:
        self._people: list[Attendee | None] = []
        self._rows: dict[AttendeeId, int] = {}
        self._numbers: dict[str, dict[Hashable, int]] = {"speaks": {}, "window": {}, "house": {}}
        self._columns = _columns(16)
        self.rows = 0

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, attendee: AttendeeId) -> bool:
        return attendee in self._rows

    @property
    def empty(self) -> int:
        """Rows that nobody stands in."""
        return self.rows - len(self._rows)

    @property
    def ids(self) -> NDArray[np.int64]:
        """Attendee ids by row, shape (rows,); 0 in an empty row."""
        return self._columns["id"][: self.rows]

    @property
    def taken(self) -> Flags:
        """Whether somebody stands in the row, shape (rows,)."""
        return self._columns["taken"][: self.rows]

    def people(self) -> list[Attendee]:
        """Everybody, in the order of their rows."""
        return [person for person in self._people if person is not None]

    def get(self, attendee: AttendeeId) -> Attendee | None:
        """Somebody by their id."""
        row = self._rows.get(attendee)
        return None if row is None else self._people[row]

    def row(self, attendee: AttendeeId) -> int | None:
        """The row in which somebody stands."""
        return self._rows.get(attendee)

    def attendee(self, row: int) -> Attendee:
        """Who stands in a row. Raises LookupError for an empty one."""
        found = self._people[row]
        if found is None:
            raise LookupError(row)
        return found

    def add(self, attendee: Attendee) -> int:
        """Gives somebody who has none a row, at the end."""
        row = self.rows
        if row == len(self._columns):
            self._columns = np.concatenate([self._columns, _columns(max(16, row))])
        self._columns[row] = (
            attendee.id,
            True,
            self._bits("speaks", attendee.speaks),
            self._bits("window", attendee.windows or ()),
            self._number("house", house(attendee)),
        )
        self._people.append(attendee)
        self._rows[attendee.id] = row
        self.rows += 1
        return row

    def drop(self, attendee: AttendeeId) -> Attendee | None:
        """Empties somebody's row; returns who stood there, if anybody."""
        row = self._rows.pop(attendee, None)
        if row is None:
            return None
        gone = self._people[row]
        self._people[row] = None
        self._columns[row] = (0, False, 0, 0, 0)
        return gone

    def pack(self) -> NDArray[np.int32]:
        """Closes the gaps; returns each old row's new number, -1 for one that was empty."""
        taken = self.taken.copy()
        renumbered = np.where(taken, np.cumsum(taken) - 1, -1).astype(np.int32)
        self._columns = np.concatenate([self._columns[: self.rows][taken], _columns(16)])
        self._people = [person for person in self._people if person is not None]
        self._rows = {person.id: row for row, person in enumerate(self.people())}
        self.rows = len(self._people)
        return renumbered

    def sharing_language(self, viewer: Attendee) -> Flags:
        """Who speaks a language of the viewer's, shape (rows,)."""
        return self._common("speaks", self._bits("speaks", viewer.speaks))

    def open_to(self, viewer: Attendee) -> Flags:
        """Who is somebody else, free at some time with the viewer and not of their house."""
        fit = self._common("window", self._bits("window", viewer.windows or ()))
        home = self._number("house", house(viewer))
        if home:
            fit &= self._columns["house"][: self.rows] != home
        own = self._rows.get(viewer.id)
        if own is not None:
            fit[own] = False
        return fit

    def may_meet(self, rows: Rows, others: Rows) -> tuple[Flags, Flags]:
        """For pairs of rows: whether they may meet, languages apart, and whether they share one;
        shape (pairs,) each."""
        one, other = self._columns[rows], self._columns[others]
        may = (one["window"] & other["window"]) != 0
        may &= (one["house"] == 0) | (one["house"] != other["house"])
        may &= rows != others
        return may, (one["speaks"] & other["speaks"]) != 0

    @property
    def exact(self) -> bool:
        """Whether every language and window has a bit of its own."""
        return max(len(self._numbers["speaks"]), len(self._numbers["window"])) <= _BITS

    def _common(self, column: str, bits: int) -> Flags:
        found: Flags = (self._columns[column][: self.rows] & np.uint64(bits)) != 0
        return found

    def _bits(self, of: str, values: Iterable[Hashable]) -> int:
        bits = 0
        for value in values:
            bits |= 1 << (self._number(of, value) % _BITS)
        return bits

    def _number(self, of: str, value: Hashable) -> int:
        """A small number for a value, from 1; 0 for none."""
        if value is None:
            return 0
        numbers = self._numbers[of]
        return numbers.setdefault(value, len(numbers) + 1)


def _columns(rows: int) -> NDArray[np.void]:
    return np.zeros(
        rows,
        [("id", "i8"), ("taken", "?"), ("speaks", "u8"), ("window", "u8"), ("house", "i8")],
    )
