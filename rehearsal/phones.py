"""What one person does at the human door: says, taps, sends, blocks.

Owns ``/api/people/{id}/…``.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from aiohttp import web

from rehearsal.bodies import object_of
from rehearsal.errors import Json, NoSuch, Wrong
from rehearsal.filestore import picture_size
from rehearsal.forms import Upload, read_body
from rehearsal.jsontext import whole_number
from rehearsal.keyboards import shown_rows
from rehearsal.people import Entry, Person
from rehearsal.views import chat_view, message_view, person_view, reply_rows
from rehearsal.world import World

ANSWER_WAIT_S: Final = 10.0  # real seconds that a tap waits for the bot
_AT_ONCE: Final[Json] = {"answered": True, "text": None, "alert": False}

Handler = Callable[[web.BaseRequest, Person], Awaitable[Any]]


class Phones:
    """Everybody's phone."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._actions: Mapping[tuple[str, str], Handler] = {
            ("GET", ""): self._show,
            ("GET", "chat"): self._chat,
            ("GET", "commands"): self._commands,
            ("POST", "say"): self._say,
            ("POST", "tap"): self._tap,
            ("POST", "file"): self._file,
            ("POST", "contact"): self._contact,
            ("POST", "block"): self._block,
            ("POST", "unblock"): self._unblock,
            ("POST", "deactivate"): self._deactivate,
        }

    async def serve(self, request: web.BaseRequest, path: str) -> Any:
        """Answer ``{id}`` or ``{id}/action``. Raises NoSuch, Wrong and Refused."""
        number, _, action = path.partition("/")
        handler = self._actions.get((request.method, action))
        person_id = whole_number(number)
        if handler is None or person_id is None:
            raise NoSuch(f"there is no {request.method} /api/people/{path}")
        return await handler(request, self._world.person(person_id))

    async def _show(self, _request: web.BaseRequest, person: Person) -> Json:
        return person_view(person)

    async def _chat(self, _request: web.BaseRequest, person: Person) -> list[Json]:
        return chat_view(person, self._world.files)

    async def _commands(self, _request: web.BaseRequest, person: Person) -> list[Json]:
        return self._world.profile.commands_for(person.id, person.language_code)

    async def _say(self, request: web.BaseRequest, person: Person) -> Json:
        wish = await object_of(request)
        text, reply_to = wish.get("text"), wish.get("reply_to")
        if not isinstance(text, str):
            raise Wrong("say takes a text")
        if reply_to is not None and not isinstance(reply_to, int):
            raise Wrong("reply_to is the id of a message")
        return message_view(self._world.say(person, text, reply_to), self._world.files)

    async def _tap(self, request: web.BaseRequest, person: Person) -> Json:
        wish = await object_of(request)
        entry, button = self._found(person, wish)
        if button["kind"] in ("text", "contact", "location"):
            self._pressed(person, button)
            return _AT_ONCE
        if button["kind"] != "callback":
            content = {key: button[key] for key in button if key not in ("label", "kind")}
            return _AT_ONCE | content
        query = self._world.tap(person, entry, button["data"])
        answered: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        query.on_answer = answered.set_result
        try:
            async with asyncio.timeout(ANSWER_WAIT_S):
                return {"answered": True} | await answered
        except TimeoutError:
            return {"answered": False, "text": None, "alert": False}
        finally:
            query.on_answer = None

    def _found(self, person: Person, wish: Json) -> tuple[Entry, Json]:
        """Return the button that is meant: in a message, or in the newest that has one such."""
        message_id = wish.get("message_id")
        if message_id is not None and not isinstance(message_id, int):
            raise Wrong("message_id is a number")
        if message_id is not None and message_id not in person.entries:
            raise NoSuch(f"there is no message {message_id} in this chat")
        if "label" not in wish and "data" not in wish:
            raise Wrong("tap takes a label")
        entries = list(person.entries.values())
        if message_id is not None:
            entries = [person.entries[message_id]]
        for entry in reversed(entries):
            rows = shown_rows(entry.message.get("reply_markup"))
            if entry.reply_markup is not None and entry.reply_markup is person.reply_keyboard:
                rows = rows + (reply_rows(entry.reply_markup) or [])
            for button in (button for row in rows for button in row):
                if _meant(button, wish):
                    return entry, button
        raise NoSuch(f"there is no such button: {wish.get('label', wish.get('data'))}")

    def _pressed(self, person: Person, button: Json) -> None:
        """A button of the reply keyboard says its own words, or hands out what it asks for."""
        if button["kind"] == "text":
            self._world.say(person, button["label"])
        elif button["kind"] == "contact":
            first = person.user["first_name"]
            phone = f"+999{person.id % 10**9:09d}"  # no country has this prefix
            contact = {"phone_number": phone, "first_name": first, "user_id": person.id}
            self._world.hear(person, {"contact": contact})
        else:
            self._world.hear(person, {"location": {"latitude": 33.9, "longitude": 35.5}})

    async def _file(self, request: web.BaseRequest, person: Person) -> Json:
        fields = read_body(request.headers.get("Content-Type", ""), await request.read())
        upload = fields.get("file")
        if not isinstance(upload, Upload):
            raise Wrong("a multipart form with a file is expected")
        files = self._world.files
        as_photo = picture_size(upload.data) != (0, 0) and fields.get("as") != "document"
        stored = files.add_photo(upload) if as_photo else files.add_document(upload)
        entry = self._world.send_file(person, stored, str(fields.get("caption") or ""))
        return message_view(entry, files)

    async def _contact(self, request: web.BaseRequest, person: Person) -> Json:
        """Somebody's card from the address book, or the person's own; `user_id` where the owner
        has an account."""
        wish = await object_of(request)
        contact: Json = {}
        for field in ("phone_number", "first_name", "last_name"):
            value = wish.get(field)
            if not isinstance(value, str if field != "last_name" else str | None):
                raise Wrong("a contact has a phone_number and a first_name")
            if value:
                contact[field] = value
        if "phone_number" not in contact or "first_name" not in contact:
            raise Wrong("a contact has a phone_number and a first_name")
        user_id = wish.get("user_id")
        if isinstance(user_id, int):
            contact["user_id"] = user_id
        entry = self._world.hear(person, {"contact": contact})
        return message_view(entry, self._world.files)

    async def _block(self, _request: web.BaseRequest, person: Person) -> Json:
        self._world.set_blocked(person, True)
        return person_view(person)

    async def _unblock(self, _request: web.BaseRequest, person: Person) -> Json:
        self._world.set_blocked(person, False)
        return person_view(person)

    async def _deactivate(self, _request: web.BaseRequest, person: Person) -> Json:
        self._world.deactivate(person)
        return person_view(person)


def _meant(button: Json, wish: Json) -> bool:
    by_label = "label" not in wish or button["label"] == wish["label"]
    return by_label and ("data" not in wish or button.get("data") == wish["data"])
