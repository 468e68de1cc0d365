"""Takes updates that Telegram brings, and says 200 only when the inbox has kept them.

Owns the door: who may knock (the secret, compared in constant time), what a knock must look
like, and that requests arriving together are kept in one transaction.
"""

import hmac
import json
from typing import Any

import structlog
from aiohttp import web

from bot.batches import Batches
from bot.inbox import Inbox
from bot.tasks import Tasks

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 2**20
"""Bytes of one update; Telegram's are some kilobytes."""


class Door:
    """A web server with one address."""

    def __init__(self, inbox: Inbox, tasks: Tasks, *, path: str, secret: str) -> None:
        self._batches: Batches[dict[str, Any]] = Batches(inbox.take, tasks)
        self._secret = secret.encode()
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
        try:
            await self._batches.put(body)
        except Exception as error:
            # Telegram brings it again: it must not think that we have it.
            log.error("an update could not be kept", exc_info=error)
            return web.Response(status=503)
        return web.Response()
