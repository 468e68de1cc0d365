"""The log of Bot API calls: what was asked and what was answered, the last 50,000 in memory."""

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from rehearsal.clock import Clock
from rehearsal.errors import Json, Refused
from rehearsal.jsontext import whole_number

KEPT: Final = 50_000


class Calls:
    """Every call in the order of the answers; ids rise by one from 1."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: deque[Json] = deque(maxlen=KEPT)
        self._last = 0
        self.listeners: list[Callable[[Json], None]] = []

    def add(
        self,
        *,
        at: float,
        method: str,
        params: Json,
        result: Any = None,
        error: Refused | None = None,
        fault: str | None = None,
        notes: list[str] | None = None,
    ) -> None:
        """Note an answered call. ``at`` is when it came, in real epoch seconds."""
        self._last += 1
        record: Json = {
            "id": self._last,
            "at": at,
            "clock": at + self._clock.offset_s,
            "method": method,
            "chat_id": params.get("chat_id"),
            "params": params,
            "ok": error is None,
            "error_code": error.error_code if error else None,
            "description": error.description if error else None,
            "result": result,
        }
        if fault is not None:
            record["fault"] = fault
        if notes:
            record["notes"] = notes
        self._kept.append(record)
        for listener in self.listeners:
            listener(record)

    def since(self, call_id: int) -> list[Json]:
        """Return the calls later than an id, oldest first."""
        skip = len(self._kept) - max(0, min(self._last - call_id, len(self._kept)))
        return [self._shown(record) for n, record in enumerate(self._kept) if n >= skip]

    @staticmethod
    def _shown(record: Json) -> Json:
        chat_id = record["chat_id"]
        if isinstance(chat_id, str):
            number = whole_number(chat_id)
            chat_id = chat_id if number is None else number
        return record | {"clock": iso(record["clock"]), "chat_id": chat_id}


def iso(seconds: float) -> str:
    """Return epoch seconds as ISO 8601 in UTC."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
