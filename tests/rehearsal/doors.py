"""Both doors of a rehearsal over real HTTP, for tests."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp
import anyio

from rehearsal.server import Rehearsal

T = TypeVar("T")

TOKEN = "1:abc"
# The smallest PNG there is: one transparent pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


@dataclass(frozen=True, kw_only=True)
class Doors:
    """A rehearsal and a client for it."""

    rehearsal: Rehearsal
    http: aiohttp.ClientSession

    async def bot(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method with a JSON body; return the whole answer."""
        url = f"{self.rehearsal.url}/bot{TOKEN}/{method}"
        async with self.http.post(url, json=params) as response:
            body: dict[str, Any] = await response.json()
            assert response.status == (200 if body["ok"] else body["error_code"])
            return body

    async def ok(self, method: str, **params: Any) -> Any:
        """Call a method that must succeed; return its result."""
        body = await self.bot(method, **params)
        assert body["ok"] is True, body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> tuple[int, str]:
        """Call a method that must be refused; return code and words."""
        body = await self.bot(method, **params)
        assert body["ok"] is False, body
        return body["error_code"], body["description"]

    async def human(self, verb: str, path: str, value: Any = None) -> tuple[int, Any]:
        """Call the human door; return status and JSON."""
        data = None if value is None else json.dumps(value)
        async with self.http.request(verb, f"{self.rehearsal.url}/api/{path}", data=data) as got:
            return got.status, await got.json()

    async def do(self, verb: str, path: str, value: Any = None) -> Any:
        """Call the human door where it must succeed; return the JSON."""
        status, body = await self.human(verb, path, value)
        assert status == 200, body
        return body

    async def newcomer(self, name: str = "Rania Haddad", language_code: str = "ar") -> int:
        """Let someone in who has not started the bot."""
        person = await self.do("POST", "people", {"name": name, "language_code": language_code})
        return int(person["id"])

    async def starter(self, name: str = "Rania Haddad", language_code: str = "ar") -> int:
        """Let someone in who said /start; the update is acknowledged."""
        number = await self.newcomer(name, language_code)
        await self.do("POST", f"people/{number}/say", {"text": "/start"})
        self.rehearsal.world.updates.clear()
        return number

    async def chat(self, number: int) -> list[dict[str, Any]]:
        """Return a person's chat."""
        messages: list[dict[str, Any]] = await self.do("GET", f"people/{number}/chat")
        return messages

    async def polled(self) -> None:
        """Wait until a getUpdates call is waiting."""

        async def waiting() -> bool:
            return self.rehearsal.bot_door.polling.waiting

        await until(waiting)

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """Return what getUpdates returns."""
        updates: list[dict[str, Any]] = await self.ok("getUpdates", **params)
        return updates


def button(label: str, data: str) -> Mapping[str, Any]:
    """Return an inline keyboard with one callback button."""
    return {"inline_keyboard": [[{"text": label, "callback_data": data}]]}


async def until(look: Callable[[], Awaitable[T]]) -> T:
    """Look again and again, for at most 10 s, until there is something true to see; return that."""
    with anyio.fail_after(10):
        # What is waited for happens in another program or library: no event tells of it.
        while not (seen := await look()):  # noqa: ASYNC110 - see above
            await asyncio.sleep(0)
        return seen
