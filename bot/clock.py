"""What time it is: the only place that asks the machine.

Owns the system clock and the followed one. In a rehearsal somebody moves the clock on the chat
page; the bot, a process of its own, follows `CLOCK_URL`: it hears of each move through the
server's event stream beside it, and asks slowly besides, in case the stream has gone quiet.
While the server is away the last offset holds. Both clocks live on one machine, so the offset
between them is exact and a slow answer makes nothing late.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import structlog

log = structlog.get_logger(__name__)

ASK_EVERY_S = 10.0
LISTEN_AGAIN_S = 0.5
_ANSWER = aiohttp.ClientTimeout(total=3)
_STREAM = aiohttp.ClientTimeout(total=None, sock_connect=3, sock_read=60)
_AWAY = (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError)


class Clock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The instant, UTC-aware."""
        return datetime.now(UTC)


class FollowedClock(Clock):
    """The machine's clock, moved by what a rehearsal says.

    `jumped` is called after each move that follows the first answer, on the event loop.
    """

    def __init__(self, url: str, *, jumped: Callable[[], None] = lambda: None) -> None:
        self._url = url
        self._stream_url = url.rsplit("/", 1)[0] + "/stream"
        self._offset = timedelta(0)
        self._jumped = jumped
        self._first = True

    def now(self) -> datetime:
        """The instant in the rehearsal, UTC-aware."""
        return datetime.now(UTC) + self._offset

    @property
    def offset_s(self) -> float:
        """By how many seconds the rehearsal is ahead of the machine."""
        return self._offset.total_seconds()

    async def ask(self, *, patience_s: Sequence[float] = ()) -> bool:
        """Asks the server, again after each of these waits; returns whether it answered."""
        async with aiohttp.ClientSession() as http:
            for wait_s in (*patience_s, None):
                try:
                    await self._ask(http)
                    return True
                except _AWAY as error:
                    words = str(error) or type(error).__name__
                if wait_s is not None:
                    await asyncio.sleep(wait_s)
        log.warning("the clock does not answer", error=words)
        return False

    async def follow(self) -> None:
        """Follows the server until cancelled."""
        async with aiohttp.ClientSession(read_bufsize=2**20) as http, asyncio.TaskGroup() as group:
            group.create_task(self._listen(http))
            group.create_task(self._ask_now_and_then(http))

    async def _ask_now_and_then(self, http: aiohttp.ClientSession) -> None:
        while True:
            await asyncio.sleep(ASK_EVERY_S)
            try:
                await self._ask(http)
            except _AWAY as error:
                log.debug("the clock does not answer", error=str(error) or type(error).__name__)

    async def _listen(self, http: aiohttp.ClientSession) -> None:
        while True:
            try:
                async with http.get(self._stream_url, timeout=_STREAM) as answer:
                    answer.raise_for_status()
                    # Between the last stream and this one the clock may have been moved.
                    await self._ask(http)
                    async for name, data in events(answer.content):
                        if name == "clock":
                            self._take(json.loads(data))
            except _AWAY as error:
                log.debug("the clock's stream ended", error=str(error) or type(error).__name__)
            await asyncio.sleep(LISTEN_AGAIN_S)

    async def _ask(self, http: aiohttp.ClientSession) -> None:
        async with http.get(self._url, timeout=_ANSWER) as answer:
            answer.raise_for_status()
            self._take(await answer.json())

    def _take(self, answer: dict[str, Any]) -> None:
        if "offset_s" in answer:
            offset = timedelta(seconds=float(answer["offset_s"]))
        else:
            offset = datetime.fromisoformat(answer["now"]) - datetime.now(UTC)
        moved = abs(offset - self._offset) > timedelta(seconds=0.05)
        first, self._first = self._first, False
        self._offset = offset
        if moved and not first:
            log.info("the clock was moved", now=self.now().isoformat(timespec="seconds"))
            self._jumped()


async def events(lines: aiohttp.StreamReader) -> AsyncIterator[tuple[str, str]]:
    """The server-sent events of a stream, as (name, data); most concern others, so the data
    stays unread."""
    name, data = "message", ""
    async for raw in lines:
        line = raw.decode().rstrip("\r\n")
        if line.startswith("event:"):
            name = line[6:].strip()
        elif line.startswith("data:"):
            data += line[5:].strip()
        elif not line:
            if data:
                yield name, data
            name, data = "message", ""
