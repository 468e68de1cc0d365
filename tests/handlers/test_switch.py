"""Finding the handlers of an update by its button or command: the same as asking all of them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Chat, Message, User

from handlers.switch import Switch

pytestmark = pytest.mark.anyio

BOT = Bot("42:TEST")
SOMEBODY = User(id=1, is_bot=False, first_name="Somebody")


class One(CallbackData, prefix="one"):
    number: int


class Two(CallbackData, prefix="two"):
    number: int


def saying(name: str) -> Callable[..., Awaitable[str]]:
    async def handler(_: Any) -> str:
        return name

    return handler


def taps() -> Switch:
    router = Router()
    router.callback_query.register(saying("zero"), F.data == "one:0")
    router.callback_query.register(saying("one, large"), One.filter(F.number > 5))
    router.callback_query.register(saying("two"), Two.filter())
    router.callback_query.register(saying("one"), One.filter())
    router.callback_query.register(saying("five of whatever"), F.data.endswith("5"))
    return Switch(router, "callback_query", router.callback_query.handlers)


def texts() -> Switch:
    router = Router()
    router.message.register(saying("help"), Command("help"))
    router.message.register(saying("stop or cancel"), Command("stop", "cancel"))
    router.message.register(saying("whatever"), F.text | F.caption)
    router.message.register(saying("too late"), Command("late"))
    return Switch(router, "message", router.message.handlers)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("one:0", "zero"),
        ("one:6", "one, large"),
        ("one:1", "one"),
        ("two:9", "two"),
        ("two:x", UNHANDLED),
        ("one:x5", "five of whatever"),
        ("three:5", "five of whatever"),
        ("three:4", UNHANDLED),
        ("", UNHANDLED),
    ],
)
async def test_the_first_handler_whose_filters_pass_is_the_one(data: str, expected: object) -> None:
    query = CallbackQuery(id="1", from_user=SOMEBODY, chat_instance="1", data=data)
    assert await taps().trigger(query, bot=BOT) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/help", "help"),
        ("/help me\nplease", "help"),
        ("/cancel", "stop or cancel"),
        ("/helpless", "whatever"),
        ("/late", "whatever"),
        ("/", "whatever"),
        ("help", "whatever"),
        ("/Help", "whatever"),
    ],
)
async def test_a_command_finds_its_handler(text: str, expected: str) -> None:
    chat = Chat(id=1, type="private")
    now = datetime.now(UTC)
    said = Message(message_id=1, date=now, chat=chat, from_user=SOMEBODY, text=text)
    assert await texts().trigger(said, bot=BOT) == expected
    under = Message(message_id=1, date=now, chat=chat, from_user=SOMEBODY, caption=text)
    assert await texts().trigger(under, bot=BOT) == expected
