"""Work beside other work: nothing fails in silence, and crowds share a write."""

import asyncio

import pytest

from bot.batches import Batches
from bot.tasks import Tasks

pytestmark = pytest.mark.anyio


async def fail(word: str) -> None:
    raise ValueError(word)


async def test_the_failure_of_vital_work_is_heard() -> None:
    tasks = Tasks()
    tasks.start(fail("ordinary"), name="ordinary")
    tasks.start(fail("vital"), name="vital", vital=True)
    assert str(await tasks.failure()) == "vital"
    await tasks.close()


async def test_a_failure_before_anybody_asked_is_heard_too() -> None:
    tasks = Tasks()
    await asyncio.wait([tasks.start(fail("early"), name="vital", vital=True)])
    assert str(await tasks.failure()) == "early"


async def test_closing_ends_what_runs() -> None:
    tasks = Tasks()
    endless = tasks.start(asyncio.Event().wait(), name="endless")
    await tasks.close()
    assert endless.cancelled()


async def test_what_arrives_during_a_write_goes_into_the_next() -> None:
    tasks, gate, begun = Tasks(), asyncio.Event(), asyncio.Event()
    written: list[list[int]] = []

    async def write(batch: list[int]) -> None:
        written.append(batch)
        begun.set()
        await gate.wait()

    batches = Batches(write, tasks)
    first = tasks.start(batches.put(0), name="first")
    await begun.wait()
    others = [tasks.start(batches.put(number), name="other") for number in range(1, 6)]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, *others)
    assert written == [[0], [1, 2, 3, 4, 5]]


async def test_a_failed_write_is_told_to_everyone_in_it_and_the_next_works() -> None:
    tasks = Tasks()
    answers = [ValueError("the disk is full"), None]

    async def write(batch: list[str]) -> None:
        if (error := answers.pop(0)) is not None:
            raise error

    batches = Batches(write, tasks)
    results = await asyncio.gather(batches.put("a"), batches.put("b"), return_exceptions=True)
    assert [str(result) for result in results] == ["the disk is full"] * 2
    await batches.put("c")
