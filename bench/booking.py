"""Prints what a booking and an idle tick cost, beside the same SQL issued by hand in the same run.

A booking is the use case `appointments.accept`, as a tap on "Accept" runs it: load, decide, book,
leave notices, one transaction. Its statements are written down while one copy of the database is
booked full; then two further copies are booked full by turns: one through the use case, one by the
bare driver, which is given the same statements with the same values and fetches the same rows. The
reference decides nothing and makes no values of the rows, so that the ratio says what our rules,
mapping and words in between cost.

The tick is what the courier and the clock ask every few seconds (`Notices.claim`, lapsed offers,
meetings that begin, beside `keep_time`) while many notices are pending and none is due.
"""

import argparse
import asyncio
import os
import platform
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copy
from typing import Any

from bench.by_hand import Recorder, Statement, recorded, replay, with_transactions
from bench.crowd import NOW
from bench.seeds import put_attendee, put_offer
from bench.tick import tick
from matchmaking.events import Day, EventPlan, Mode, Window
from matchmaking.intents import Language
from matchmaking.meetings import Meeting
from matchmaking.people import Account, Attendee, PersonId, WindowId
from matchmaking.ports import UnitOfWork
from matchmaking.slots import open_slots
from matchmaking.usecases import appointments
from storage.store import Store

WINDOW_HOURS = 4
TITLES = dict.fromkeys(Language, "Meetings")
OPENS = datetime(2027, 4, 13, 8, 0, tzinfo=UTC)
AIM_RATIO = 0.12


def plan() -> EventPlan:
    """An event on line with enough slots for everybody."""
    windows = tuple(
        Window(
            id=WindowId(0),
            code=f"w{number}",
            starts_at=OPENS + timedelta(hours=5 * number),
            ends_at=OPENS + timedelta(hours=5 * number + WINDOW_HOURS),
            titles=TITLES,
        )
        for number in range(2)
    )
    return EventPlan(
        code="bench",
        short_name="Bench",
        names=TITLES,
        zone="Africa/Tunis",
        mode=Mode.VIRTUAL,
        slot_minutes=20,
        rest_minutes=0,
        tables=0,
        offer_hours=24,
        link_template="https://meet.example.org/{room}",
        days=(Day(date=OPENS.date(), audience=(), titles=TITLES),),
        windows=windows,
        sessions=(),
    )


def opened(path: Path) -> Store:
    """The store in a file, its clock standing still."""
    return Store.open(f"sqlite:///{path}", clock=lambda: NOW)


@dataclass(kw_only=True)
class Offers:
    """What is to be accepted: (invitee, meeting, slot)."""

    open: list[tuple[PersonId, Meeting, datetime]] = field(default_factory=list)


def fill(path: Path, people: int, offers: int) -> Offers:
    """Makes a database with people who have offered each other meetings that fit."""
    store = opened(path)
    store.migrate()
    store.run_sync(lambda uow, _now: uow.events.put(plan()))
    attendees = store.run_sync(
        lambda uow, now: [
            put_attendee(
                uow,
                now,
                account=Account(telegram_id=number, name=f"Person {number}"),
                language=list(Language)[number % 3],
            )
            for number in range(1, people + 1)
        ]
    )
    found = store.run_sync(lambda uow, now: _offered(uow, now, attendees, offers))
    store.close_sync()
    return found


def _offered(uow: UnitOfWork, now: datetime, people: Sequence[Attendee], most: int) -> Offers:
    """Rounds of offers in which nobody is asked twice for one slot: round r pairs everybody with
    somebody r places on, at the r-th slot, as a timetable of a tournament does."""
    event_now = uow.events.current()
    assert event_now is not None
    slots = open_slots(people[0], event_now)
    found = Offers()
    half = len(people) // 2
    for number, slot in enumerate(slots):
        for place in range(half):
            if len(found.open) == most:
                return found
            one, other = people[place], people[half + (place + number) % half]
            meeting = put_offer(uow, now, proposer=one, invitee=other, slot=slot)
            found.open.append((other.person.id, meeting, slot))
    raise SystemExit(f"only {len(found.open)} offers fit; take more people")


