"""Nothing heard is lost, nothing is dealt with twice, and everybody's updates stay in order."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot import inbox as module
from bot.inbox import Inbox, Unanswered, person_of
from bot.rides import Rides
from bot.tasks import Tasks
from bot.webhook import SECRET_HEADER, Door
from storage.journal import KeptUpdate

pytestmark = pytest.mark.anyio

BAD_BODIES: tuple[object, ...] = ({"message": {}}, [1], "x")


class Shelf:
    """A journal in memory, that tells when something is answered."""

    def __init__(self) -> None:
        self.kept: dict[int, KeptUpdate] = {}
        self.open: list[int] = []
        self.batches: list[list[int]] = []
        self.changed = asyncio.Event()
        self.fails = 0
        self.reads_fail = 0

    async def keep(self, updates: Sequence[KeptUpdate]) -> list[KeptUpdate]:
        if self.fails:
            self.fails -= 1
            raise OSError("the disk is full")
        self.batches.append([update.update_id for update in updates])
        new = [update for update in updates if update.update_id not in self.kept]
        self.kept |= {update.update_id: update for update in new}
        self.open += [update.update_id for update in new]
        return new

    async def answered(self, update_ids: Sequence[int]) -> None:
        self.open = [number for number in self.open if number not in set(update_ids)]
        self.changed.set()

    async def unfinished(self) -> list[KeptUpdate]:
        return [self.kept[number] for number in self.open]

    async def unfinished_one(self, update_id: int) -> KeptUpdate | None:
        if self.reads_fail:
            self.reads_fail -= 1
            raise OSError("the database is away")
        return self.kept[update_id] if update_id in self.open else None

    async def all_answered(self) -> None:
        async with asyncio.timeout(5):
            while self.open:
                self.changed.clear()
                await self.changed.wait()


def message(update_id: int, person: int) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"message_id": 1, "from": {"id": person}}}


class Stage:
    """An inbox over a shelf, what was dealt with in which order, and the pauses between."""

    def __init__(self, deal: Callable[[KeptUpdate], Awaitable[None]] | None = None) -> None:
        self.shelf = Shelf()
        self.dealt: list[int] = []
        self.pauses: list[float] = []
        self.paused = asyncio.Event()
        self.tasks = Tasks()
        self.inbox = Inbox(self.shelf, deal or self.note, self.tasks, sleep=self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.paused.set()

    async def note(self, update: KeptUpdate) -> None:
        self.dealt.append(update.update_id)


async def test_an_update_that_comes_twice_is_dealt_with_once() -> None:
    stage = Stage()
    await stage.inbox.take([message(1, 7), message(2, 7)])
    await stage.inbox.take([message(2, 7), message(3, 7)])
    await stage.shelf.all_answered()
    await stage.inbox.take([message(3, 7)])
    assert stage.dealt == [1, 2, 3]


async def test_each_persons_updates_are_in_order_and_others_do_not_wait() -> None:
    gate = asyncio.Event()

    async def deal(update: KeptUpdate) -> None:
        if update.update_id == 1:
            await gate.wait()
        stage.dealt.append(update.update_id)
        if update.update_id == 30:
            gate.set()

    stage = Stage(deal)
    await stage.inbox.take([message(1, 7), message(20, 8), message(2, 7), message(30, 9)])
    await stage.inbox.take([message(3, 7)])
    await stage.shelf.all_answered()
    assert stage.dealt == [20, 30, 1, 2, 3]


async def test_what_could_not_be_kept_is_not_dealt_with() -> None:
    stage = Stage()
    stage.shelf.fails = 1
    with pytest.raises(OSError, match="the disk is full"):
        await stage.inbox.take([message(1, 7)])
    await stage.inbox.take([message(1, 7)])
    await stage.shelf.all_answered()
    assert stage.dealt == [1]


async def test_what_an_earlier_run_left_comes_first_with_what_is_known_of_it() -> None:
    seen: list[tuple[int, bool]] = []

    async def deal(update: KeptUpdate) -> None:
        seen.append((update.update_id, update.done))

    stage = Stage(deal)
    for number, done in ((5, True), (6, False)):
        body = json.dumps(message(number, 7))
        stage.shelf.kept[number] = KeptUpdate(update_id=number, telegram_id=7, body=body, done=done)
        stage.shelf.open.append(number)
    assert await stage.inbox.recover() == 2
    await stage.inbox.take([message(6, 7), message(7, 7)])
    await stage.shelf.all_answered()
    assert seen == [(5, True), (6, False), (7, False)]


async def test_a_fault_of_ours_is_not_repeated_for_ever() -> None:
    async def deal(update: KeptUpdate) -> None:
        stage.dealt.append(update.update_id)
        if update.update_id == 1:
            raise KeyError("a fault of ours")

    stage = Stage(deal)
    await stage.inbox.take([message(1, 7), message(2, 7)])
    await stage.shelf.all_answered()
    assert stage.dealt == [1, 2]


async def test_a_reply_that_was_lost_is_tried_until_it_is_out() -> None:
    seen: list[bool] = []

    async def deal(update: KeptUpdate) -> None:
        stage.dealt.append(update.update_id)
        if update.update_id == 1:
            seen.append(update.done)
            stage.shelf.kept[1] = replace(update, done=True)
            if len(seen) < 8:
                raise Unanswered("sendMessage")

    stage = Stage(deal)
    await stage.inbox.take([message(1, 7), message(2, 7)])
    await stage.shelf.all_answered()
    assert seen == [False, *[True] * 7]
    assert stage.dealt == [*[1] * 8, 2]
    assert stage.pauses == [1, 4, 15, 30, 60, 60, 60]


async def test_a_silence_that_was_asked_for_is_kept_and_holds_nobody_else_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    over = asyncio.Event()
    monkeypatch.setattr(module, "AT_ONCE", 1)

    async def deal(update: KeptUpdate) -> None:
        stage.dealt.append(update.update_id)
        if stage.dealt == [1]:
            raise Unanswered("sendMessage", wait_s=40)
        over.set()

    class Patient(Stage):
        async def sleep(self, seconds: float) -> None:
            self.pauses.append(seconds)
            await over.wait()

    stage = Patient(deal)
    await stage.inbox.take([message(1, 7), message(2, 8), message(3, 7)])
    await stage.shelf.all_answered()
    assert (stage.dealt, stage.pauses) == ([1, 2, 1, 3], [40])


async def test_a_stop_does_not_wait_for_a_pause_and_leaves_the_update_for_the_next_start() -> None:
    async def deal(update: KeptUpdate) -> None:
        stage.dealt.append(update.update_id)
        raise Unanswered("sendMessage")

    class Patient(Stage):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            await asyncio.Event().wait()

    stage = Patient(deal)
    await stage.inbox.take([message(1, 7), message(2, 7)])
    await stage.paused.wait()
    async with asyncio.timeout(5):
        await stage.inbox.stop(grace_s=60)
    assert (stage.dealt, stage.shelf.open) == ([1], [1, 2])


async def test_a_database_that_is_away_for_a_moment_loses_nothing() -> None:
    async def deal(update: KeptUpdate) -> None:
        stage.dealt.append(update.update_id)
        if len(stage.dealt) == 1:
            stage.shelf.reads_fail = 1
            raise Unanswered("sendMessage")

    stage = Stage(deal)
    await stage.inbox.take([message(1, 7), message(2, 7)])
    await stage.shelf.all_answered()
    assert (stage.dealt, stage.pauses) == ([1, 1, 2], [1, 4])


async def test_what_was_finished_elsewhere_meanwhile_is_let_go() -> None:
    async def deal(update: KeptUpdate) -> None:
        stage.dealt.append(update.update_id)
        if update.update_id == 1:
            stage.shelf.open.remove(1)
            raise Unanswered("sendMessage")

    stage = Stage(deal)
    await stage.inbox.take([message(1, 7), message(2, 7)])
    await stage.shelf.all_answered()
    assert stage.dealt == [1, 2]


async def test_stopping_begins_nothing_more() -> None:
    begun, gate = asyncio.Event(), asyncio.Event()

    async def deal(update: KeptUpdate) -> None:
        stage.dealt.append(update.update_id)
        begun.set()
        await gate.wait()

    stage = Stage(deal)
    await stage.inbox.take([message(1, 7), message(2, 7)])
    await begun.wait()
    stopping = stage.tasks.start(stage.inbox.stop(grace_s=5), name="stop")
    await asyncio.sleep(0)
    gate.set()
    await stopping
    assert (stage.dealt, stage.shelf.open) == ([1], [2])


@pytest.mark.parametrize(
    ("body", "person"),
    [
        ({"update_id": 1, "message": {"from": {"id": 5}, "chat": {"id": 9}}}, 5),
        ({"update_id": 1, "callback_query": {"id": "1", "from": {"id": 6}}}, 6),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 7}, "from": {"id": 7}}}, 7),
        ({"update_id": 1, "poll_answer": {"user": {"id": 8}}}, 8),
        ({"update_id": 1, "channel_post": {"chat": {"id": -9}}}, -9),
        ({"update_id": 1, "poll": {"id": "3"}}, 0),
    ],
)
async def test_whose_update_it_is(body: dict[str, Any], person: int) -> None:
    assert person_of(body) == person


async def test_the_door_lets_in_only_who_knows_the_secret_and_keeps_before_it_nods() -> None:
    stage = Stage()
    door = Door(stage.inbox, stage.tasks, path="/hook", secret="s3cret", rides=Rides())
    async with TestServer(door.app) as server, aiohttp.ClientSession() as http:
        url = server.make_url("/hook")

        async def knock(body: object, secret: str | None = "s3cret") -> int:
            headers = {SECRET_HEADER: secret} if secret is not None else {}
            async with http.post(url, json=body, headers=headers) as answer:
                return answer.status

        assert [await knock(message(1, 7), secret) for secret in (None, "", "S3cret")] == [403] * 3
        assert [await knock(body) for body in BAD_BODIES] == [400] * 3
        assert stage.shelf.batches == []
        stage.shelf.fails = 1
        assert await knock(message(1, 7)) == 503
        assert await asyncio.gather(*(knock(message(n, n)) for n in range(1, 9))) == [200] * 8
        await stage.shelf.all_answered()
    assert sorted(stage.dealt) == list(range(1, 9))
    assert len(stage.shelf.batches) <= 8
