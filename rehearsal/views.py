"""The world as the human door shows it: people, chats and messages as JSON. Pure."""

from typing import Any

from rehearsal.errors import Json
from rehearsal.filestore import FileStore
from rehearsal.keyboards import shown_rows
from rehearsal.people import Entry, Person
from rehearsal.text.render import render

_REPLY_KINDS = {"request_contact": "contact", "request_location": "location"}


def person_view(person: Person) -> Json:
    """Return a person, with the reply keyboard that lies before them (rows, or null)."""
    return person.more | {
        "id": person.id,
        "name": person.name,
        "language_code": person.language_code,
        "username": person.username,
        "started": person.started,
        "blocked": person.blocked,
        "deactivated": person.deactivated,
        "reply_keyboard": reply_rows(person.reply_keyboard),
    }


def chat_view(person: Person, files: FileStore) -> list[Json]:
    """Return a chat's messages, oldest first."""
    return [message_view(entry, files) for entry in person.entries.values()]


def message_view(entry: Entry, files: FileStore) -> Json:
    """Return one message; dates are Unix seconds of the rehearsal's clock."""
    message = entry.message
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities")
    shown: Json = {
        "message_id": message["message_id"],
        "from": "bot" if entry.by_bot else "person",
        "text": text,
        "html": render(text, entities),
        "date": message["date"],
        "edited": "edit_date" in message,
        "pinned": entry.pinned,
        "buttons": shown_rows(message.get("reply_markup")),
        "document": None,
        "photo": None,
    }
    if "document" in message:
        shown["document"] = _file(message["document"]["file_id"], files)
    if "photo" in message:
        shown["photo"] = _file(message["photo"][-1]["file_id"], files)
    for field in ("contact", "location", "venue"):
        if field in message:
            shown[field] = message[field]
    if "reply_to_message" in message:
        shown["reply_to"] = message["reply_to_message"]["message_id"]
    if entry.reply_markup is not None:
        shown["reply_keyboard"] = reply_rows(entry.reply_markup)
        shown["placeholder"] = entry.reply_markup.get("input_field_placeholder")
    return shown


def _file(file_id: str, files: FileStore) -> Json:
    stored = files.by_id[file_id]
    return {
        "file_id": file_id,
        "name": stored.name,
        "size": len(stored.data),
        "url": f"/api/files/{file_id}",
        "mime_type": stored.mime_type,
        "width": stored.width,
        "height": stored.height,
    }


def reply_rows(markup: Json | None) -> list[list[Json]] | None:
    """Return a reply keyboard as rows of label and kind (text, contact, location), or None."""
    rows: Any = (markup or {}).get("keyboard")
    return None if rows is None else [[_reply_button(button) for button in row] for row in rows]


def _reply_button(button: Json) -> Json:
    kinds = [kind for field, kind in _REPLY_KINDS.items() if button.get(field)]
    return {"label": button["text"], "kind": kinds[0] if kinds else "text"}
