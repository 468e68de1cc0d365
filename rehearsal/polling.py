"""getUpdates: waits for updates, and ends the wait of whoever waited before."""

import asyncio
from typing import Any, Final

from rehearsal.errors import Json, conflict
from rehearsal.world import World

LONGEST_S: Final = 50
_WEBHOOK = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
    "webhook first"
)
_OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Polling:
    """At most one long poll at a time, for one bot."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: asyncio.Future[None] | None = None
        self._stopped = False
        world.updates.listeners.append(self.wake)
        world.webhook.listeners.append(self.wake)

    @property
    def waiting(self) -> bool:
        """Whether a call waits for updates right now."""
        return self._waiting is not None and not self._waiting.done()

    def wake(self) -> None:
        """Let the waiting call look again."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def stop(self) -> None:
        """Answer the waiting call, and let no other wait."""
        self._stopped = True
        self.wake()

    async def get_updates(self, params: Json) -> list[Any]:
        """Return updates as soon as there are some, or none after ``timeout`` seconds."""
        updates = self._world.updates
        self._check_webhook()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(conflict(_OTHER))
        if "allowed_updates" in params:
            updates.allowed = params["allowed_updates"]
        if "offset" in params:
            updates.acknowledge(params["offset"])
        limit = params.get("limit") or 100
        limit = min(max(limit, 1), 100)
        batch = updates.peek(limit)
        timeout_s = min(max(params.get("timeout", 0), 0), LONGEST_S)
        if batch or not timeout_s or self._stopped:
            return batch
        await self._wait(timeout_s)
        self._check_webhook()
        return updates.peek(limit)

    async def _wait(self, timeout_s: float) -> None:
        loop = asyncio.get_running_loop()
        waiting = self._waiting = loop.create_future()
        timer = loop.call_later(timeout_s, self.wake)
        try:
            await waiting
        finally:
            timer.cancel()
            if self._waiting is waiting:
                self._waiting = None

    def _check_webhook(self) -> None:
        if self._world.webhook.url:
            raise conflict(_WEBHOOK)
