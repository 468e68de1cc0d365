"""The bot door: ``/bot{token}/{method}`` and ``/file/bot{token}/{path}``.

Owns how a call becomes an answer: facts, faults, limits, method, log. It knows no method by
itself but getUpdates, which waits.
"""

import asyncio
import json
import logging
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from aiohttp import web

import rehearsal.methods.bot
import rehearsal.methods.edits
import rehearsal.methods.media
import rehearsal.methods.messages
import rehearsal.methods.webhooks  # noqa: F401 - importing a module announces its methods
from rehearsal.calls import Calls
from rehearsal.errors import Json, Refused, bad
from rehearsal.faults import Fault, Faults
from rehearsal.filestore import DOWNLOAD_LIMIT
from rehearsal.forms import Upload, loggable, read_body
from rehearsal.limits import Limits
from rehearsal.methods.registry import METHODS, Call
from rehearsal.polling import Polling
from rehearsal.rules import FACTS, compile_methods
from rehearsal.world import World

log = logging.getLogger(__name__)

_NAMES: Final = {name.lower(): name for name in FACTS["methods"]}
_PACED: Final = frozenset(
    name for name in _NAMES if name.startswith("send") and name != "sendchataction"
) | {"copymessage"}
_NOT_FOUND: Final = Refused(404, "Not Found")
_UNAUTHORIZED: Final = Refused(401, "Unauthorized")
_BROKEN: Final = Refused(500, "Internal Server Error")


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a call got. ``dropped``: nothing at all, the connection is cut."""

    body: Json
    status: int = 200
    dropped: bool = False


class BotDoor:
    """Carries out Bot API calls, from HTTP and from the answers of a webhook."""

    def __init__(
        self, *, token: str, world: World, calls: Calls, faults: Faults, limits: Limits
    ) -> None:
        self.polling = Polling(world)
        self._world = world
        self._calls = calls
        self._faults = faults
        self._limits = limits
        self._methods = compile_methods()
        self._prefix = f"/bot{token}/"
        self._file_prefix = f"/file/bot{token}/"

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request under ``/bot``."""
        path = request.path
        if not path.startswith(self._prefix):
            return _response(_UNAUTHORIZED.body(), 401)
        method = path[len(self._prefix) :]
        try:
            raw: Json = dict(request.query) if request.query_string else {}
            if request.method == "POST":
                body = await request.read()
                raw |= read_body(request.headers.get("Content-Type", ""), body)
        except Refused as refused:
            return _response(refused.body(), refused.error_code)
        except web.HTTPRequestEntityTooLarge:
            return _response(Refused(413, "Request Entity Too Large").body(), 413)
        answer = await self.perform(method, raw)
        if answer.dropped:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        return _response(answer.body, answer.status)

    async def perform(self, method: str, raw: Json) -> Answer:
        """Carry out one call with its faults, and log it."""
        at, name = self._world.clock.real(), method.lower()
        fault = self._faults.take(name, raw.get("chat_id"))
        notes: list[str] = []
        result, error, dropped = None, None, False
        if fault is not None and not fault.after:
            await asyncio.sleep(fault.delay_s)
        try:
            if fault is not None and fault.error is not None:
                raise fault.error
            if fault is not None and fault.drop and not fault.after:
                raise Refused(0, "the connection was cut")
            result = await self._carried_out(name, raw, notes)
        except Refused as refused:
            error, dropped = refused, refused.error_code == 0
        self._log(at, method, raw, result, error, fault, notes)
        if fault is not None and fault.after:
            await asyncio.sleep(fault.delay_s)
            dropped = fault.drop
        if error is not None:
            return Answer(body=error.body(), status=error.error_code, dropped=dropped)
        return Answer(body={"ok": True, "result": result}, dropped=dropped)

    async def _carried_out(self, name: str, raw: Json, notes: list[str]) -> Any:
        rules = self._methods.get(name)
        if rules is None:
            raise _NOT_FOUND
        try:
            params, unknown = rules.check(raw)
            notes.extend(f"unknown parameter {field} was ignored" for field in unknown)
            if name == "getupdates":
                return await self.polling.get_updates(params)
            if name in _PACED:
                self._limits.admit(params["chat_id"])
            uploads = {k: v for k, v in raw.items() if isinstance(v, Upload)}
            call = Call(world=self._world, params=params, uploads=uploads, notes=notes)
            return METHODS[name](call)
        except Refused:
            raise
        except Exception:
            log.exception("the rehearsal failed in %s", _NAMES[name])
            raise _BROKEN from None

    def _log(
        self,
        at: float,
        method: str,
        raw: Json,
        result: Any,
        error: Refused | None,
        fault: Fault | None,
        notes: list[str],
    ) -> None:
        self._calls.add(
            at=at,
            method=_NAMES.get(method.lower(), method),
            params=loggable(raw),
            result=result,
            error=error,
            fault=fault.words() if fault else None,
            notes=notes,
        )

    def serve_file(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a download under ``/file/bot``."""
        path = unquote(request.path)
        if not path.startswith(self._file_prefix):
            return _response(_UNAUTHORIZED.body(), 401)
        stored = self._world.files.by_path.get(path[len(self._file_prefix) :])
        if stored is None:
            return _response(_NOT_FOUND.body(), 404)
        if len(stored.data) > DOWNLOAD_LIMIT:
            refused = bad("file is too big")
            return _response(refused.body(), refused.error_code)
        return web.Response(body=stored.data, content_type="application/octet-stream")


def _response(body: Json, status: int) -> web.Response:
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return web.Response(body=data, status=status, content_type="application/json")
