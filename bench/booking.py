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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copy
from typing import Any

from sqlalchemy import Engine, event

from bench.crowd import NOW, Crowd
from bot.jobs import keep_time
from matchmaking.events import Day, EventPlan, Mode, Window
from matchmaking.intents import Language
from matchmaking.meetings import Meeting, NewMeeting
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Account, Attendee, PersonId, WindowId
from matchmaking.ports import UnitOfWork
from matchmaking.slots import open_slots
from matchmaking.usecases import appointments
from storage.store import Store

WINDOW_HOURS = 4
TITLES = dict.fromkeys(Language, "Meetings")
OPENS = datetime(2027, 4, 13, 8, 0, tzinfo=UTC)
AIM_RATIO = 0.12
AIM_TICK_MS = 5.0

Statement = tuple[str, Any, bool]
"""A statement, its values, and whether they are many."""


class Recorder(sqlite3.Cursor):
    """A cursor that writes down what it is given."""

    written: list[Statement] | None = None

    def execute(self, sql: str, parameters: Any = ()) -> "Recorder":
        """As the driver's."""
        if Recorder.written is not None:
            Recorder.written.append((sql, _kept(parameters), False))
        super().execute(sql, parameters)
        return self

    def executemany(self, sql: str, parameters: Any) -> "Recorder":
        """As the driver's."""
        rows = [_kept(one) for one in parameters]
        if Recorder.written is not None:
            Recorder.written.append((sql, rows, True))
        super().executemany(sql, rows)
        return self


class Recording(sqlite3.Connection):
    """A connection whose cursors write down what they are given."""

    def cursor(self, factory: Any = None) -> Any:
        """As the driver's."""
        return super().cursor(factory or Recorder)

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        """As the driver's."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> Any:
        """As the driver's."""
        return self.cursor().executemany(sql, parameters)


def _kept(parameters: Any) -> Any:
    return dict(parameters) if isinstance(parameters, dict) else tuple(parameters)


@contextmanager
def recorded() -> Iterator[None]:
    """Every connection opened meanwhile writes down its statements."""

    def connect(_dialect: Any, _record: Any, _args: Any, options: dict[str, Any]) -> None:
        options["factory"] = Recording

    event.listen(Engine, "do_connect", connect)
    try:
        yield
    finally:
        event.remove(Engine, "do_connect", connect)


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
    crowd = Crowd(seed=4).people(people)
    attendees = store.run_sync(lambda uow, _now: [_added(uow, one) for one in crowd])
    found = store.run_sync(lambda uow, now: _offered(uow, now, attendees, offers))
    store.close_sync()
    return found


def _added(uow: UnitOfWork, one: Attendee) -> Attendee:
    account = Account(telegram_id=one.person.telegram_id, name=one.person.name)
    person = uow.people.add(account, one.person.language)
    event_now = uow.events.current()
    assert event_now is not None
    person = replace(one.person, id=person.id)
    uow.people.save(person)
    added = uow.attendees.add(person.id, event_now.id)
    windows = frozenset(window.id for window in event_now.plan.windows)
    attendee = replace(one, id=added.id, event_id=event_now.id, person=person, windows=windows)
    uow.attendees.save(attendee)
    return attendee


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
            new = NewMeeting(
                event_id=event_now.id,
                proposer=one.id,
                invitee=other.id,
                slots=(slot,),
                offered_at=now,
                expires_at=slot - timedelta(minutes=10),
                room=f"room-{number}-{place}",
            )
            found.open.append((other.person.id, uow.meetings.add(new), slot))
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


def replay(path: Path, statements: Sequence[Statement]) -> float:
    """The same statements by hand; returns the seconds."""
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    start = time.perf_counter()
    for sql, values, many in statements:
        if many:
            connection.executemany(sql, values)
        else:
            connection.execute(sql, values).fetchall()
    seconds = time.perf_counter() - start
    connection.close()
    return seconds


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
    return _with_transactions(written)


def _with_transactions(written: Sequence[Statement]) -> list[Statement]:
    """The statements with a commit before every beginning but the first, since the driver's own
    commit passes no cursor; without what connections and the log of writes need."""
    whole: list[Statement] = []
    for sql, values, many in written:
        if sql.startswith("PRAGMA"):
            continue
        if sql.startswith("BEGIN") and whole:
            whole.append(("COMMIT", (), False))
        whole.append((sql, values, many))
    return [*whole, ("COMMIT", (), False)]


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


def tick(folder: Path, *, pending: int, times: int) -> None:
    """Prints what a look costs while nothing is due."""
    path = folder / "tick.sqlite3"
    store = opened(path)
    store.migrate()
    store.run_sync(lambda uow, _now: uow.events.put(plan()))
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
    store.close_sync()
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
        tick(Path(folder), pending=options.pending, times=200)


if __name__ == "__main__":
    main()
