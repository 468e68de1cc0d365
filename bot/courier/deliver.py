"""Sends what is owed: claims a notice, asks whether it is still true, sends, and settles it.

Owns the loop and what each outcome does to a notice. Knows the store's `run` and `look`, the
sender and the pace, but no Telegram library and no SQL.

A notice is claimed only when the pace allows a message, so nothing is leased while a 429 pause
lasts and the most urgent notice goes first even in the middle of an announcement to thousands.
At a usual pace that is one at a time, and one more while the first is made ready; at a pace that
no network keeps, as many as would go out within `AHEAD_S`.
What is under way is remembered here besides being leased there: a rehearsal's clock moved by
days would end every lease at once, and the same message would go out twice.
"""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.courier.outcomes import (
    Gone,
    NotThere,
    Outcome,
    Paused,
    Refused,
    Sent,
    Unreached,
    next_wait_s,
)
from bot.courier.pace import Pace
from bot.courier.ports import Post, Stock
from bot.tasks import Tasks
from handlers.screens.notices import notice_screen
from matchmaking.notices import PRIORITY, Notice, NoticeState, Priority
from matchmaking.ports import UnitOfWork, UseCase
from matchmaking.usecases import arrivals, delivery
from matchmaking.usecases.delivery import Delivery, Held, Stale
from matchmaking.usecases.truths import ONLY_EDITS

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)
"""Longer than any request may last; after it another machine may take the notice over."""

AT_ONCE = 8
"""Most notices under way at a time."""

AHEAD_S = 0.06
"""How far ahead of their sending notices are claimed, by the pace."""

LATE = timedelta(minutes=1)
"""A reminder that goes out later than this after its hour is noted in the log."""

WRITE_WAITS_S = (0.1, 0.5, 2.0)
"""Waits between the attempts to note an outcome."""

TROUBLE_WAIT_S = 2.0
"""After the store failed, before it is asked again."""


