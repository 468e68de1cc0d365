"""The human door: JSON over HTTP for the page, tests and scripts. Owns its addresses.

=====================================  =====================================================
``GET  /api/people``                   everyone, in the order they came
``POST /api/people``                   ``{"name","language_code","username"?,"cast"?,"note"?}``
                                       to the person, with ``id``
``GET  /api/people/{id}``              one person
``GET  /api/people/{id}/chat``         the messages, oldest first (see ``views.message_view``)
``GET  /api/people/{id}/commands``     the commands this person sees: ``[{command,description}]``
``POST /api/people/{id}/say``          ``{"text","reply_to"?}`` to the message
``POST /api/people/{id}/tap``          ``{"message_id"?,"label"?,"data"?}``: waits up to 10 s for
                                       the answer: ``{"answered","text","alert"}``
``POST /api/people/{id}/file``         multipart ``file``, ``caption``?, ``as``=document?
``POST /api/people/{id}/contact``      ``{"phone_number","first_name","last_name"?,"user_id"?}``
``POST /api/people/{id}/block``        and ``unblock``, ``deactivate`` (deletes the account)
``POST /api/say``                      ``[{"person","text"}]``: many say something, in order
``GET  /api/files/{file_id}``          a file of any chat
``GET/POST /api/clock``                ``{"now","offset_s"}``; ``{"to"}`` or ``{"advance"}``
``GET/POST/DELETE /api/faults``        what is to go wrong (see ``faults``)
``GET/POST /api/limits``               ``{"on"}``: Telegram's pace
``GET  /api/calls?since=ID``           Bot API calls with their answers
``GET  /api/bot``                      the bot's name, words, commands per language
``GET/POST /api/hints``                ``{"title","url","person"?}``: links to show
``GET/POST /api/next``                 ``{"at","title"}``: the next reminder
``GET  /api/stream``                   server-sent events (see ``stream``)
=====================================  =====================================================

Errors are ``{"error": words}`` with 400 (makes no sense), 404 (is not there) or 413 (too large).
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from aiohttp import web

from rehearsal.bodies import answer, json_of, object_of
from rehearsal.calls import Calls
from rehearsal.clock import read_moment
from rehearsal.errors import Json, NoSuch, Refused, Wrong
from rehearsal.faults import Faults
from rehearsal.jsontext import whole_number
from rehearsal.limits import Limits
from rehearsal.phones import Phones
from rehearsal.rules import FACTS
from rehearsal.stream import Stream
from rehearsal.views import person_view
from rehearsal.world import World

Handler = Callable[[web.BaseRequest], Awaitable[Any]]

_METHODS: Final = frozenset(name.lower() for name in FACTS["methods"])


class HumanDoor:
    """Answers everything under ``/api/``."""

    def __init__(
        self, *, world: World, calls: Calls, faults: Faults, limits: Limits, stream: Stream
    ) -> None:
        self._world = world
        self._calls = calls
        self._faults = faults
        self._limits = limits
        self._stream = stream
        self._phones = Phones(world)
        self._plain: Mapping[tuple[str, str], Handler] = {
            ("GET", "people"): self._people,
            ("POST", "people"): self._enter,
            ("POST", "say"): self._say_all,
            ("GET", "clock"): self._clock,
            ("POST", "clock"): self._move_clock,
            ("GET", "faults"): self._list_faults,
            ("POST", "faults"): self._add_fault,
            ("DELETE", "faults"): self._clear_faults,
            ("GET", "limits"): self._show_limits,
            ("POST", "limits"): self._set_limits,
            ("GET", "calls"): self._list_calls,
            ("GET", "bot"): self._bot,
            ("GET", "hints"): self._hints,
            ("POST", "hints"): self._add_hint,
            ("GET", "next"): self._next,
            ("POST", "next"): self._set_next,
        }

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request; domain errors become 400 and 404 here."""
        path = request.path.removeprefix("/api/")
        if path == "stream" and request.method == "GET":
            return await self._stream.serve(request)
        if path.startswith("files/"):
            return self._file(path.removeprefix("files/"))
        try:
            return answer(await self._answered(request, path))
        except NoSuch as error:
            return answer({"error": str(error)}, 404)
        except Wrong as error:
            return answer({"error": str(error)}, 400)
        except Refused as error:
            return answer({"error": error.description}, error.error_code)
        except web.HTTPRequestEntityTooLarge:
            return answer({"error": "the body is too large"}, 413)

    async def _answered(self, request: web.BaseRequest, path: str) -> Any:
        if path.startswith("people/"):
            return await self._phones.serve(request, path.removeprefix("people/"))
        handler = self._plain.get((request.method, path))
        if handler is None:
            raise NoSuch(f"there is no {request.method} /api/{path}")
        return await handler(request)

    def _file(self, file_id: str) -> web.StreamResponse:
        stored = self._world.files.by_id.get(file_id)
        if stored is None:
            return answer({"error": "there is no such file"}, 404)
        # Pictures are shown; anything else is only ever saved, for a bot may send a page of HTML.
        kind = stored.mime_type if stored.is_photo else "application/octet-stream"
        shown = kind if kind in ("image/png", "image/jpeg", "image/gif", "image/webp") else None
        response = web.Response(body=stored.data, content_type=shown or "application/octet-stream")
        response.headers["X-Content-Type-Options"] = "nosniff"
        if shown is None:
            response.headers["Content-Disposition"] = "attachment"
        return response

    async def _people(self, _request: web.BaseRequest) -> list[Json]:
        return [person_view(person) for person in self._world.people.values()]

    async def _enter(self, request: web.BaseRequest) -> Json:
        wish = await object_of(request)
        name, language = wish.get("name"), wish.get("language_code", "en")
        username = wish.get("username") or None
        if not isinstance(name, str) or not isinstance(language, str):
            raise Wrong("a person has a name and a language_code")
        if username is not None and not isinstance(username, str):
            raise Wrong("a username is a text")
        more: Json = {key: wish[key] for key in ("cast", "note") if key in wish}
        return person_view(self._world.add_person(name, language, username, more))

    async def _say_all(self, request: web.BaseRequest) -> Json:
        lines = await json_of(request)
        if not isinstance(lines, list):
            raise Wrong("a list of person and text is expected")
        ids = []
        for line in lines:
            said = line if isinstance(line, dict) else {}
            if not isinstance(said.get("person"), int) or not isinstance(said.get("text"), str):
                raise Wrong("each line has a person and a text")
            entry = self._world.say(self._world.person(line["person"]), line["text"])
            ids.append(entry.message["message_id"])
        return {"message_ids": ids}

    async def _clock(self, _request: web.BaseRequest) -> Json:
        clock = self._world.clock
        return {"now": clock.iso(), "offset_s": clock.offset_s}

    async def _move_clock(self, request: web.BaseRequest) -> Json:
        wish = await object_of(request)
        if "to" in wish:
            self._world.clock.move_to(read_moment(wish["to"]))
        else:
            advance = wish.get("advance")
            if isinstance(advance, bool) or not isinstance(advance, int | float):
                raise Wrong('the clock takes {"to": ISO} or {"advance": seconds}')
            self._world.clock.advance(advance)
        shown = await self._clock(request)
        self._world.tell("clock", None, shown)
        return shown

    async def _list_faults(self, _request: web.BaseRequest) -> list[Json]:
        return self._faults.shown()

    async def _add_fault(self, request: web.BaseRequest) -> Json:
        wish = await object_of(request)
        method = str(wish.get("method", "*")).lower()
        if method != "*" and method not in _METHODS:
            raise Wrong(f"there is no method {wish['method']}")
        return self._faults.add(wish)

    async def _clear_faults(self, _request: web.BaseRequest) -> list[Json]:
        self._faults.clear()
        return []

    async def _show_limits(self, _request: web.BaseRequest) -> Json:
        return self._limits.shown()

    async def _set_limits(self, request: web.BaseRequest) -> Json:
        wish = await object_of(request)
        if not isinstance(wish.get("on"), bool):
            raise Wrong('the limits take {"on": true} or {"on": false}')
        self._limits.on = wish["on"]
        return self._limits.shown()

    async def _list_calls(self, request: web.BaseRequest) -> list[Json]:
        since = whole_number(request.query.get("since", "0"))
        if since is None or since < 0:
            raise Wrong("since is the id of a call")
        return self._calls.since(since)

    async def _bot(self, _request: web.BaseRequest) -> Json:
        return self._world.profile.shown()

    async def _hints(self, _request: web.BaseRequest) -> list[Json]:
        return self._world.hints

    async def _add_hint(self, request: web.BaseRequest) -> Json:
        wish = await object_of(request)
        if not isinstance(wish.get("title"), str) or not isinstance(wish.get("url"), str):
            raise Wrong("a hint has a title and a url")
        hint: Json = {"title": wish["title"], "url": wish["url"], "person": wish.get("person")}
        if hint not in self._world.hints:
            self._world.hints.append(hint)
            self._world.tell("hint", None, hint)
        return hint

    async def _next(self, _request: web.BaseRequest) -> Json:
        return self._world.next_reminder

    async def _set_next(self, request: web.BaseRequest) -> Json:
        wish = await object_of(request)
        at = wish.get("at")
        if at is not None:
            at = read_moment(at).isoformat()
        self._world.next_reminder = {"at": at, "title": wish.get("title")}
        self._world.tell("next", None, self._world.next_reminder)
        return self._world.next_reminder
