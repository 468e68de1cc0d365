"""Short transactions on the loop's own thread: all or nothing, and waiting for nobody."""

import asyncio
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from matchmaking.errors import Refusal, Refused
from matchmaking.intents import Language
from matchmaking.people import Account
from matchmaking.ports import Conversation, UnitOfWork
from storage.engine import database_url, engine_here
from storage.here import Busy, Here
from storage.store import Store
from storage.transactions import WIDE_S
from tests.matchmaking.builders import NOW

pytestmark = pytest.mark.anyio


@pytest.fixture
def path(sqlite_template: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(sqlite_template.read_bytes())
    return copy


def add(uow: UnitOfWork, now: object) -> str:
    return uow.people.add(Account(telegram_id=7, name="Person"), Language.EN).name


def add_and_refuse(uow: UnitOfWork, now: object) -> None:
    add(uow, now)
    raise Refused(Refusal.EMPTY)


def writer_of(path: Path) -> sqlite3.Connection:
    """Another program that is in the middle of writing."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


async def test_the_loop_goes_on_while_somebody_else_writes(path: Path) -> None:
    store = Store.open(f"sqlite:///{path}", clock=lambda: NOW)
    work = await store.take_up(update_id=None, telegram_id=7)
    other = writer_of(path)
    doing = asyncio.ensure_future(work.do(add, then=Conversation(step="words")))
    await asyncio.sleep(0)
    assert not doing.done()
    other.execute("COMMIT")
    assert await doing == "Person"
    other.close()
    assert (await store.take_up(update_id=None, telegram_id=7)).conversation.step == "words"
    await store.close()


async def test_a_refusal_leaves_nothing_behind(path: Path) -> None:
    store = Store.open(f"sqlite:///{path}", clock=lambda: NOW)
    work = await store.take_up(update_id=None, telegram_id=7)
    with pytest.raises(Refused):
        await work.do(add_and_refuse)
    assert await work.look(lambda uow, now: uow.people.by_telegram(7)) is None
    assert await work.do(add) == "Person"
    await store.close()


async def test_a_look_cannot_write(path: Path) -> None:
    store = Store.open(f"sqlite:///{path}", clock=lambda: NOW)
    work = await store.take_up(update_id=None, telegram_id=7)
    with pytest.raises(sqlite3.OperationalError):
        await work.look(add)
    assert await work.do(add) == "Person"
    await store.close()


def test_who_would_have_to_wait_gives_up_having_done_nothing(path: Path) -> None:
    here = Here(engine_here(database_url(f"sqlite:///{path}"), writes=True), writes=True)
    other = writer_of(path)
    done: list[str] = []
    with pytest.raises(Busy):
        here.run(lambda _: done.append("run"))
    other.execute("ROLLBACK")
    other.close()
    here.run(lambda _: done.append("run"))
    with pytest.raises(Busy):
        here.run(lambda _: here.run(lambda _: done.append("within")))
    assert done == ["run"]
    here.close()


async def test_work_that_had_to_wait_is_not_taken_for_long(path: Path) -> None:
    store = Store.open(f"sqlite:///{path}", clock=lambda: NOW)
    where: list[int] = []

    def wait(*_: object) -> None:
        where.append(threading.get_ident())
        time.sleep(2 * WIDE_S)

    def work(*_: object) -> None:
        where.append(threading.get_ident())
        begun = time.thread_time()  # each thread has its own
        while time.thread_time() - begun < 2 * WIDE_S:
            pass

    for _ in range(2):
        await store.transact(wait, wide=True)
    for _ in range(2):
        await store.transact(work, wide=True)
    here = threading.get_ident()
    assert [one == here for one in where] == [True, True, True, False]
    await store.close()
