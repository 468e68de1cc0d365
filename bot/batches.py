"""Many small writes as few transactions: what arrives while one is being written goes together
into the next. No timer: a lone write starts at once, and a crowd shares.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.tasks import Tasks

T = TypeVar("T")


class Batches(Generic[T]):
    """Collects items for `write`, which gets each exactly once, in order, one batch at a time."""

    def __init__(
        self, write: Callable[[list[T]], Awaitable[object]], tasks: Tasks, *, most: int = 500
    ) -> None:
        self._write = write
        self._tasks = tasks
        self._most = most
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._writing = False

    async def put(self, item: T) -> None:
        """Returns when the item's batch is written; raises what writing it raised."""
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((item, written))
        if not self._writing:
            self._writing = True
            self._tasks.start(self._write_all(), name="batches")
        await written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._write_one(batch)
        finally:
            self._writing = False

    async def _write_one(self, batch: list[tuple[T, asyncio.Future[None]]]) -> None:
        try:
            await self._write([item for item, _ in batch])
        except BaseException as error:
            _end(batch, error)
            if not isinstance(error, Exception):
                raise
        else:
            _end(batch, None)


def _end(batch: list[tuple[T, asyncio.Future[None]]], error: BaseException | None) -> None:
    for _, written in batch:
        if written.done():
            continue
        if error is None:
            written.set_result(None)
        elif isinstance(error, Exception):
            written.set_exception(error)
        else:
            written.cancel()
