"""Kills the bot's process again and again while people offer and answer, and counts what was told.

The simulator lives in this process and stays, as Telegram would; the bot is the real program, and
is killed with SIGKILL at random moments: while it starts, while it works, while it sends. People
tap on meanwhile. Then the clock is moved through the event, so that the reminders fall due, with
further kills. What must hold afterwards is `bench.kills_judged`'s.

Exits with 1 and a line for each thing that does not hold.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bench import seeds
from bench.crowd_at_phones import Phones, answer_offer, greet, make_offer
from bench.kills_judged import Judged, Watch, judge
from bot.files import EXAMPLE_EVENT, sqlite_file, sqlite_in
from matchmaking.eventfile import load_event
from matchmaking.intents import Language
from matchmaking.matching import MatchId
from matchmaking.people import Account, Attendee
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import actors
from rehearsal.people import Person
from rehearsal.server import Rehearsal
from storage.store import Store

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "1:kills"
START = datetime(2027, 4, 12, 9, 0, tzinfo=UTC)
"""The day before the event, so that offers stand and no reminder is due yet."""

LONGEST_LIFE = 2.0
"""How long the bot lives at most, in the time it takes from its start to its first answer: about
as many are killed while they start as while they work, on a slow machine too."""


@dataclass(kw_only=True)
class Bot:
    """The real program, started and killed."""

    url: str
    folder: Path
    wakes_s: float = 2.0
    """Seconds from its start to its first answer."""
    kills: int = 0
    process: asyncio.subprocess.Process | None = None
    _next: asyncio.Event = field(default_factory=asyncio.Event)
    """The next kill."""

    async def start(self) -> None:
        """A new life."""
        settings = {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.url,
            "CLOCK_URL": f"{self.url}/api/clock",
            "DATA_DIR": str(self.folder),
            "PACE": "1000",
        }
        with (self.folder / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=ROOT,
                env=os.environ | settings,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        assert self.process is not None
        if self.process.returncode is not None:
            raise SystemExit(f"the bot ended by itself: {self.folder / 'bot.log'}")
        self.process.kill()
        await self.process.wait()
        self.kills += 1
        self._next.set()
        self._next = asyncio.Event()

    async def killed(self, times: int) -> None:
        """Waits until it has been killed that often."""
        while self.kills < times:
            await self._next.wait()

    async def kill_often(self, times: int, dice: random.Random) -> None:
        """That many short lives; it lives on after the last."""
        for _ in range(times):
            await asyncio.sleep(dice.uniform(0, LONGEST_LIFE * self.wakes_s))
            await self.kill()
            await self.start()


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two people, one of whom is to make the other an offer."""

    one: Person
    other: Person
    attendees: tuple[Attendee, Attendee]
    match: MatchId


def seed(store: Store, people: Sequence[Person], offers: int) -> list[Pair]:
    """Everybody registered, and the pairs matched: each is proposed to by a few others."""

    def fill(uow: UnitOfWork, now: datetime) -> list[Pair]:
        uow.events.put(load_event(ROOT / EXAMPLE_EVENT))
        languages = list(Language)
        known = [
            seeds.put_attendee(
                uow,
                now,
                account=Account(telegram_id=person.id, name=person.name),
                language=languages[number % len(languages)],
            )
            for number, person in enumerate(people)
        ]
        pairs = []
        for number in range(offers):
            at, round_ = number % len(people), number // len(people)
            to = (at + 1 + round_) % len(people)
            match = seeds.put_match(uow, viewer=known[at], other=known[to])
            pairs.append(
                Pair(
                    one=people[at],
                    other=people[to],
                    attendees=(known[at], known[to]),
                    match=match,
                )
            )
        return pairs

    return store.run_sync(fill)


async def play(
    phones: Phones, store: Store, pairs: Sequence[Pair], bot: Bot, kills: int
) -> tuple[int, int]:
    """Every offer made, and every one answered that has a time left; returns how many of each.
    They are spread over so many kills, so that there is work at each."""
    counts = [0, 0]
    busy: dict[int, asyncio.Semaphore] = {}

    async def errand(pair: Pair, begins: int, yes: bool) -> None:
        await bot.killed(begins)
        # One thing at a time, as a person does.
        async with busy.setdefault(pair.one.id, asyncio.Semaphore(1)):
            made = await make_offer(phones, pair.one, pair.match)
        if not made:
            return
        counts[0] += 1
        one, other = pair.attendees
        between = store.run_sync(lambda uow, _now: uow.meetings.between(one.id, other.id))
        offers = [meeting for meeting in between if meeting.proposer == one.id]
        if not offers:
            return
        offer = offers[-1]

        def gone() -> bool:
            return not store.run_sync(
                lambda uow, now: actors.still_open(uow, now, offer, one, other)
            )

        async with busy.setdefault(pair.other.id, asyncio.Semaphore(1)):
            answered = await answer_offer(phones, pair.other, offer.id, yes=yes, gone=gone)
        counts[1] += answered

    async with asyncio.TaskGroup() as group:
        for number, pair in enumerate(pairs):
            begins = number * kills // len(pairs)
            group.create_task(errand(pair, begins, phones.dice.random() < 0.8))
    return counts[0], counts[1]


async def move_clock(url: str, moment: datetime) -> None:
    """Moves the simulator's clock as its page does, so that the bot hears of it at once."""
    async with httpx.AsyncClient(base_url=url) as http:
        answer = await http.post("/api/clock", json={"to": moment.isoformat()})
        answer.raise_for_status()


async def soak(folder: Path, *, people: int, offers: int, kills: int, seed_: int) -> Judged:
    """The whole; returns what was found."""
    dice = random.Random(seed_)
    async with Rehearsal(token=TOKEN, now=START) as rehearsal:
        world = rehearsal.world
        guests = [world.add_person(f"Guest {n}", ("ar", "fr", "en")[n % 3]) for n in range(people)]
        store = Store.open(sqlite_in(folder), clock=world.clock.moment)
        store.migrate()
        pairs = seed(store, guests, offers)
        phones = Phones(world, seed=seed_)
        bot = Bot(url=rehearsal.url, folder=folder)
        started = time.monotonic()
        await bot.start()
        await greet(phones, guests[0])
        bot.wakes_s = time.monotonic() - started
        # Telegram lets a bot write to nobody who has not opened its chat.
        for guest in guests[1:]:
            await greet(phones, guest)
        async with asyncio.TaskGroup() as group:
            early = kills * 9 // 10
            killing = group.create_task(bot.kill_often(early, dice))
            made, answered = await play(phones, store, pairs, bot, early)
            amid = bot.kills
        await killing
        watch = Watch(sqlite_in(folder))
        await watch.quiet(world.clock.moment)
        while (moment := watch.next_due(world.clock.moment())) is not None:
            await move_clock(rehearsal.url, moment)
            if bot.kills < kills:
                await bot.kill_often(1, dice)
            await watch.quiet(world.clock.moment)
        await bot.kill()
        store.close_sync()
        return judge(
            sqlite_file(folder),
            rehearsal.calls.since(0),
            kills=bot.kills,
            amid=amid,
            made=made,
            answered=answered,
            taps=phones.taps,
            again=phones.again,
            seconds=time.monotonic() - started,
        )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--offers", type=int, default=250, help="each is answered: twice as many")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        judged = asyncio.run(
            soak(
                Path(folder),
                people=options.people,
                offers=options.offers,
                kills=options.kills,
                seed_=options.seed,
            )
        )
    print(judged.summary())
    for problem in judged.problems:
        print(f"  {problem}")
    sys.exit(1 if judged.problems else 0)


if __name__ == "__main__":
    main()
