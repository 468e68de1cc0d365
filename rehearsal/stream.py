"""``GET /api/stream``: what happens, as server-sent events.

Each event has a name and a JSON object with ``person`` (an id, or null):

============ ======================================================================
``message``  ``message``: a new message, as in the chat
``edit``     ``message``: one that changed (text, buttons, pinned)
``delete``   ``message_id``: one that vanished
``toast``    ``text`` (or null), ``alert``: a tap was answered
``action``   ``action``: the bot is "typing" and the like
``reaction`` ``message_id``, ``emoji`` (or null): the bot reacted
``person``   the person, as in ``GET /api/people``: new or changed
``commands`` nothing more: read the people's commands again
``profile``  nothing more: read ``GET /api/bot`` again
``clock``    ``now``, ``offset_s``: the clock was moved
``hint``     ``title``, ``url``: a new link to show
``next``     ``at``, ``title``: the next reminder changed
``reset``    nothing more: events were lost, read everything again
============ ======================================================================
"""

import asyncio
import json
from typing import Any, Final

from aiohttp import web

from rehearsal.errors import Json
from rehearsal.people import Entry, Person
from rehearsal.views import message_view, person_view
from rehearsal.world import World

_KEPT: Final = 10_000  # events that one slow reader may have waiting
_ALIVE_S: Final = 15.0
_RESET: Final = b'event: reset\ndata: {"person":null}\n\n'


class Stream:
    """Everyone who listens. Nothing is rendered while nobody does."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._readers: set[asyncio.Queue[bytes | None]] = set()
        world.listeners.append(self._heard)

    def _heard(self, event: str, person: Person | None, data: Any) -> None:
        if not self._readers:
            return
        line = json.dumps(self._body(event, person, data), ensure_ascii=False)
        self._send(f"event: {event}\ndata: {line}\n\n".encode("utf-8", "replace"))

    def _body(self, event: str, person: Person | None, data: Any) -> Json:
        body: Json = {"person": person.id if person else None}
        if isinstance(data, Entry):
            return body | {"message": message_view(data, self._world.files)}
        if event == "person" and person is not None:
            return body | person_view(person)
        return body | (data or {})

    def _send(self, event: bytes) -> None:
        for reader in self._readers:
            if reader.qsize() >= _KEPT:
                while not reader.empty():
                    reader.get_nowait()
                reader.put_nowait(_RESET)
            reader.put_nowait(event)

    def stop(self) -> None:
        """Let every reader go."""
        for reader in self._readers:
            reader.put_nowait(None)

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Send events until the reader or the rehearsal goes."""
        response = web.StreamResponse()
        response.content_type = "text/event-stream"
        response.charset = "utf-8"
        response.headers["Cache-Control"] = "no-store"
        reader: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._readers.add(reader)
        try:
            await response.prepare(request)
            await response.write(b"retry: 500\n\n")
            while (events := await _next(reader)) is not None:
                await response.write(events)
        except ConnectionError:
            pass  # the reader went away: that is how streams end
        finally:
            self._readers.discard(reader)
        return response


async def _next(reader: asyncio.Queue[bytes | None]) -> bytes | None:
    """Return everything that waits as one piece; a comment when it stays quiet; None at the end."""
    try:
        async with asyncio.timeout(_ALIVE_S):
            first = await reader.get()
    except TimeoutError:
        return b": still here\n\n"
    events = [first]
    while not reader.empty():
        events.append(reader.get_nowait())
    kept = [event for event in events if event is not None]
    return b"".join(kept) if len(kept) == len(events) else None
