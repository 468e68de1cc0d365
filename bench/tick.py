"""What a look costs while many notices are pending and none is due."""

import asyncio
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.jobs import keep_time
from matchmaking.events import EventPlan
from matchmaking.intents import Language
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Account
from matchmaking.ports import UnitOfWork
from storage.store import Store

AIM_TICK_MS = 5.0


def tick(store: Store, plan: EventPlan, *, pending: int, times: int) -> None:
    """Prints what a look costs while nothing is due."""
    store.run_sync(lambda uow, _now: uow.events.put(plan))
    store.run_sync(lambda uow, now: _owe(uow, now, pending))

    async def measured(work: Callable[[], Any]) -> float:
        took = []
        for _ in range(times):
            start = time.perf_counter()
            await work()
            took.append((time.perf_counter() - start) * 1000)
        return statistics.median(took)

    def claim(uow: UnitOfWork, now: datetime) -> int:
        return len(uow.notices.claim(now, until=now + timedelta(minutes=2), limit=1, worker="b"))

    async def all_looks() -> tuple[float, float]:
        return (
            await measured(lambda: store.run(claim)),
            await measured(lambda: keep_time(store, nudge=lambda: None)),
        )

    claiming, keeping = asyncio.run(all_looks())
    total = claiming + keeping
    verdict = "reached" if total <= AIM_TICK_MS else "not reached"
    print(f"a tick with {pending} pending notices, none due: medians of {times}")
    print(f"  what the courier asks   {claiming:7.2f} ms")
    print(f"  what the clock asks     {keeping:7.2f} ms")
    print(f"  together                {total:7.2f} ms (aim {AIM_TICK_MS:.0f} ms: {verdict})")


def _owe(uow: UnitOfWork, now: datetime, pending: int) -> None:
    people = [
        uow.people.add(Account(telegram_id=n, name=f"Person {n}"), Language.FR)
        for n in range(1, 1 + pending // 50)
    ]
    uow.notices.leave(
        [
            NewNotice(
                recipient=people[number % len(people)].id,
                kind=(NoticeKind.SOON, NoticeKind.AGENDA, NoticeKind.ANNOUNCEMENT)[number % 3],
                key=f"bench:{number}",
                due_at=now + timedelta(minutes=1 + number % 5000),
            )
            for number in range(pending)
        ]
    )
