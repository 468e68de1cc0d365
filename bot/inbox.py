"""Nothing heard is lost: what Telegram tells us is kept before Telegram is told that we have it.

Owns the way of an update from the door to the conversation. `take` writes a batch down and
returns: only then may the door acknowledge it. Each person's updates are then dealt with one
after the other, different persons' at the same time. An update is finished when its reply is
out; what was kept and is not finished when the program starts is dealt with first.

Knows no Telegram library: `deal` is given by `bot.talk`, the door is `bot.polling` or
`bot.webhook`.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
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

TRY_AGAIN_S = (1.0, 4.0, 15.0)
"""Waits before an update whose reply could not be sent is dealt with again."""


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


class Inbox:
    """Keeps updates and has them dealt with, each person's in order."""

    def __init__(
        self,
        journal: Journal,
        deal: Callable[[KeptUpdate], Awaitable[None]],
        tasks: Tasks,
        *,
        dealt: Callable[[], None] = lambda: None,
    ) -> None:
        self._journal = journal
        self._deal = deal
        self._tasks = tasks
        self._dealt = dealt
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
        """Deals with one update until it is answered, or it is certain that it cannot be."""
        for wait_s in (*TRY_AGAIN_S, None):
            try:
                async with self._places:
                    await self._deal(update)
                break
            except Unanswered as error:
                log.warning("no reply could be sent", update=update.update_id, error=str(error))
                if wait_s is None or self._stopping:
                    # Kept unfinished: the next start tries once more.
                    return
                await asyncio.sleep(max(wait_s, error.wait_s))
                update = await self._as_kept_now(update)
            except Exception as error:
                # Its person was told (or cannot be); again would end in the same fault.
                log.error("an update failed", update=update.update_id, exc_info=error)
                break
        self._dealt()
        await self._answers.put(update.update_id)

    async def _as_kept_now(self, update: KeptUpdate) -> KeptUpdate:
        """The update with what is known of it by now: its work may be done, its reply not."""
        left = await self._journal.unfinished()
        return next((kept for kept in left if kept.update_id == update.update_id), update)


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
    return KeptUpdate(update_id=int(body["update_id"]), telegram_id=person_of(body), body=text)
