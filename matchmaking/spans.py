"""Stretches of time in which nobody is to meet: the organiser's, and those people block.

Owns the value and what it means to lie in one. Instants are UTC; a stretch holds its start and
not its end, so that a meeting may begin when prayer is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True, order=True)
class Stretch:
    """From one instant to another."""

    starts_at: datetime
    ends_at: datetime

    def touches(self, start: datetime, length: timedelta) -> bool:
        """Whether something of that length, begun at `start`, would lie in it, if only partly."""
        return start < self.ends_at and self.starts_at < start + length


def is_closed(start: datetime, length: timedelta, *stretches: Iterable[Stretch]) -> bool:
    """Whether something of that length, begun then, touches any of these."""
    return any(one.touches(start, length) for some in stretches for one in some)
