"""Updates that wait for the bot. Owns their numbers, their order and what the bot wants of them."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from rehearsal.clock import Clock
from rehearsal.errors import Json

KEPT_S: Final = 24 * 3600  # Telegram keeps an update that nobody fetches for a day
# Sent only to a bot that asks for them by name.
_ON_REQUEST: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """The queue between the world and the bot. Synchronous: ``listeners`` are told of each one."""

    def __init__(self, clock: Clock, first_id: int) -> None:
        self._clock = clock
        self._next_id = first_id
        self._waiting: deque[tuple[float, Json]] = deque()
        self.allowed: list[str] = []
        self.listeners: list[Callable[[], None]] = []

    def __len__(self) -> int:
        self._drop_old()
        return len(self._waiting)

    def push(self, kind: str, payload: Json) -> None:
        """Queue an update of a kind ("message", "callback_query" …), if the bot wants that kind."""
        wanted = kind in self.allowed if self.allowed else kind not in _ON_REQUEST
        if not wanted:
            return
        update = {"update_id": self._next_id, kind: payload}
        self._next_id += 1
        self._waiting.append((self._clock.now(), update))
        for listener in self.listeners:
            listener()

    def acknowledge(self, offset: int) -> None:
        """Forget what is below the offset; a negative one keeps only so many of the last."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        else:
            while self._waiting and self._waiting[0][1]["update_id"] < offset:
                self._waiting.popleft()

    def peek(self, limit: int) -> list[Json]:
        """Return the oldest updates; they stay until they are acknowledged."""
        self._drop_old()
        return [update for _, update in list(self._waiting)[:limit]] if self._waiting else []

    def take(self) -> Json | None:
        """Remove and return the oldest update (a webhook's queue takes what it will deliver)."""
        self._drop_old()
        return self._waiting.popleft()[1] if self._waiting else None

    def put_back(self, updates: Sequence[Json]) -> None:
        """Return what a webhook could not deliver to its place in the order."""
        now = self._clock.now()
        merged = list(self._waiting) + [(now, update) for update in updates]
        merged.sort(key=lambda item: int(item[1]["update_id"]))
        self._waiting = deque(merged)

    def clear(self) -> None:
        """Forget everything (drop_pending_updates)."""
        self._waiting.clear()

    def _drop_old(self) -> None:
        oldest = self._clock.now() - KEPT_S
        while self._waiting and self._waiting[0][0] < oldest:
            self._waiting.popleft()
