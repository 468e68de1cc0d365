"""Takes updates that Telegram brings, and says 200 only when the inbox has kept them.

Owns the door: who may knock (the secret, compared in constant time), what a knock must look
like, that requests arriving together are kept in one transaction, and that the reply to a tap
may answer it (`bot.rides`).
"""

import hmac
import json
from collections.abc import Mapping
from typing import Any

import structlog
from aiohttp import web

from bot.batches import Batches
from bot.inbox import Inbox
from bot.rides import Rides
from bot.tasks import Tasks

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 2**20
"""Bytes of one update; Telegram's are some kilobytes."""


class Door:
    """A web server with one address."""

    def __init__(self, inbox: Inbox, tasks: Tasks, *, path: str, secret: str, rides: Rides) -> None:
        self._batches: Batches[dict[str, Any]] = Batches(inbox.take, tasks)
        self._secret = secret.encode()
        self._rides = rides
        self.app = web.Application(client_max_size=LARGEST)
        self.app.router.add_post(path or "/", self._knock)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=2)

    async def open(self, host: str, port: int) -> None:
        """Listens; raises OSError when the address is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port, backlog=512).start()

    async def close(self) -> None:
        """Stops listening and lets open requests end."""
        await self._runner.cleanup()

    async def _knock(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        try:
            body = json.loads(await request.read())
            int(body["update_id"])
        except (ValueError, KeyError, TypeError):
            return web.Response(status=400)
        tap = _tap_of(body)
        # Before it is kept: from then on it may be dealt with.
        ride = self._rides.open(tap) if tap else None
        try:
            await self._batches.put(body)
        except Exception as error:
            # Telegram brings it again: it must not think that we have it.
            log.error("an update could not be kept", exc_info=error)
            return web.Response(status=503)
        if ride is None or not await ride:
            return web.Response()
        answer = {"method": "answerCallbackQuery", "callback_query_id": tap}
        return web.json_response(answer)


def _tap_of(body: Mapping[str, Any]) -> str | None:
    """The id of the tap that an update brings, if it does."""
    tap = body.get("callback_query")
    number = tap.get("id") if isinstance(tap, Mapping) else None
    return number if isinstance(number, str) else None
