"""The one place where work is set going beside other work.

A task started here is held, named, and never fails in silence: an exception is logged, and
one in a vital task also ends the program, since a bot that has stopped listening must not
look alive.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.trouble import Trouble

log = structlog.get_logger(__name__)


class Tasks:
    """The running work of a program, until `close`."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._failure: asyncio.Future[BaseException] | None = None
        self._closing = False

    def start(
        self, work: Coroutine[Any, Any, Any], *, name: str, vital: bool = False
    ) -> asyncio.Task[Any]:
        """Sets work going; when `vital`, its end by an exception is the end of the program."""
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._vital_ended if vital else self._ended)
        return task

    async def failure(self) -> BaseException:
        """Waits until a vital task fails, and gives what it failed with."""
        if self._failure is None:
            self._failure = asyncio.get_running_loop().create_future()
        return await asyncio.shield(self._failure)

    async def close(self, *, grace_s: float = 0) -> None:
        """Gives the running work `grace_s` seconds to finish, then cancels what is left."""
        self._closing = True
        if grace_s and self._running:
            await asyncio.wait(self._running, timeout=grace_s)
        for task in list(self._running):
            task.cancel()
        while self._running:
            await asyncio.wait(self._running)

    def _ended(self, task: asyncio.Task[Any]) -> BaseException | None:
        self._running.discard(task)
        if task.cancelled():
            return None
        error = task.exception()
        # What a person can mend is said by the command line, in one line.
        if error is not None and not isinstance(error, Trouble):
            log.error("task failed", task=task.get_name(), exc_info=error)
        return error

    def _vital_ended(self, task: asyncio.Task[Any]) -> None:
        error = self._ended(task)
        if error is None or self._closing:
            return
        if self._failure is None:
            self._failure = task.get_loop().create_future()
        if not self._failure.done():
            self._failure.set_result(error)
