"""Delivers updates to the bot's webhook.

In order for each chat, several chats at a time (at most ``max_connections``), the oldest update
first. What does not get a 2xx is tried again after 0.25 s, doubling up to 10 s, until it does or
the webhook is gone; other chats go on meanwhile. A 2xx answer may carry one call (JSON or form
with a ``method``), which is carried out; its result is told to nobody, as on Telegram.
"""

import asyncio
import heapq
import json
import logging
from collections import deque
from typing import Final

import aiohttp

from rehearsal.botdoor import BotDoor
from rehearsal.errors import Json, Refused
from rehearsal.forms import read_body
from rehearsal.tasks import Background
from rehearsal.world import World

log = logging.getLogger(__name__)

FIRST_PAUSE_S: Final = 0.25
LONGEST_PAUSE_S: Final = 10.0
_TIMEOUT: Final = aiohttp.ClientTimeout(total=60)


class Pusher:
    """Takes updates from the queue while a webhook is set, and returns them when it goes."""

    def __init__(self, world: World, door: BotDoor, background: Background) -> None:
        self._world = world
        self._door = door
        self._background = background
        self._session: aiohttp.ClientSession | None = None
        # chat to its undelivered updates, oldest first; the first may be under way
        self._chats: dict[int, deque[Json]] = {}
        self._ready: list[tuple[int, int]] = []  # heap of (update id, chat)
        self._pauses: dict[int, float] = {}  # chat to the seconds before its next try
        self._busy = 0
        self._round = 0  # a new webhook begins a new round; what an old one had is void
        world.updates.listeners.append(self.feed)
        world.webhook.listeners.append(self.restart)
        world.droppers.append(self.drop)

    async def stop(self) -> None:
        """Close the connections; what is under way is cancelled with the background."""
        if self._session is not None:
            await self._session.close()

    def restart(self) -> None:
        """The webhook changed: what was not delivered waits again, in its order."""
        self._world.updates.put_back([update for kept in self._chats.values() for update in kept])
        self.drop()
        self.feed()

    def drop(self) -> None:
        """Forget what was taken (drop_pending_updates)."""
        self._round += 1
        self._busy = 0
        self._chats.clear()
        self._pauses.clear()
        self._ready.clear()
        self._world.webhook.undelivered = 0

    def feed(self) -> None:
        """Take what waits, and send as much as there are connections for."""
        if not self._world.webhook.url:
            return
        while (update := self._world.updates.take()) is not None:
            chat = _chat_of(update)
            self._world.webhook.undelivered += 1
            if chat in self._chats:
                self._chats[chat].append(update)
            else:
                self._chats[chat] = deque([update])
                heapq.heappush(self._ready, (update["update_id"], chat))
        self._send()

    def _send(self) -> None:
        while self._ready and self._busy < self._world.webhook.max_connections:
            _, chat = heapq.heappop(self._ready)
            self._busy += 1
            self._background.start(self._deliver(chat, self._round))

    async def _deliver(self, chat: int, this_round: int) -> None:
        """Bring a chat's oldest update to the bot, or plan the next try."""
        brought = await self._brought(self._chats[chat][0], this_round)
        if this_round != self._round:
            return
        self._busy -= 1
        if brought:
            self._delivered(chat)
        else:
            pause_s = self._pauses.get(chat, FIRST_PAUSE_S)
            self._pauses[chat] = min(2 * pause_s, LONGEST_PAUSE_S)
            loop = asyncio.get_running_loop()
            loop.call_later(pause_s, self._again, chat, this_round)
        self._send()

    def _again(self, chat: int, this_round: int) -> None:
        if this_round == self._round:
            heapq.heappush(self._ready, (self._chats[chat][0]["update_id"], chat))
            self._send()

    def _delivered(self, chat: int) -> None:
        self._pauses.pop(chat, None)
        self._world.webhook.undelivered -= 1
        kept = self._chats[chat]
        kept.popleft()
        if kept:
            heapq.heappush(self._ready, (kept[0]["update_id"], chat))
        else:
            del self._chats[chat]

    async def _brought(self, update: Json, this_round: int) -> bool:
        """Post one update; True when the bot has it."""
        webhook = self._world.webhook
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
        text = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
        data = text.encode("utf-8", "replace")
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT)
        try:
            async with self._session.post(webhook.url, data=data, headers=headers) as response:
                status, kind = response.status, response.headers.get("Content-Type", "")
                body = await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed(str(error) or type(error).__name__, this_round)
            return False
        if not 200 <= status < 300:
            words = f"Wrong response from the webhook: {status} {response.reason}"
            self._failed(words, this_round)
            return False
        if body:
            await self._answered(kind, body)
        return True

    def _failed(self, words: str, this_round: int) -> None:
        if this_round == self._round:
            self._world.webhook.last_error_date = int(self._world.clock.now())
            self._world.webhook.last_error_message = words

    async def _answered(self, content_type: str, body: bytes) -> None:
        """Carry out the call that the webhook's answer carries, if it does."""
        try:
            raw = read_body(content_type, body)
        except Refused:
            return
        method = raw.pop("method", None)
        if isinstance(method, str) and method:
            await self._door.perform(method, raw)


def _chat_of(update: Json) -> int:
    for payload in update.values():
        if isinstance(payload, dict):
            return int(payload["from"]["id"])
    return 0
