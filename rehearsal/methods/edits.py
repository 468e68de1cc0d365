"""Editing the bot's own messages, and pinning."""

from rehearsal.errors import Json, bad
from rehearsal.methods.media import media_content
from rehearsal.methods.messages import CONTENT, caption_content, markup_of, text_content
from rehearsal.methods.registry import Call, method
from rehearsal.people import Entry, Person

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


def _target(call: Call) -> tuple[Person, Entry]:
    """Return the message to edit; refuses what is gone or not the bot's."""
    params = call.params
    if "chat_id" not in params:
        raise bad("chat_id is empty")
    if "message_id" not in params:
        raise bad("message identifier is not specified")
    person = call.world.met(params["chat_id"])
    if person.blocked or person.deactivated:
        call.world.reach(params["chat_id"])
    entry = person.entries.get(params["message_id"])
    if entry is None:
        raise bad("message to edit not found")
    if not entry.by_bot:
        raise bad("message can't be edited")
    return person, entry


def _edited(call: Call, person: Person, entry: Entry, content: Json) -> Json:
    """Replace content and keyboard; refuses an edit that changes nothing."""
    markup = markup_of(call)
    if markup is not None:
        content["reply_markup"] = markup
    old = entry.message
    kept = {k: v for k, v in old.items() if k not in CONTENT and k != "reply_markup"}
    kept.pop("edit_date", None)
    changed = kept | content
    if changed == {k: v for k, v in old.items() if k != "edit_date"}:
        raise bad(_UNCHANGED)
    return call.world.change(person, entry, changed)


def _content(entry: Entry) -> Json:
    return {key: entry.message[key] for key in CONTENT if key in entry.message}


@method
def edit_message_text(call: Call) -> Json:
    """Another text (and keyboard) in the place of the old."""
    content = text_content(call)
    person, entry = _target(call)
    if "text" not in entry.message:
        raise bad("there is no text in the message to edit")
    return _edited(call, person, entry, content)


@method
def edit_message_caption(call: Call) -> Json:
    """Another caption under the same photo or document."""
    caption = caption_content(call, call.params)
    person, entry = _target(call)
    if "photo" not in entry.message and "document" not in entry.message:
        raise bad("there is no caption in the message to edit")
    content = _content(entry)
    for key in ("caption", "caption_entities", "show_caption_above_media"):
        content.pop(key, None)
    return _edited(call, person, entry, content | caption)


@method
def edit_message_media(call: Call) -> Json:
    """Another photo or document, with its caption."""
    media = call.params["media"]
    person, entry = _target(call)
    content = media_content(call, media["media"], media["type"], media)
    return _edited(call, person, entry, content)


@method
def edit_message_reply_markup(call: Call) -> Json:
    """Another inline keyboard, or none."""
    person, entry = _target(call)
    return _edited(call, person, entry, _content(entry))


@method
def pin_chat_message(call: Call) -> bool:
    """Pin a message in the chat."""
    person = call.world.reach(call.params["chat_id"])
    entry = person.entries.get(call.params["message_id"])
    if entry is None:
        raise bad("message to pin not found")
    call.world.pin(person, entry, True)
    return True


@method
def unpin_chat_message(call: Call) -> bool:
    """Unpin a message; without an id the newest pinned one."""
    person = call.world.reach(call.params["chat_id"])
    pinned = [entry for entry in person.entries.values() if entry.pinned]
    wanted = call.params.get("message_id")
    if wanted is not None:
        pinned = [entry for entry in pinned if entry.message["message_id"] == wanted]
    if not pinned:
        raise bad("message to unpin not found")
    call.world.pin(person, pinned[-1], False)
    return True


@method
def unpin_all_chat_messages(call: Call) -> bool:
    """Unpin everything in the chat."""
    person = call.world.reach(call.params["chat_id"])
    for entry in person.entries.values():
        call.world.pin(person, entry, False)
    return True
