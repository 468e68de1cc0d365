"""A tap is answered once: in the webhook's own reply when the answer is empty and quick, else by a
request."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiohttp.test_utils import TestServer

from bot import rides as module
from bot.inbox import Inbox
from bot.rides import Rides
from bot.tasks import Tasks
from bot.webhook import SECRET_HEADER, Door
from storage.journal import KeptUpdate
from tests.bot.test_inbox import Shelf

pytestmark = pytest.mark.anyio

IN_THE_REPLY = {"method": "answerCallbackQuery", "callback_query_id": "77"}
NOTHING = None


class Stage:
    """A door whose taps are answered with `text`, and the requests that were made for it."""

    def __init__(self) -> None:
        self.text: str | None = None
        self.requests: list[str] = []
        self.begin = asyncio.Event()
        self.begin.set()
        self.rides = Rides()
        self.shelf = Shelf()
        self.inbox = Inbox(self.shelf, self.deal, Tasks())
        self.door = Door(self.inbox, Tasks(), path="/", secret="s", rides=self.rides)
        self.server = TestServer(self.door.app)

    async def deal(self, update: KeptUpdate) -> None:
        await self.begin.wait()
        bot = Bot("1:" + "A" * 35)
        answer = AnswerCallbackQuery(callback_query_id="77", text=self.text)
        assert await self.rides.carry(self.request, bot, answer) is True

    async def request(self, bot: Bot, method: TelegramMethod[Any]) -> Any:
        assert isinstance(method, AnswerCallbackQuery)
        self.requests.append(method.text or "")
        return True

    async def knock(self) -> Any:
        """Brings the tap; returns the call that the reply carries, if any."""
        body = {"update_id": 5, "callback_query": {"id": "77", "from": {"id": 9}, "data": "x"}}
        async with (
            aiohttp.ClientSession(headers={SECRET_HEADER: "s"}) as http,
            http.post(self.server.make_url("/"), json=body) as answer,
        ):
            assert answer.status == 200
            return await answer.json() if await answer.read() else None


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    async with stage.server:
        yield stage


async def test_an_empty_answer_stands_in_the_reply_however_often_it_is_asked_for(
    stage: Stage,
) -> None:
    assert await stage.knock() == IN_THE_REPLY
    await stage.shelf.all_answered()
    assert await stage.knock() == IN_THE_REPLY
    assert stage.requests == []


async def test_an_answer_with_words_is_a_request_so_that_it_is_known_to_arrive(
    stage: Stage,
) -> None:
    stage.text = "Saved"
    assert await stage.knock() is NOTHING
    await stage.shelf.all_answered()
    assert stage.requests == ["Saved"]


async def test_an_answer_that_takes_long_is_a_request(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_S", 0.0)
    stage.begin.clear()
    assert await stage.knock() is NOTHING
    stage.begin.set()
    await stage.shelf.all_answered()
    assert stage.requests == [""]


async def test_a_tap_that_was_polled_is_answered_by_a_request(stage: Stage) -> None:
    tap = {"update_id": 5, "callback_query": {"id": "77", "from": {"id": 9}, "data": "x"}}
    await stage.inbox.take([tap])
    await stage.shelf.all_answered()
    assert stage.requests == [""]