class Courier:
    """Delivers until cancelled; `nudge` tells it that something may be due."""

    def __init__(
        self,
        store: Stock,
        post: Post,
        pace: Pace,
        tasks: Tasks,
        *,
        worker: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._post = post
        self._pace = pace
        self._tasks = tasks
        self._worker = worker
        self._monotonic = monotonic
        self._nudged = asyncio.Event()
        self._moved = asyncio.Event()
        self._ahead = min(AT_ONCE, max(1, math.ceil(AHEAD_S * pace.per_second)))
        self._under_way: set[int] = set()
        self._ready: set[int] = set()
        """Those under way that have not gone out yet."""

    def nudge(self) -> None:
        """Something may be due: look now."""
        self._nudged.set()

    async def run(self) -> None:
        """Gives up what an earlier life of this worker had claimed, then delivers for ever."""
        given_up = await self._store.run(lambda uow, _: uow.notices.unclaim(self._worker))
        if given_up:
            log.info("claims of an earlier run given up", notices=given_up)
        while True:
            self._nudged.clear()
            try:
                await self._deliver_due()
            except Exception as error:
                # The store is away or locked: the notices stay where they are.
                log.error("nothing can be delivered just now", exc_info=error)
                await asyncio.sleep(TROUBLE_WAIT_S)
                continue
            await self._nudged.wait()

    async def _deliver_due(self) -> None:
        """Starts the delivery of everything due; returns when nothing more is."""
        while True:
            while self._room() <= 0:
                self._moved.clear()
                await self._moved.wait()
            if await self._pause(lambda now: self._pace.wait_s(now)):
                continue
            claimed = await self._claim(self._room())
            if not claimed:
                return
            for notice in claimed:
                self._under_way.add(notice.id)
                self._ready.add(notice.id)
                self._tasks.start(self._deliver(notice), name=f"notice {notice.id}")

    def _room(self) -> int:
        """How many notices may be claimed now."""
        return min(AT_ONCE - len(self._under_way), self._ahead - len(self._ready))

    async def _claim(self, most: int) -> list[Notice]:
        def claim(uow: UnitOfWork, now: datetime) -> list[Notice]:
            return uow.notices.claim(now, until=now + LEASE, limit=most, worker=self._worker)

        claimed = await self._store.brief(claim)
        return [notice for notice in claimed if notice.id not in self._under_way]

    async def _deliver(self, notice: Notice) -> None:
        """One notice to its end."""
        try:
            await self._deliver_claimed(notice)
        finally:
            self._under_way.discard(notice.id)
            self._gone(notice)
            # Its recipient may have more waiting, which were held back while this one was leased.
            self.nudge()

    def _gone(self, notice: Notice) -> None:
        """It is on its way, or will not be sent: the next may be claimed."""
        self._ready.discard(notice.id)
        self._moved.set()

    async def _deliver_claimed(self, notice: Notice) -> None:
        prepared = await self._store.glance(
            lambda uow, now: delivery.prepare(uow, now, notice=notice)
        )
        if isinstance(prepared, Delivery):
            chat = prepared.recipient.telegram_id
            if await self._pause(lambda now: self._pace.wait_for_s(chat, now)):
                # Time has passed: is it still true?
                prepared = await self._store.glance(
                    lambda uow, now: delivery.prepare(uow, now, notice=notice)
                )
        if isinstance(prepared, Stale):
            log.info("notice dropped", notice=notice.id, key=notice.what.key, why=prepared.reason)
            await self._settle(notice, NoticeState.STALE, detail=prepared.reason)
            return
        if isinstance(prepared, Held):
            held = prepared
            await self._write(
                lambda uow, now: delivery.put_back(uow, now, notice=notice, held=held)
            )
            return
        if prepared.late > LATE and PRIORITY[notice.what.kind] is Priority.REMINDER:
            log.info("notice still of use", key=notice.what.key, why=_still_of_use(prepared))
        outcome = await self._send(prepared)
        await self._conclude(notice, prepared, outcome)

    async def _send(self, ready: Delivery) -> Outcome:
        chat = ready.recipient.telegram_id
        try:
            screen = replace(notice_screen(ready), silent=ready.silent)
        except Exception as error:
            # A fault in the words would come again with every attempt.
            log.error("a notice has no screen", key=ready.notice.what.key, exc_info=error)
            return Refused(detail=f"no screen: {type(error).__name__}")
        await self._pause(lambda now: self._pace.wait_for_s(chat, now))
        self._pace.went(chat, self._monotonic())
        self._gone(ready.notice)
        if ready.edit is not None:
            outcome = await self._post.edit(chat, ready.edit, screen)
            # What was deleted is opened again by whoever wants it: it does not come by itself.
            only_edit = ready.notice.what.kind in ONLY_EDITS
            if only_edit or not isinstance(outcome, NotThere):
                return outcome
            await self._pause(lambda now: self._pace.wait_for_s(chat, now))
            self._pace.went(chat, self._monotonic())
        return await self._post.send(chat, screen)

    async def _conclude(self, notice: Notice, ready: Delivery, outcome: Outcome) -> None:
        """Writes down what became of a notice."""
        match outcome:
            case Sent(message_id=message_id):
                await self._settle(notice, NoticeState.SENT, message_id=message_id or ready.edit)
            case Paused(seconds=seconds):
                self._pace.pause(self._monotonic(), seconds)
                log.warning("Telegram asks for a pause", seconds=seconds)
                await self._postpone(notice, seconds, "paused")
            case Gone(detail=detail):
                await self._person_left(notice, ready.recipient.telegram_id, detail)
            case NotThere(detail=detail) if notice.what.kind in ONLY_EDITS:
                await self._settle(notice, NoticeState.STALE, detail=detail)
            case Refused(detail=detail) | NotThere(detail=detail):
                log.error("Telegram refuses a notice", key=notice.what.key, detail=detail)
                await self._settle(notice, NoticeState.FAILED, detail=detail)
            case Unreached(detail=detail):
                await self._try_again(notice, detail)

    async def _try_again(self, notice: Notice, detail: str) -> None:
        wait_s = next_wait_s(notice.attempts + 1)
        if wait_s is None:
            log.error("notice given up", key=notice.what.key, detail=detail)
            await self._settle(notice, NoticeState.FAILED, detail=detail)
            return
        log.warning("notice comes later", key=notice.what.key, wait_s=wait_s, detail=detail)
        await self._postpone(notice, wait_s, detail)

    async def _settle(
        self,
        notice: Notice,
        state: NoticeState,
        *,
        message_id: int | None = None,
        detail: str = "",
    ) -> None:
        await self._write(
            lambda uow, now: delivery.settle(
                uow, now, notice=notice, state=state, message_id=message_id, detail=detail
            )
        )

    async def _postpone(self, notice: Notice, seconds: float, detail: str) -> None:
        await self._write(
            lambda uow, now: uow.notices.postpone(
                notice.id, now + timedelta(seconds=seconds), detail=detail
            )
        )

    async def _person_left(self, notice: Notice, telegram_id: int, detail: str) -> None:
        def note(uow: UnitOfWork, now: datetime) -> None:
            arrivals.left(uow, now, telegram_id=telegram_id)
            uow.notices.settle(notice.id, NoticeState.BLOCKED, now=now, detail=detail)

        log.info("the person is out of reach", notice=notice.id, detail=detail)
        await self._write(note)

    async def _write(self, use_case: UseCase[None]) -> None:
        """Writes an outcome down. A store that is away for a moment is asked again: what went
        out and is not noted would go out twice."""
        for wait_s in WRITE_WAITS_S:
            try:
                return await self._store.brief(use_case)
            except Exception as error:
                log.warning("an outcome could not be noted; once more", error=str(error))
                await asyncio.sleep(wait_s)
        return await self._store.brief(use_case)

    async def _pause(self, wait: Callable[[float], float]) -> bool:
        """Sleeps until `wait` says 0, asking again each time; returns whether it slept at all.

        Between its last question and the caller's next step nothing else runs, so two
        deliveries cannot take the same moment."""
        slept = False
        while (seconds := wait(self._monotonic())) > 0:
            slept = True
            await asyncio.sleep(seconds)
        return slept


def _still_of_use(ready: Delivery) -> str:
    """Why a late reminder is sent all the same, in words for the log."""
    late_s, until = round(ready.late.total_seconds()), ready.notice.what.expires_at
    return f"late_by_{late_s}_s, of use until {until.isoformat() if until else 'any time'}"
