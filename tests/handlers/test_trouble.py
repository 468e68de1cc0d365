"""When things fail: nothing is silent, nothing is said twice, and nothing leaks."""

import logging
import re
from typing import Any

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery

from handlers.faces import Faces
from handlers.introduce import introduce
from handlers.resume import resume
from handlers.screens.screen import Screen
from handlers.screens.setup import commands_for, introductions
from i18n.phrasebook import Html
from matchmaking.organisers import Duty
from matchmaking.usecases import arrivals, profiles
from storage.journal import KeptUpdate
from tests.handlers.chat import Phone, World
from tests.handlers.pairs import offered

pytestmark = pytest.mark.anyio

MAKER = "We make olive oil and are looking for distributors."


async def begun(world: World) -> Phone:
    phone = world.phone("Rania", "en")
    await phone.say("/start")
    return phone


def fault(method: TelegramMethod[Any], kind: str, *, wait_s: int = 3) -> Exception:
    """A failure that passes: a pause asked for, a fault of Telegram's, a broken line."""
    if kind == "slow":
        return TelegramRetryAfter(method, "Too Many Requests", retry_after=wait_s)
    if kind == "down":
        return TelegramServerError(method, "Bad Gateway")
    return TelegramNetworkError(method, "connection reset")


async def test_a_fault_is_told_with_a_reference_and_logged_with_it(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    phone = await begun(world)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(profiles, "answer", broken)
    with caplog.at_level(logging.ERROR):
        await phone.tap("^la:en")
    found = re.search(r"\(Ref\. (\w{4})\)", phone.toasts[-1])
    assert found is not None
    assert "secret detail" not in phone.toasts[-1]
    assert f"trouble {found[1]}: RuntimeError" in caplog.text
    monkeypatch.setattr(arrivals, "arrive", broken)
    assert "Nothing is lost" in (await phone.say("/start")).text


async def test_an_update_that_comes_again_does_nothing_again(world: World) -> None:
    phone = await begun(world)
    await phone.tap("^la:en")
    await phone.tap("^ok:1")
    await phone.tap("^co:TN")
    await phone.tap("^ro:sme")
    message = phone.message(text="Coop")
    kept = KeptUpdate(update_id=900, telegram_id=phone.user.id, body="{}")
    await world.store.journal.keep([kept])
    await world.feed_again(900, message=message)
    sent = len(world.session.of(SendMessage))
    await world.feed_again(900, message=message)
    assert len(world.session.of(SendMessage)) == sent


async def test_telegrams_small_refusals_do_no_harm(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = await begun(world)
    session = world.session

    def late(method: TelegramMethod[object]) -> Exception | None:
        if isinstance(method, AnswerCallbackQuery):
            return TelegramBadRequest(method, "Bad Request: query is too old …")
        return None

    session.fail = late
    assert (await phone.tap("^la:en")).labels[0] == "I agree"
    session.fail = lambda _: None
    session.chats[phone.user.id].pop(phone.last.message_id)
    await phone.tap_data("ok:1", 4)
    assert phone.last.text.startswith("Which country")


@pytest.mark.parametrize("kind", ["slow", "down"])
async def test_patience_with_telegram(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    waits: list[float] = []

    async def no_wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("handlers.reply.asyncio.sleep", no_wait)
    phone = await begun(world)
    left = [1]

    def once(method: TelegramMethod[object]) -> Exception | None:
        if isinstance(method, EditMessageText) and left:
            left.pop()
            return fault(method, kind)
        return None

    world.session.fail = once
    assert (await phone.tap("^la:en")).labels[0] == "I agree"
    assert waits == [3 if kind == "slow" else 0.3]


@pytest.mark.parametrize("kind", ["slow", "down", "cut"])
async def test_what_passes_is_no_trouble(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    async def no_wait(_: float) -> None:
        pass

    monkeypatch.setattr("handlers.reply.asyncio.sleep", no_wait)
    phone = await begun(world)
    world.session.fail = lambda method: (
        fault(method, kind, wait_s=30)
        if isinstance(method, SendMessage | EditMessageText)
        else None
    )
    await world.feed(callback_query=phone.query("la:en", phone.last.message_id))
    await world.feed(message=phone.message(text="/start"))
    tries = 1 if kind == "slow" else 3
    assert len(world.session.of(EditMessageText)) == tries
    sends = world.session.of(SendMessage)
    assert [send.text for send in sends[1:]] == [sends[-1].text] * tries
    assert "Ref." not in sends[-1].text
    assert [answer.text for answer in world.session.of(AnswerCallbackQuery)] == [None]


async def test_an_edit_that_waits_does_not_overwrite_a_newer_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    faces = world.dispatcher["faces"] = Faces()
    phone = await begun(world)
    message = phone.last

    async def somebody_else_edits(_: float) -> None:
        change = faces.begin(phone.user.id, message.message_id)
        message.html, message.keyboard = "the end", None
        change.screen = Screen(html=Html("the end"))

    monkeypatch.setattr("handlers.reply.asyncio.sleep", somebody_else_edits)
    left = [1]

    def once(method: TelegramMethod[object]) -> Exception | None:
        if isinstance(method, EditMessageText) and left:
            left.pop()
            return fault(method, "slow")
        return None

    world.session.fail = once
    await world.feed(callback_query=phone.query("la:en", message.message_id))
    assert [seen.text for seen in phone.messages] == ["the end"]
    assert len(world.session.of(EditMessageText)) == 1


async def test_two_taps_at_once_are_one_edit(world: World) -> None:
    phone = await begun(world)
    old = phone.query("la:fr", phone.last.message_id)
    old["message"]["text"] = phone.last.text
    await world.feed(callback_query=old)
    await world.feed(callback_query=old | {"id": "second"})
    assert len(world.session.of(EditMessageText)) == 1
    assert [one.callback_query_id for one in world.session.of(AnswerCallbackQuery)] == [
        old["id"],
        "second",
    ]


async def test_a_message_that_was_changed_since_the_tap_is_changed_back(world: World) -> None:
    faces = world.dispatcher["faces"] = Faces()
    phone = await begun(world)
    await phone.tap("^la:en")
    message = phone.last
    tap = phone.query("la:en", message.message_id)
    assert message.keyboard is not None
    tap["message"] |= {"text": message.text, "reply_markup": message.keyboard.model_dump()}
    wanted = message.text
    faces.begin(phone.user.id, message.message_id)
    message.html = "something newer"
    await world.feed(callback_query=tap)
    assert phone.last.text == wanted


@pytest.mark.parametrize("kind", ["slow", "down", "cut"])
async def test_a_tap_is_answered_once_more(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    waits: list[float] = []

    async def no_wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("handlers.reply.asyncio.sleep", no_wait)
    phone = await begun(world)
    left = [1]

    def once(method: TelegramMethod[object]) -> Exception | None:
        if isinstance(method, AnswerCallbackQuery) and left:
            left.pop()
            return fault(method, kind)
        return None

    world.session.fail = once
    await world.feed(callback_query=phone.query("an:1:send", phone.last.message_id))
    answers = world.session.of(AnswerCallbackQuery)
    assert len({answer.text for answer in answers}) == 1
    assert [(bool(answer.text), answer.show_alert) for answer in answers] == [(True, True)] * 2
    assert waits == [3 if kind == "slow" else 0.3]


async def test_a_tap_too_old_to_be_answered_is_let_go(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.reply.TAP_WAITS", 0.01)
    phone = await begun(world)
    world.session.fail = lambda method: (
        fault(method, "slow") if isinstance(method, AnswerCallbackQuery) else None
    )
    await world.feed(callback_query=phone.query("la:en", phone.last.message_id))
    assert len(world.session.of(AnswerCallbackQuery)) == 1
    assert phone.last.labels[0] == "I agree"


async def test_a_reply_to_somebody_who_blocks_is_let_go(world: World) -> None:
    phone = world.phone("Rania", "en")

    def blocked(method: TelegramMethod[object]) -> Exception | None:
        if isinstance(method, SendMessage):
            return TelegramForbiddenError(method, "Forbidden: bot was blocked by the user")
        return None

    world.session.fail = blocked
    await world.feed(message=phone.message(text="/start"))
    assert world.session.chats == {}


@pytest.mark.parametrize("others", [0, 2])
async def test_a_conversation_is_picked_up_where_its_answer_was_lost(
    world: World, others: int
) -> None:
    for number in range(others):
        partner = world.phone(f"Partner {number}", "en")
        await partner.onboard("We are distributors and are looking for olive oil.")
    phone = await begun(world)

    async def again() -> str:
        work = await world.store.take_up(update_id=None, telegram_id=phone.user.id)
        arrival = await work.look(
            lambda uow, now: arrivals.know(uow, now, telegram_id=phone.user.id)
        )
        assert arrival is not None
        await resume(world.bot, work, arrival)
        return phone.last.text

    acts = ["^la:en", "^ok:1", "^co:TN", "^ro:sme", "^or", MAKER, "^add", "We buy soap.", "^right",
            "^done:speaks", "^done:windows"]  # fmt: skip
    for act in acts:
        shown = await (phone.tap(act) if act.startswith("^") else phone.say(act))
        assert await again() == shown.text, act


@pytest.mark.parametrize(
    ("who", "button", "shown"),
    [
        ("karim", "^ac:", "C’est fixé avec \u2068Rania\u2069."),
        ("karim", "^aa:", "C’est fixé avec \u2068Rania\u2069."),
        ("karim", "^de:", "J’ai prévenu \u2068Rania\u2069."),
        ("rania", "^wd:", "Your offer to \u2068Karim\u2069 is withdrawn."),
    ],
)
async def test_what_became_of_an_offer_is_shown_when_its_edit_was_lost(
    world: World, who: str, button: str, shown: str
) -> None:
    rania, karim = await offered(world)
    phone = {"rania": rania, "karim": karim}[who]
    message = phone.last
    if button == "^de:":
        await karim.tap("^nn:")
    data = next(data for _, data in message.buttons if re.search(button, data))
    tap = CallbackQuery.model_validate(phone.query(data, message.message_id))
    world.session.fail = lambda method: (
        fault(method, "slow", wait_s=30) if isinstance(method, EditMessageText) else None
    )
    await world.feed(callback_query=phone.query(data, message.message_id))
    assert not message.text.startswith(shown)
    world.session.fail = lambda _: None
    work = await world.store.take_up(update_id=None, telegram_id=phone.user.id)
    arrival = await work.look(lambda uow, now: arrivals.know(uow, now, telegram_id=phone.user.id))
    assert arrival is not None
    await resume(world.bot, work, arrival, tap=tap)
    assert message.text.startswith(shown)


async def test_the_bot_introduces_itself_within_telegrams_limits(world: World) -> None:
    await introduce(world.bot)
    for words in introductions():
        assert len(words.name) <= 64
        assert len(words.description) <= 512
        assert len(words.short_description) <= 120
        assert set(words.commands) == set(commands_for(frozenset(Duty)))
        assert all(1 <= len(text) <= 256 for text in words.commands.values())
    assert len(world.session.calls) == 4 * len(introductions())
