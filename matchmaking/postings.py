"""Which rows have an entry, and how much of it: the inverted index behind a pool.

Owns the lists and their growth. A list holds row numbers (int32) and values (float32) side by
side and grows at its end, so that adding a row costs only its own entries. Rows that left stay in
the lists until `keep` drops them all at once. Knows nothing of what entries mean.
"""

from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types

Rows = NDArray[np.int32]
Values = NDArray[np.float32]
K = TypeVar("K", bound=Hashable)

_NO_ROWS: Rows = np.empty(0, np.int32)
_NO_VALUES: Values = np.empty(0, np.float32)


class Postings(Generic[K]):
    """Lists of (row, value) by key. A row stands at most once in a list."""

    def __init__(self) -> None:
        self._lists: dict[K, tuple[array[int], array[float]]] = {}

    def add(self, row: int, entries: Mapping[K, float]) -> None:
        """Files a row's entries. It must not have been filed before."""
        lists = self._lists
        for key, value in entries.items():
            found = lists.get(key)
            if found is None:
                found = lists[key] = (array("i"), array("f"))
            found[0].append(row)
            found[1].append(value)

    def of(self, key: K) -> tuple[Rows, Values]:
        """The rows with this entry and their values, shape (m,) each. Views: let them go before
        the next `add`."""
        found = self._lists.get(key)
        if found is None:
            return _NO_ROWS, _NO_VALUES
        return np.frombuffer(found[0], np.int32), np.frombuffer(found[1], np.float32)

    def product(self, entries: Mapping[K, float], rows: int) -> Values:
        """The product of a sparse vector with every row, shape (rows,)."""
        total = np.zeros(rows, np.float32)
        for key, value in entries.items():
            found = self._lists.get(key)
            if found is not None:
                at, values = np.frombuffer(found[0], np.int32), np.frombuffer(found[1], np.float32)
                total[at] += np.float32(value) * values
        return total

    def __iter__(self) -> Iterator[K]:
        return iter(self._lists)

    def keep(self, renumbered: Rows) -> None:
        """Drops rows and renumbers the others: `renumbered[row]` is the new number, or -1."""
        for key in list(self._lists):
            rows, values = self.of(key)
            new = renumbered[rows]
            stay = new >= 0
            if not stay.any():
                del self._lists[key]
                continue
            self._lists[key] = (
                array("i", new[stay].tobytes()),
                array("f", values[stay].tobytes()),
            )

    def matrix(self, keys: Iterable[K], rows: int) -> csr_array:
        """The lists of these keys as the rows of a sparse matrix, shape (keys, rows)."""
        found = [self.of(key) for key in keys]
        indptr = np.zeros(len(found) + 1, np.int32)
        np.cumsum([len(r) for r, _ in found], out=indptr[1:])
        indices = np.concatenate([_NO_ROWS, *(r for r, _ in found)])
        data = np.concatenate([_NO_VALUES, *(v for _, v in found)])
        return csr_array((data, indices, indptr), shape=(len(found), rows))
