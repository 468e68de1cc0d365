"""Nothing heard is lost: what Telegram tells us is kept before Telegram is told that we have it.

Owns the way of an update from the door to the conversation. `take` writes a batch down and
returns: only then may the door acknowledge it. Each person's updates are then dealt with one
after the other, different persons' at the same time. An update is finished when its reply is
out; what was kept and is not finished when the program starts is dealt with first.

Knows no Telegram library: `deal` is given by `bot.talk`, the door is `bot.polling` or
`bot.webhook`.
"""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, Protocol

import structlog

from bot.batches import Batches
from bot.tasks import Tasks
from storage.journal import KeptUpdate

log = structlog.get_logger(__name__)

AT_ONCE = 32
"""Most updates being dealt with at a time."""

CROWDED = 1000
"""With so many updates waiting, a polling door stops asking for more."""

TRY_AGAIN_S = (1.0, 4.0, 15.0, 30.0, 60.0)
"""Waits before an update whose reply could not be sent is dealt with again; the last one for as
long as it takes. Its person's later updates wait with it, nobody else's do."""


class Unanswered(Exception):
    """Dealt with as far as possible, but the reply could not be sent; worth another attempt, but
    not before `wait_s` seconds."""

    def __init__(self, what: str, *, wait_s: float = 0.0) -> None:
        super().__init__(what)
        self.wait_s = wait_s


class Journal(Protocol):
    """What the inbox asks of whoever keeps updates."""

    async def keep(self, updates: Sequence[KeptUpdate]) -> Sequence[KeptUpdate]:
        """Writes updates down; returns those not heard before."""

    async def answered(self, update_ids: Sequence[int]) -> None:
        """Notes that these are finished."""

    async def unfinished(self) -> Sequence[KeptUpdate]:
        """All that are not, oldest first."""

    async def unfinished_one(self, update_id: int) -> KeptUpdate | None:
        """This one as it is kept by now; None when it is finished."""


Alone = Callable[[int], AbstractAsyncContextManager[None]]
"""Within it, nobody on another machine deals with this person's updates."""


def nobody_else(_person: int) -> AbstractAsyncContextManager[None]:
    """For the only machine that talks."""
    return nullcontext()


class Inbox:
    """Keeps updates and has them dealt with, each person's in order."""

    def __init__(
        self,
        journal: Journal,
        deal: Callable[[KeptUpdate], Awaitable[None]],
        tasks: Tasks,
        *,
        dealt: Callable[[], None] = lambda: None,
        alone: Alone = nobody_else,
        sleep: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep,
    ) -> None:
        """`dealt` hears of each update that is finished; `sleep` waits so many seconds."""
        self._journal = journal
        self._deal = deal
        self._tasks = tasks
        self._dealt = dealt
        self._alone = alone
        self._sleep = sleep
        self._pauses: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._lanes: dict[int, deque[KeptUpdate]] = {}
        self._waiting = 0
        self._room = asyncio.Event()
        self._room.set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopping = False
        self._answers: Batches[int] = Batches(journal.answered, tasks)

    async def recover(self) -> int:
        """Takes up again what an earlier run kept and did not finish; returns how many."""
        left = await self._journal.unfinished()
        for update in left:
            self._queue(update)
        if left:
            log.info("updates of an earlier run taken up again", updates=len(left))
        return len(left)

    async def take(self, bodies: Iterable[Mapping[str, Any]]) -> None:
        """Keeps updates; when it returns they are safe, and are being dealt with."""
        updates = [_kept(body) for body in bodies]
        if not updates:
            return
        for update in await self._journal.keep(updates):
            self._queue(update)

    async def room(self) -> None:
        """Waits while so much is waiting that nothing more should be fetched."""
        await self._room.wait()

    async def stop(self, *, grace_s: float) -> None:
        """Begins nothing more, and waits at most so long for what is under way."""
        self._stopping = True
        for pause in self._pauses:
            pause.cancel()
        try:
            async with asyncio.timeout(grace_s):
                await self._idle.wait()
        except TimeoutError:
            log.warning("stopped with updates under way; they come first at the next start")

    def _queue(self, update: KeptUpdate) -> None:
        self._waiting += 1
        self._idle.clear()
        if self._waiting >= CROWDED:
            self._room.clear()
        lane = self._lanes.get(update.telegram_id)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.telegram_id] = deque([update])
        self._tasks.start(self._walk(update.telegram_id), name=f"person {update.telegram_id}")

    async def _walk(self, person: int) -> None:
        """Deals with one person's updates until none is left."""
        lane = self._lanes[person]
        try:
            async with self._alone(person):
                while lane and not self._stopping:
                    await self._finish(lane[0])
                    lane.popleft()
                    self._left(1)
        finally:
            del self._lanes[person]
            self._left(len(lane))

    def _left(self, updates: int) -> None:
        self._waiting -= updates
        if self._waiting < CROWDED:
            self._room.set()
        if not self._lanes:
            self._idle.set()

    async def _finish(self, update: KeptUpdate) -> None:
        """Deals with one update until it is answered, or it is certain that it cannot be; one
        that a stop finds unanswered stays so, for the next start."""
        for attempt in itertools.count():
            try:
                wait_s = await self._attempt(update, fresh=attempt == 0)
            except Exception as error:
                log.error("the journal failed", update=update.update_id, exc_info=error)
                wait_s = 0.0
            if wait_s is None:
                return
            await self._pause(max(wait_s, TRY_AGAIN_S[min(attempt, len(TRY_AGAIN_S) - 1)]))
            if self._stopping:
                return

    async def _attempt(self, update: KeptUpdate, *, fresh: bool) -> float | None:
        """Deals with an update as it is kept by now; returns None when it is finished, else how
        many seconds to wait at least."""
        if not fresh or self._alone is not nobody_else:
            # Its work may be done and only its reply not, or another machine was at it.
            kept = await self._journal.unfinished_one(update.update_id)
            if kept is None:
                return None
            update = kept
        try:
            async with self._places:
                await self._deal(update)
        except Unanswered as error:
            log.warning("no reply could be sent", update=update.update_id, error=str(error))
            return error.wait_s
        except Exception as error:
            # Its person was told (or cannot be); again would end in the same fault.
            log.error("an update failed", update=update.update_id, exc_info=error)
        self._dealt()
        await self._answers.put(update.update_id)
        return None

    async def _pause(self, seconds: float) -> None:
        """Waits so long, or until the stop."""
        if self._stopping:
            return
        pause = self._tasks.start(self._sleep(seconds), name="pause")
        self._pauses.add(pause)
        try:
            await asyncio.wait([pause])
        finally:
            self._pauses.discard(pause)


def person_of(body: Mapping[str, Any]) -> int:
    """Whose update this is: the account it comes from, else the chat, else 0."""
    for event in body.values():
        if isinstance(event, Mapping):
            for key in ("from", "user", "chat"):
                if isinstance(event.get(key), Mapping) and "id" in event[key]:
                    return int(event[key]["id"])
    return 0


def _kept(body: Mapping[str, Any]) -> KeptUpdate:
    # Half a surrogate pair has no UTF-8 and would keep the whole batch from being written.
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace").decode()
    return KeptUpdate(
        update_id=int(body["update_id"]), telegram_id=person_of(body), body=text, told=body
    )
