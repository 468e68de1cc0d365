"""Updates: long polling, offsets, conflicts, webhooks and what is executed from their answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import anyio
import pytest
from aiohttp import web

from rehearsal.updates import KEPT_S
from tests.rehearsal.doors import Doors, until

pytestmark = pytest.mark.anyio

Received = list[tuple[str | None, dict[str, Any]]]


async def say(doors: Doors, number: int, *texts: str) -> None:
    for text in texts:
        await doors.do("POST", f"people/{number}/say", {"text": text})


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_ids_rise_by_one_and_an_offset_acknowledges(doors: Doors) -> None:
    number = await doors.newcomer()
    await say(doors, number, "/start", "a", "b", "c")
    first = await doors.updates()
    assert texts(first) == ["/start", "a", "b", "c"]
    ids = [update["update_id"] for update in first]
    assert ids == list(range(ids[0], ids[0] + 4))
    assert await doors.updates() == first
    assert texts(await doors.updates(limit=2, offset=ids[1])) == ["a", "b"]
    assert texts(await doors.updates(offset=-1)) == ["c"]
    assert texts(await doors.updates()) == ["c"]
    assert await doors.updates(offset=ids[3] + 1) == []


async def test_a_long_poll_ends_with_the_update_that_comes(doors: Doors) -> None:
    number = await doors.starter()
    with anyio.fail_after(5):
        async with asyncio.TaskGroup() as group:
            poll = group.create_task(doors.updates(timeout=50))
            await doors.polled()
            await say(doors, number, "now")
    assert texts(poll.result()) == ["now"]


async def test_a_long_poll_without_news_ends_in_time(doors: Doors) -> None:
    with anyio.fail_after(5):
        assert await doors.updates(timeout=1) == []


async def test_a_second_poll_terminates_the_first(doors: Doors) -> None:
    number = await doors.starter()
    words = (
        "Conflict: terminated by other getUpdates request; make sure that only one bot "
        "instance is running"
    )
    with anyio.fail_after(5):
        async with asyncio.TaskGroup() as group:
            first = group.create_task(doors.refusal("getUpdates", timeout=50))
            await doors.polled()
            second = group.create_task(doors.updates(timeout=50))
            assert await first == (409, words)
            await say(doors, number, "now")
    assert texts(second.result()) == ["now"]


async def test_only_what_the_bot_wants_is_kept(doors: Doors) -> None:
    number = await doors.starter()
    await doors.updates(allowed_updates=["my_chat_member"])
    await say(doors, number, "unwanted")
    await doors.do("POST", f"people/{number}/block")
    kinds = [set(update) - {"update_id"} for update in await doors.updates()]
    assert kinds == [{"my_chat_member"}]


async def test_an_update_is_kept_for_a_day(doors: Doors) -> None:
    number = await doors.starter()
    await say(doors, number, "old")
    await doors.do("POST", "clock", {"advance": KEPT_S - 5})
    await say(doors, number, "new")
    assert texts(await doors.updates()) == ["old", "new"]
    await doors.do("POST", "clock", {"advance": 10})
    assert texts(await doors.updates()) == ["new"]


# --- webhooks ---------------------------------------------------------------------------


class Bot:
    """A webhook on a free port. ``reply`` says what the next request gets."""

    def __init__(self) -> None:
        self.received: Received = []
        self.most_at_once = 0
        self.reply: Callable[[dict[str, Any]], Awaitable[web.Response]] = self.fine
        self.url = ""
        self._news = asyncio.Condition()
        self._at_once = 0

    async def fine(self, update: dict[str, Any]) -> web.Response:
        return web.Response()

    async def serve(self, request: web.BaseRequest) -> web.Response:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        update = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        try:
            return await self.reply(update)
        finally:
            self._at_once -= 1
            async with self._news:
                self.received.append((secret, update))
                self._news.notify_all()

    async def got(self, count: int) -> list[str]:
        """Wait for so many requests; return the texts they brought."""
        with anyio.fail_after(10):
            async with self._news:
                await self._news.wait_for(lambda: len(self.received) >= count)
        return texts([update for _, update in self.received])


@pytest.fixture
async def bot(anyio_backend: str) -> AsyncIterator[Bot]:
    served = Bot()
    runner = web.ServerRunner(web.Server(served.serve), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    served.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield served
    await runner.cleanup()


async def test_a_webhook_gets_updates_with_the_secret_in_order(doors: Doors, bot: Bot) -> None:
    number = await doors.starter()
    await say(doors, number, "before")
    await doors.ok("setWebhook", url=bot.url, secret_token="s3cret_-")
    await say(doors, number, "a", "b", "c")
    assert await bot.got(4) == ["before", "a", "b", "c"]
    assert {secret for secret, _ in bot.received} == {"s3cret_-"}
    info = await doors.ok("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (bot.url, 0)
    words = (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
        "delete the webhook first"
    )
    assert await doors.refusal("getUpdates") == (409, words)


async def test_what_gets_no_2xx_comes_again_and_keeps_its_chat_waiting(
    doors: Doors, bot: Bot
) -> None:
    number, other = await doors.starter(), await doors.starter()
    failures = iter([500, 302])

    async def sometimes(update: dict[str, Any]) -> web.Response:
        mine = update["message"]["from"]["id"] == number
        return web.Response(status=next(failures, 200) if mine else 200)

    bot.reply = sometimes
    await doors.ok("setWebhook", url=bot.url)
    await say(doors, number, "a", "b")
    await say(doors, other, "x")
    received = await bot.got(5)
    assert [text for text in received if text != "x"] == ["a", "a", "a", "b"]
    assert received.index("x") < 3
    ids = {update["update_id"] for _, update in bot.received}
    assert len(ids) == 3
    info = await doors.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 302 Found"


async def test_the_connections_are_as_many_as_allowed(doors: Doors, bot: Bot) -> None:
    numbers = [await doors.starter() for _ in range(6)]
    gate = asyncio.Event()

    async def slow(update: dict[str, Any]) -> web.Response:
        if bot._at_once == 2:
            gate.set()
        await gate.wait()
        return web.Response()

    bot.reply = slow
    await doors.ok("setWebhook", url=bot.url, max_connections=2)
    for number in numbers:
        await say(doors, number, "x")
    await bot.got(6)
    assert bot.most_at_once == 2


@pytest.mark.parametrize("spelling", ["json", "form", "multipart"])
async def test_the_call_in_a_webhooks_answer_is_carried_out(
    doors: Doors, bot: Bot, spelling: str
) -> None:
    number = await doors.starter()

    async def echo(update: dict[str, Any]) -> web.Response:
        call = {"method": "sendMessage", "chat_id": number, "text": "é 😀"}
        if spelling == "json":
            return web.json_response(call)
        if spelling == "form":
            body = f"method=sendMessage&chat_id={number}&text=%C3%A9+%F0%9F%98%80"
            return web.Response(text=body, content_type="application/x-www-form-urlencoded")
        parts = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in call.items()
        )
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        return web.Response(body=f"{parts}--b--\r\n".encode(), headers=headers)

    bot.reply = echo
    await doors.ok("setWebhook", url=bot.url)
    await say(doors, number, "hello")
    await bot.got(1)

    async def all_taken() -> bool:
        return not (await doors.ok("getWebhookInfo"))["pending_update_count"]

    await until(all_taken)
    assert [message["text"] for message in await doors.chat(number)] == ["/start", "hello", "é 😀"]
    assert "sendMessage" in [call["method"] for call in await doors.do("GET", "calls")]


async def test_what_a_webhook_did_not_take_can_be_polled(doors: Doors, bot: Bot) -> None:
    number = await doors.starter()

    async def never(update: dict[str, Any]) -> web.Response:
        return web.Response(status=503)

    bot.reply = never
    await doors.ok("setWebhook", url=bot.url)
    await say(doors, number, "a", "b")
    await bot.got(1)
    assert (await doors.ok("getWebhookInfo"))["pending_update_count"] == 2
    await doors.ok("deleteWebhook")
    assert texts(await doors.updates()) == ["a", "b"]
    await doors.ok("setWebhook", url=bot.url)
    await doors.ok("deleteWebhook", drop_pending_updates=True)
    assert await doors.updates() == []


async def test_a_webhook_that_nobody_serves_is_said_so(doors: Doors, unused_port: int) -> None:
    number = await doors.starter()
    await doors.ok("setWebhook", url=f"http://127.0.0.1:{unused_port}/")
    await say(doors, number, "a")

    async def failed() -> str:
        return str((await doors.ok("getWebhookInfo")).get("last_error_message", ""))

    assert (await until(failed)).startswith("Cannot connect to host 127.0.0.1")
    assert (await doors.ok("getWebhookInfo"))["pending_update_count"] == 1


@pytest.fixture
async def unused_port(anyio_backend: str) -> int:
    server = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    port = int(server.sockets[0].getsockname()[1])
    server.close()
    await server.wait_closed()
    return port
