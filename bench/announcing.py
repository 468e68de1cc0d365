"""Prints how announcements go out: the courier's ceiling beside the bare library's, the pace it
holds with Telegram's limits switched on, and how long counting a segment takes.

The simulator is a process of its own (`bench.crowd_stage`), as Telegram is. Everything else is the
real thing: the store, the use cases, the courier, the sender. `--people` bounds the run: 10,000 at
25 a second take seven minutes.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from telegram.ext import ExtBot

from bench.crowded import Crowd, furnished
from bench.ports import TOKEN
from bot.courier.deliver import Courier
from bot.courier.pace import Pace
from bot.courier.progress import ProgressMessages
from bot.courier.sender import Sender
from bot.jobs import DELIVER_S, PROGRESS_S
from bot.tasks import Tasks
from handlers.faces import Faces
from matchmaking.intents import Language
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.segments import EVERYBODY, NONE, Criterion
from matchmaking.usecases import announcing
from storage.store import Store

UNBOUNDED = 100_000.0
"""A pace that nothing reaches."""

REMINDERS = 40
"""How many reminders fall due while the announcement goes out: news of a meeting, to be exact,
which needs no meeting in the store and goes a little less urgently than a reminder."""


@asynccontextmanager
async def courier(store: Store, url: str, per_second: float) -> AsyncIterator[Courier]:
    """The courier at work, with its ticks, as the program has it."""
    sender = Sender(TOKEN, api_url=url, per_second=per_second, faces=Faces())
    await sender.open()
    tasks, pace = Tasks(), Pace(per_second)
    made = Courier(store, sender, pace, tasks, worker="bench")
    progress = ProgressMessages(store, sender, pace)

    async def tick() -> None:
        since = time.monotonic()
        while True:
            await asyncio.sleep(DELIVER_S)
            made.nudge()
            if time.monotonic() - since >= PROGRESS_S:
                since = time.monotonic()
                await progress.update()

    tasks.start(made.run(), name="courier", vital=True)
    tasks.start(tick(), name="ticks", vital=True)
    try:
        yield made
    finally:
        await tasks.close()
        await sender.close()


async def announce(store: Store, message: int | None) -> int:
    """Confirms an announcement to everybody; returns how many that are."""

    def run(uow: UnitOfWork, now: datetime) -> int:
        texts = {Language.FR: "Bonjour", Language.EN: "Hello", Language.AR: "مرحباً"}
        view = announcing.draft(uow, now, actor=PersonId(1), texts=texts)
        number = view.announcement.id
        sending = announcing.confirm(
            uow, now, actor=PersonId(1), announcement_id=number, progress_message=message
        )
        return sending.progress.total

    return await store.run(run)


async def until_told(store: Store) -> None:
    """Returns when nothing is owed that is due."""

    def owed(uow: UnitOfWork, now: datetime) -> bool:
        views = announcing.under_way(uow, now)
        return any(view.progress.remaining for view in views)

    while await store.look(owed):  # noqa: ASYNC110 - rows are what tells, and they ring no bell
        await asyncio.sleep(2)


async def ceiling(crowd: Crowd, store: Store, people: int) -> float:
    """The courier's messages a second with nothing to hold it back."""
    crowd.heard()
    async with courier(store, crowd.url, UNBOUNDED) as at_work:
        await announce(store, None)
        at_work.nudge()
        await until_told(store)
    heard = crowd.heard()
    assert len(heard.times) >= people
    return heard.rate


async def bare(crowd: Crowd, first_chat: int, people: int, at_once: int) -> float:
    """The bare library's: the same texts through its `ExtBot`, so many requests at a time."""
    crowd.heard()
    bot: ExtBot[Any] = ExtBot(TOKEN, base_url=f"{crowd.url}/bot")
    chats = iter(range(first_chat, first_chat + people))

    async def send() -> None:
        for chat in chats:
            await bot.send_message(chat, "<b>Techdays</b>\n\nHello", parse_mode="HTML")

    async with bot:
        await asyncio.gather(*(send() for _ in range(at_once)))
    return crowd.heard().rate


