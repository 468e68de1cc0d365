"""What happens by itself: a few fixed ticks, held in memory.

Owns how often. Rows are the schedule (`matchmaking.notices`), so a tick asks what is due by the
clock of the house and nothing is lost when one is missed, late, or came twice. When a
rehearsal's clock is moved, everything is looked at once, at once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.courier.ports import Stock
from bot.tasks import Tasks
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import appointments, asking, digests, exchange

log = structlog.get_logger(__name__)

DELIVER_S = 1.0
KEEP_TIME_S = 5.0
ASK_S = 10.0
PROGRESS_S = 2.0
NEXT_REMINDER_S = 2.0
FORGET_S = 3600.0
"""How often each is done, in seconds of the real clock."""

KEPT_FOR = timedelta(days=3)
"""How long an update is remembered after it was answered; Telegram repeats it for one day."""

AT_ONCE = 100
"""Most offers or meetings dealt with in one transaction."""


class Ticks:
    """The scheduler, and the same work on demand."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._on_jump: list[Callable[[], Awaitable[None]]] = []

    def every(
        self, seconds: float, work: Callable[[], Awaitable[None]], *, on_jump: bool = False
    ) -> None:
        """Does `work` every so many seconds, one at a time, and after a move of the clock."""
        alone = asyncio.Lock()

        async def once() -> None:
            async with alone:
                try:
                    await work()
                except Exception as error:
                    # The next tick tries again; a store that is away must not end the ticks.
                    log.error("a tick failed", work=work.__qualname__, exc_info=error)

        self._scheduler.add_job(once, IntervalTrigger(seconds=seconds, timezone=UTC))
        if on_jump:
            self._on_jump.append(once)

    def jumped(self) -> None:
        """The clock was moved: look at everything now."""
        for work in self._on_jump:
            self._tasks.start(self._once(work), name="after a move of the clock")

    async def _once(self, work: Callable[[], Awaitable[None]]) -> None:
        await work()

    def start(self) -> None:
        """Begins to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Ticks no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


async def keep_time(store: Stock, *, nudge: Callable[[], None]) -> None:
    """Ends offers whose time is over and begins meetings whose hour has come."""
    for due, work in ((_offers_lapsed, _end_offers), (_meetings_begun, _begin_meetings)):
        # Most looks find nothing, and a writing transaction need not begin for that.
        if not await store.look(due):
            continue
        while await store.run(work) >= AT_ONCE:
            pass
        nudge()


async def ask_after(store: Stock, *, nudge: Callable[[], None]) -> None:
    """Asks how meetings were, closes those of which nobody speaks, tells those who look after a
    cluster in the evening, and forgets the numbers that have reached those they were for."""
    if await store.look(_somebody_to_ask):
        asked = await store.run(asking.ask)
        log.info("asked how meetings were", people=asked)
        nudge()
    if await store.look(asking.anything_to_close):
        while closed := await store.run(_close_meetings):
            log.info("meetings closed, their time for answers being over", meetings=closed)
    if await store.look(_digests_due):
        log.info("members of clusters told in counts", messages=await store.run(digests.owe))
        nudge()
    if await store.look(_something_to_forget):
        await store.run(exchange.forget)


def _somebody_to_ask(uow: UnitOfWork, now: datetime) -> bool:
    return bool(asking.due(uow, now))


def _digests_due(uow: UnitOfWork, now: datetime) -> bool:
    return bool(digests.due(uow, now))


def _close_meetings(uow: UnitOfWork, now: datetime) -> int:
    return asking.close(uow, now, limit=AT_ONCE)


def _something_to_forget(uow: UnitOfWork, now: datetime) -> bool:
    return bool(exchange.to_forget(uow, now))


def _offers_lapsed(uow: UnitOfWork, now: datetime) -> bool:
    return bool(uow.meetings.lapsed(now, 1))


def _end_offers(uow: UnitOfWork, now: datetime) -> int:
    return appointments.expire_offers(uow, now, limit=AT_ONCE)


def _meetings_begun(uow: UnitOfWork, now: datetime) -> bool:
    return bool(uow.meetings.begun(now, 1))


def _begin_meetings(uow: UnitOfWork, now: datetime) -> int:
    return appointments.start_meetings(uow, now, limit=AT_ONCE)