async def book_all(store: Store, offers: Offers) -> float:
    """Accepts every offer as handlers do; returns the seconds."""
    start = time.perf_counter()
    for person, meeting, slot in offers.open:

        def accept(_connection: Any, unit: UnitOfWork, now: datetime, act: Any = None) -> None:
            act(unit, now)

        act = partial(appointments.accept, actor=person, meeting_id=meeting.id, slot=slot)
        await store.transact(partial(accept, act=act))
    return time.perf_counter() - start


def statements_of(path: Path, offers: Offers) -> list[Statement]:
    """What booking all of them issues, transactions included."""
    with recorded():
        store = opened(path)
        store.run_sync(lambda uow, _now: uow.events.current())
        # What the first connection sets up is not a booking's.
        asyncio.run(book_all(store, Offers(open=offers.open[:1])))
        written: list[Statement] = []
        Recorder.written = written
        asyncio.run(book_all(store, Offers(open=offers.open[1:])))
        Recorder.written = None
        store.close_sync()
    return with_transactions(written)


def bookings(folder: Path, *, people: int, count: int, rounds: int) -> None:
    """Prints bookings a second, both ways."""
    template = folder / "template.sqlite3"
    offers = fill(template, people, count + 1)
    statements = statements_of(Path(copy(template, folder / "recorded.sqlite3")), offers)
    ours, theirs = [], []
    for number in range(rounds):
        store = opened(Path(copy(template, folder / f"ours{number}.sqlite3")))
        asyncio.run(book_all(store, Offers(open=offers.open[:1])))
        ours.append(count / asyncio.run(book_all(store, Offers(open=offers.open[1:]))))
        store.close_sync()
        by_hand = Path(copy(template, folder / f"hand{number}.sqlite3"))
        book_first(by_hand, offers)
        theirs.append(count / replay(by_hand, statements))
        assert_equal_bookings(folder / f"ours{number}.sqlite3", by_hand, 2 * (count + 1))
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    each = len(statements) / count
    print(f"bookings: medians of {rounds} rounds of {count}, {each:.0f} statements each")
    print(f"  through the use case    {statistics.median(ours):7.0f} a second")
    print(f"  the same SQL by hand    {statistics.median(theirs):7.0f} a second")
    verdict = "reached" if ratio >= AIM_RATIO else "not reached"
    print(f"  ratio                   {ratio:7.2f} (aim {AIM_RATIO:.2f}: {verdict})", flush=True)


def book_first(path: Path, offers: Offers) -> None:
    """The booking that came before the recorded ones."""
    store = opened(path)
    asyncio.run(book_all(store, Offers(open=offers.open[:1])))
    store.close_sync()


def assert_equal_bookings(one: Path, other: Path, rows: int) -> None:
    """Both ways left the same bookings and as many notices."""

    def found(path: Path) -> tuple[Any, ...]:
        connection = sqlite3.connect(path)
        booked = connection.execute("SELECT * FROM booking ORDER BY 1, 2").fetchall()
        (notices,) = connection.execute("SELECT count(*) FROM notice").fetchone()
        connection.close()
        return booked, notices

    assert found(one) == found(other)
    assert len(found(one)[0]) == rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.booking", description=__doc__)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--bookings", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pending", type=int, default=100_000)
    options = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {machine}")
    with tempfile.TemporaryDirectory() as folder:
        bookings(Path(folder), people=options.people, count=options.bookings, rounds=options.rounds)
        store = opened(Path(folder) / "tick.sqlite3")
        store.migrate()
        tick(store, plan(), pending=options.pending, times=200)
        store.close_sync()


if __name__ == "__main__":
    main()
