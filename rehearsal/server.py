"""One port, two doors and a page, on this machine only. Owns start and stop of the rehearsal.

In a test or a program::

    async with Rehearsal(token="1:abc") as rehearsal:
        rehearsal.url        # http://127.0.0.1:PORT, also the Bot API server's address
        rehearsal.world      # people, clock, messages: everything may be done without HTTP

It answers only requests that name this machine in Host (and Origin, if there is one): a page of
the web cannot reach it under a name of its own.
"""

import asyncio
import logging
import mimetypes
import re
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import unquote, urlsplit

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage

from rehearsal.bodies import answer
from rehearsal.botdoor import BotDoor
from rehearsal.calls import Calls
from rehearsal.clock import Clock
from rehearsal.faults import Faults
from rehearsal.human import HumanDoor
from rehearsal.limits import Limits
from rehearsal.profile import Profile
from rehearsal.stream import Stream
from rehearsal.tasks import Background
from rehearsal.webhook import Pusher
from rehearsal.world import World

log = logging.getLogger(__name__)

HOST: Final = "127.0.0.1"
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_TOKEN: Final = re.compile(r"([0-9]{1,15}):[A-Za-z0-9_-]+")
_LARGEST: Final = 52 * 1024 * 1024  # bytes of a request: a 50 MB document in its form
_PAGE: Final = Path(__file__).with_name("page")
_POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Rehearsal:
    """A Telegram for one bot. ``token`` must look like a token (digits, colon, letters)."""

    def __init__(
        self,
        *,
        token: str,
        username: str = "rehearsal_bot",
        name: str = "Rehearsal",
        now: datetime | None = None,
        limits: bool = False,
        page: Path = _PAGE,
        read_clock: Callable[[], float] = time.time,
    ) -> None:
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise ValueError("a token is digits, a colon and letters, as in 1:abc")
        clock = Clock(read_clock)
        if now is not None:
            clock.move_to(now)
        profile = Profile(bot_id=int(found[1]), name=name, username=username)
        self.token = token
        self.world = World(profile=profile, clock=clock)
        self.calls = Calls(clock)
        self.faults = Faults()
        self.limits = Limits(clock.real)
        self.limits.on = limits
        self.background = Background()
        self.bot_door = BotDoor(
            token=token,
            world=self.world,
            calls=self.calls,
            faults=self.faults,
            limits=self.limits,
        )
        self._pusher = Pusher(self.world, self.bot_door, self.background)
        self._stream = Stream(self.world)
        self._human_door = HumanDoor(
            world=self.world,
            calls=self.calls,
            faults=self.faults,
            limits=self.limits,
            stream=self._stream,
        )
        self._page = page
        self._hosts: set[str] = set()
        self._runner: web.ServerRunner | None = None
        self.url = ""

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one. Raises OSError when it is taken."""
        server = web.Server(self._serve, request_factory=_request, handler_cancellation=True)
        runner = web.ServerRunner(server, access_log=None, shutdown_timeout=0.3)
        await runner.setup()
        site = web.TCPSite(runner, HOST, port, backlog=1024)
        try:
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.url = f"http://{HOST}:{runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Answer who waits, close every connection; done within a second."""
        self.bot_door.polling.stop()
        self._stream.stop()
        await self.background.stop()
        await self._pusher.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if not self._from_here(request):
            return answer({"error": "only this machine is served"}, 403)
        try:
            return await self._through_a_door(request, request.path)
        except (web.HTTPException, ConnectionError):
            raise
        except Exception:
            log.exception("the rehearsal failed at %s", request.path)
            return answer({"error": "the rehearsal failed; its log says more"}, 500)

    async def _through_a_door(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        if path.startswith("/bot"):
            return await self.bot_door.serve(request)
        if path.startswith("/api/"):
            return await self._human_door.serve(request)
        if path.startswith("/file/bot"):
            return self.bot_door.serve_file(request)
        if request.method not in ("GET", "HEAD"):
            return answer({"error": f"there is no {request.method} {path}"}, 404)
        return self._page_file(path)

    def _from_here(self, request: web.BaseRequest) -> bool:
        host = request.headers.get("Host", "")
        if host not in self._hosts:
            if _hostname(f"//{host}") not in _HERE:
                return False
            self._hosts.add(host)
        origin = request.headers.get("Origin")
        return origin is None or _hostname(origin) in _HERE

    def _page_file(self, path: str) -> web.StreamResponse:
        name = "index.html" if path == "/" else unquote(path).removeprefix("/page/")
        file = (self._page / name.replace("\0", "")).resolve()
        if not file.is_relative_to(self._page.resolve()) or not file.is_file():
            return answer({"error": f"there is no {path}"}, 404)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        charset = "utf-8" if kind.startswith("text/") or "javascript" in kind else None
        response = web.Response(body=file.read_bytes(), content_type=kind, charset=charset)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: "asyncio.Task[None]",
) -> web.BaseRequest:
    """As aiohttp would make it, but for uploads larger than its 1 MB."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=_LARGEST)


def _hostname(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
