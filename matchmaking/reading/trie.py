"""A dictionary of word sequences that answers: which is the longest that starts here?

Owns the index and nothing of what its values mean.
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

V = TypeVar("V")


class _Node(Generic[V]):
    __slots__ = ("next", "values")

    def __init__(self) -> None:
        self.next: dict[str, _Node[V]] = {}
        self.values: list[V] = []


class Trie(Generic[V]):
    """Sequences of keys with the values filed under each, several values to a sequence."""

    def __init__(self) -> None:
        self._root: _Node[V] = _Node()

    def add(self, keys: Sequence[str], value: V) -> None:
        """File `value` under `keys`; an empty sequence is ignored."""
        if not keys:
            return
        node = self._root
        for key in keys:
            node = node.next.setdefault(key, _Node())
        node.values.append(value)

    def longest(
        self, words: Sequence[tuple[str, ...]], start: int, stop: int
    ) -> tuple[int, list[V]]:
        """How many words from `start` (before `stop`) the longest filed sequence covers, and its
        values; `(0, [])` when none starts here. A word may stand for several keys, the likeliest
        first: among equally long sequences the likeliest wins.
        """
        best, values = 0, []
        trail = [(self._root, start)]
        while trail:
            node, at = trail.pop()
            if node.values and at - start > best:
                best, values = at - start, node.values
            if at < stop and node.next:
                for key in reversed(words[at]):
                    follower = node.next.get(key)
                    if follower is not None:
                        trail.append((follower, at + 1))
        return best, values

    def everything(self) -> list[tuple[tuple[str, ...], list[V]]]:
        """Every filed sequence with its values, in no promised order."""
        found = []
        stack: list[tuple[tuple[str, ...], _Node[V]]] = [((), self._root)]
        while stack:
            keys, node = stack.pop()
            if node.values:
                found.append((keys, node.values))
            stack.extend(((*keys, key), follower) for key, follower in node.next.items())
        return found
