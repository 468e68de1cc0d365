"""The rehearsal's clock: the real one, moved. Owns what time it is in the world."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from rehearsal.errors import Wrong

_EARLIEST: Final = 0.0  # epoch seconds
_LATEST: Final = datetime(2500, 1, 1, tzinfo=UTC).timestamp()
_SPAN: Final = "the clock runs from 1970 to 2500"


class Clock:
    """Runs as fast as the real clock and can be set to any moment, earlier or later.

    ``read`` gives real epoch seconds; tests hand in a clock of their own.
    """

    def __init__(self, read: Callable[[], float] = time.time) -> None:
        self.real = read
        self.offset_s = 0.0

    def now(self) -> float:
        """Return simulated epoch seconds."""
        return self.real() + self.offset_s

    def moment(self) -> datetime:
        """Return the simulated moment, in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def iso(self) -> str:
        """Return the simulated moment as ISO 8601 with its offset."""
        return self.moment().isoformat(timespec="milliseconds")

    def move_to(self, moment: datetime) -> None:
        """Set the clock; a moment without an offset is refused with Wrong."""
        if moment.tzinfo is None:
            raise Wrong("a moment needs its offset from UTC, as in 2026-05-12T09:00:00+03:00")
        self._set(moment.timestamp() - self.real())

    def advance(self, seconds: float) -> None:
        """Move the clock by so many seconds (negative: back). Raises Wrong beyond all dates."""
        try:
            self._set(self.offset_s + seconds)
        except OverflowError:
            raise Wrong(_SPAN) from None

    def _set(self, offset_s: float) -> None:
        """Take an offset that leads to a date: a clock beyond the calendar stops everything."""
        if not _EARLIEST <= self.real() + offset_s <= _LATEST:
            raise Wrong(_SPAN)
        self.offset_s = offset_s


def read_moment(text: object) -> datetime:
    """Read an ISO 8601 moment; raises Wrong."""
    try:
        return datetime.fromisoformat(str(text))
    except ValueError as error:
        raise Wrong(f"not an ISO 8601 moment: {text}") from error
