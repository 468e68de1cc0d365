"""Two hundred people answer offers at the same moment, over HTTP, and nobody is booked twice.

Everybody holds offers from several others, all for the same few times, so that most acceptances
are rivals of others. All tap at once. Prints how long a tap waits for its answer
(answerCallbackQuery) and how many meetings were agreed; exits with 1 when somebody, or a table, is
booked twice, or a tap is not answered.
"""

import argparse
import asyncio
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench import seeds
from bench.crowd_at_phones import Phones, with_button
from bench.kills import ROOT, START, TOKEN, Bot
from bench.kills_judged import BOOKED, DOUBLE
from bot.files import EXAMPLE_EVENT, sqlite_file, sqlite_in
from matchmaking.eventfile import load_event
from matchmaking.intents import Language
from matchmaking.people import Account
from matchmaking.ports import UnitOfWork
from matchmaking.slots import slots_of
from matchmaking.usecases.proposals import proposed
from rehearsal.people import Person
from rehearsal.server import Rehearsal
from storage.store import Store

ANSWERED_WITHIN_S = 60.0

TABLES_TWICE = f"""
SELECT table_number, starts_at, count(*) FROM meeting
WHERE state IN {BOOKED} AND table_number IS NOT NULL
GROUP BY table_number, starts_at HAVING count(*) > 1
"""


@dataclass(frozen=True, kw_only=True)
class Rush:
    """What a rush showed. `waits_s` are seconds from a tap to its answer, None: none came."""

    taps: int
    waits_s: Sequence[float | None]
    meetings: int
    doubles: Sequence[tuple[object, ...]]

    @property
    def unanswered(self) -> int:
        """Taps that nobody answered."""
        return sum(wait is None for wait in self.waits_s)

    def percentile(self, share: float) -> float:
        """Seconds within which that share of the answered taps had their answer."""
        waits = sorted(wait for wait in self.waits_s if wait is not None)
        return waits[min(len(waits) - 1, int(len(waits) * share))]


def seed(store: Store, people: Sequence[Person], each: int, times: int) -> Mapping[int, list[int]]:
    """Everybody is offered meetings by `each` others; returns the meetings by invitee's phone."""

    def fill(uow: UnitOfWork, _now: object) -> dict[int, list[int]]:
        instant = store.clock()
        plan = load_event(ROOT / EXAMPLE_EVENT)
        event = uow.events.put(plan)
        slots = [slot for window in plan.windows for slot in slots_of(window, event)][:times]
        known = [
            seeds.put_attendee(
                uow,
                instant,
                account=Account(telegram_id=person.id, name=person.name),
                language=list(Language)[number % 3],
            )
            for number, person in enumerate(people)
        ]
        offers: dict[int, list[int]] = {}
        for round_ in range(each):
            for number, invitee in enumerate(known):
                proposer = known[(number + 1 + round_) % len(known)]
                slot = slots[(number + round_) % len(slots)]
                meeting = seeds.put_offer(
                    uow, instant, proposer=proposer, invitee=invitee, slot=slot
                )
                uow.notices.leave([proposed(meeting, invitee.person, instant)])
                offers.setdefault(people[number].id, []).append(meeting.id)
        return offers

    return store.run_sync(fill)


async def rush(folder: Path, *, people: int, each: int, times: int) -> Rush:
    """The whole."""
    async with Rehearsal(token=TOKEN, now=START) as rehearsal:
        world = rehearsal.world
        guests = [world.add_person(f"Guest {n}", ("ar", "fr", "en")[n % 3]) for n in range(people)]
        for guest in guests:
            guest.started = True
        store = Store.open(sqlite_in(folder), clock=world.clock.moment)
        store.migrate()
        offers = seed(store, guests, each, times)
        phones = Phones(world, seed=1)
        bot = Bot(url=rehearsal.url, folder=folder)
        await bot.start()
        for guest in guests:
            for meeting in offers[guest.id]:
                await _holds(phones, guest, meeting)
        waits = await _tap_all(phones, guests, offers)
        await bot.kill()
        store.close_sync()
    with closing(sqlite3.connect(sqlite_file(folder))) as connection:
        doubles = [*connection.execute(DOUBLE), *connection.execute(TABLES_TWICE)]
        (meetings,) = connection.execute(
            f"SELECT count(*) FROM meeting WHERE state IN {BOOKED}"
        ).fetchone()
    return Rush(taps=len(waits), waits_s=waits, meetings=meetings, doubles=doubles)


async def _holds(phones: Phones, guest: Person, meeting: int) -> None:
    """Returns when the offer has come to that phone."""
    while not await phones.wait(guest, lambda: with_button(guest, (f"ac:{meeting}:",)) is not None):
        pass


async def _tap_all(
    phones: Phones, guests: Sequence[Person], offers: Mapping[int, list[int]]
) -> list[float | None]:
    """Everybody taps the first time of each of their offers; seconds until each is answered."""
    wanted = [(guest, meeting) for guest in guests for meeting in offers[guest.id]]
    random.Random(3).shuffle(wanted)
    loop = asyncio.get_running_loop()
    answers: list[tuple[float, asyncio.Future[float]]] = []
    for guest, meeting in wanted:
        entry = with_button(guest, (f"ac:{meeting}:",))
        assert entry is not None
        rows = entry.message["reply_markup"]["inline_keyboard"]
        data = next(
            str(b["callback_data"])
            for row in rows
            for b in row
            if str(b.get("callback_data", "")).startswith(f"ac:{meeting}:")
        )
        answered: asyncio.Future[float] = loop.create_future()
        query = phones.world.tap(guest, entry, data)
        query.on_answer = lambda _answer, to=answered: to.set_result(time.perf_counter())
        answers.append((time.perf_counter(), answered))
    await asyncio.wait([answered for _, answered in answers], timeout=ANSWERED_WITHIN_S)
    return [answered.result() - at if answered.done() else None for at, answered in answers]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.rush", description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--each", type=int, default=3, help="offers that everybody holds")
    parser.add_argument("--times", type=int, default=4, help="different times of all offers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(
            rush(Path(folder), people=options.people, each=options.each, times=options.times)
        )
    print(f"{found.taps} taps at once, {os.cpu_count()} cores: {found.meetings} meetings agreed")
    print(
        f"  a tap's answer: {found.percentile(0.5) * 1000:.0f} ms median, "
        f"{found.percentile(0.99) * 1000:.0f} ms p99"
    )
    print(f"  unanswered {found.unanswered}, booked twice {len(found.doubles)}")
    sys.exit(1 if found.doubles or found.unanswered else 0)


if __name__ == "__main__":
    main()