async def paced(crowd: Crowd, store: Store, people: int, pace: float) -> None:
    """An announcement to everybody with Telegram's limits on, and reminders in its midst."""
    crowd.ask(do="limits", on=True)
    crowd.heard()
    span = people / pace
    begun = datetime.now(UTC)
    due = {
        people - n: begun + timedelta(seconds=span * (n + 1) / (REMINDERS + 2))
        for n in range(REMINDERS)
    }
    notices = [
        NewNotice(
            recipient=PersonId(n), kind=NoticeKind.LEFT, key="late", due_at=at
        )
        for n, at in due.items()
    ]  # fmt: skip
    async with courier(store, crowd.url, pace) as at_work:
        await store.run(lambda uow, _: uow.notices.leave(notices))
        await announce(store, None)
        at_work.nudge()
        await until_told(store)
        await asyncio.sleep(1.5)
    heard = crowd.heard()
    crowd.ask(do="limits", on=False)
    late = [heard.told[str(crowd_chat(crowd, n))] - at.timestamp() for n, at in due.items()]
    print(f"an announcement to {people} at a pace of {pace:g} a second, limits on")
    print(f"  held          {heard.rate / pace:8.1%}  (aim 95 %)")
    print(f"  429s          {heard.refused:8}  (aim 0)")
    print(f"  reminders     {max(late):8.2f} s late at most, of {len(late)}  (aim 2)", flush=True)


def crowd_chat(crowd: Crowd, number: int) -> int:
    """The chat of a person by their number in the store."""
    return int(crowd.ask(do="first")["chat"]) + number - 1


def counting(store: Store) -> None:
    """How long the count takes that follows each tap in the picker."""
    segment = EVERYBODY
    for criterion, value in (
        (Criterion.LANGUAGE, "fr"), (Criterion.ROLE, "sme"), (Criterion.SECTOR, "agrifood"),
        (Criterion.MEETING, NONE),
    ):  # fmt: skip
        segment = segment.switched(criterion, value, on=True)

    def count(uow: UnitOfWork, _now: datetime) -> tuple[int, float]:
        event = uow.events.current()
        assert event is not None
        begun = time.perf_counter()
        counts = uow.announcements.count(event, segment)
        return sum(counts.values()), time.perf_counter() - begun

    found, _ = store.run_sync(count)
    times = sorted(store.run_sync(count)[1] for _ in range(20))
    print(f"counting a segment of four conditions: {times[10] * 1000:.1f} ms, {found} people")


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.announcing", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000, help="who get the paced one")
    parser.add_argument("--burst", type=int, default=1500, help="who get the unbounded ones")
    parser.add_argument("--pace", type=float, default=25)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        await ratio(options, Path(folder) / "ceiling")
        crowd = Crowd(options.people)
        first = int(crowd.ask(do="first")["chat"])
        store = furnished(Path(folder) / "pace", options.people, first)
        counting(store)
        await paced(crowd, store, options.people, options.pace)
        store.close_sync()
        crowd.close()


async def ratio(options: argparse.Namespace, folder: Path) -> None:
    """The courier and the bare library by turns."""
    crowd = Crowd(options.burst)
    first = int(crowd.ask(do="first")["chat"])
    store = furnished(folder, options.burst, first)
    rounds = []
    for _ in range(options.rounds):
        one = await bare(crowd, first, options.burst, 1)
        several = await bare(crowd, first, options.burst, 8)
        rounds.append((await ceiling(crowd, store, options.burst), max(one, several)))
    ours, theirs = (sorted(column)[len(rounds) // 2] for column in zip(*rounds, strict=True))
    print(f"no limits, {options.burst} messages, medians of {len(rounds)} rounds by turns")
    print(f"  the courier          {ours:6.0f} messages/s")
    print(f"  the bare library     {theirs:6.0f} messages/s (1 or 8 at a time, the better)")
    share = sorted(a / b for a, b in rounds)[len(rounds) // 2]
    print(f"  ratio of the rates   {share:6.2f}", flush=True)
    store.close_sync()
    crowd.close()


if __name__ == "__main__":
    asyncio.run(main())
