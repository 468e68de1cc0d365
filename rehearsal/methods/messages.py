"""Sending, copying and deleting messages, and what can be done with one that is there."""

from typing import Any, Final

from rehearsal.errors import Json, bad
from rehearsal.keyboards import kept_markup, was_cut
from rehearsal.methods.registry import Call, method
from rehearsal.people import Entry, Person
from rehearsal.text.compose import caption_of, compose, text_of
from rehearsal.text.units import utf16_len
from rehearsal.world import DELETE_WITHIN_S

_ACTIONS: Final = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
# What a message says, as opposed to where and when it was said.
CONTENT: Final[tuple[str, ...]] = (
    "text",
    "entities",
    "link_preview_options",
    "photo",
    "document",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "contact",
    "location",
    "venue",
)


def markup_of(call: Call) -> Json | None:
    """Return the call's keyboard as Telegram would keep it."""
    given = call.params.get("reply_markup")
    if given is None:
        return None
    kept = kept_markup(given)
    if was_cut(given, kept):
        call.notes.append("the keyboard was cut to 8 buttons a row and 100 in all")
    return kept


def named_users(call: Call, entities: list[Json]) -> list[Json]:
    """Fill in the users of text mentions; who is unknown is not mentioned."""
    if not any(entity["type"] == "text_mention" for entity in entities):
        return entities
    people = call.world.people
    named = []
    for entity in entities:
        if entity["type"] != "text_mention":
            named.append(entity)
        elif (user := entity.get("user")) and user.get("id") in people:
            named.append(entity | {"user": people[user["id"]].user})
    return named


def text_content(call: Call) -> Json:
    """Return text, entities and preview options of a message to be."""
    text, entities = text_of(call.params)
    content: Json = {"text": text}
    if entities:
        content["entities"] = named_users(call, entities)
    options = call.params.get("link_preview_options")
    if options:
        content["link_preview_options"] = options
    return content


def caption_content(call: Call, params: Json) -> Json:
    """Return caption and its flags, for anything that has a caption."""
    caption, entities = caption_of(params)
    content: Json = {"caption": caption} if caption else {}
    if entities:
        content["caption_entities"] = named_users(call, entities)
    if caption and params.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    if params.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def deliver(call: Call, content: Json) -> Entry:
    """Put a message of the bot into the chat that the call names. Refuses who is out of reach."""
    params = call.params
    markup = markup_of(call)
    person = call.world.reach(params["chat_id"])
    answered = params.get("reply_parameters")
    if answered:
        content = _answering(person, answered, content)
    if params.get("protect_content"):
        content["has_protected_content"] = True
    if params.get("message_effect_id"):
        content["effect_id"] = params["message_effect_id"]
    return call.world.post(person, content, markup)


def _answering(person: Person, answered: Json, content: Json) -> Json:
    quoted = person.entries.get(answered.get("message_id", 0))
    if quoted is None:
        if answered.get("allow_sending_without_reply"):
            return content
        raise bad("message to be replied not found")
    plain = {k: v for k, v in quoted.message.items() if k != "reply_to_message"}
    answering: Json = {"reply_to_message": plain}
    if answered.get("quote"):
        quote, entities = compose(
            answered["quote"], answered.get("quote_parse_mode"), answered.get("quote_entities")
        )
        said = str(plain.get("text") or plain.get("caption") or "")
        if quote not in said:
            raise bad("QUOTE_TEXT_INVALID")
        position = utf16_len(said[: said.index(quote)])
        answering["quote"] = {"text": quote, "position": position, "is_manual": True}
        if entities:
            answering["quote"]["entities"] = entities
    return answering | content


@method
def send_message(call: Call) -> Json:
    """A text."""
    return deliver(call, text_content(call)).message


@method
def copy_message(call: Call) -> Json:
    """The same content once more, with another caption and keyboard if they are given."""
    source = call.world.met(call.params["from_chat_id"])
    entry = source.entries.get(call.params["message_id"])
    if entry is None:
        raise bad("message to copy not found")
    content = {key: entry.message[key] for key in CONTENT if key in entry.message}
    if "caption" in call.params and ("photo" in content or "document" in content):
        for key in ("caption", "caption_entities", "show_caption_above_media"):
            content.pop(key, None)
        content |= caption_content(call, call.params)
    return {"message_id": deliver(call, content).message["message_id"]}


@method
def send_contact(call: Call) -> Json:
    """A telephone number with a name."""
    fields = ("phone_number", "first_name", "last_name", "vcard")
    contact = {key: call.params[key] for key in fields if key in call.params}
    return deliver(call, {"contact": contact}).message


def _location(params: Json) -> Json:
    fields = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading")
    location: Json = {key: params[key] for key in fields if key in params}
    if not (-90 <= location["latitude"] <= 90 and -180 <= location["longitude"] <= 180):
        raise bad("location coordinates are invalid")
    return location


@method
def send_location(call: Call) -> Json:
    """A point on the map."""
    return deliver(call, {"location": _location(call.params)}).message


@method
def send_venue(call: Call) -> Json:
    """A point on the map with a name and an address."""
    given = call.params
    venue: Json = {key: given[key] for key in ("title", "address")}
    extra = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    venue |= {key: given[key] for key in extra if key in given}
    place = _location(given)
    return deliver(call, {"location": place, "venue": {"location": place} | venue}).message


@method
def send_chat_action(call: Call) -> bool:
    """ "typing …" and the like, seen for a few seconds."""
    if call.params["action"] not in _ACTIONS:
        raise bad("wrong parameter action in request")
    person = call.world.reach(call.params["chat_id"])
    call.world.tell("action", person, {"action": call.params["action"]})
    return True


@method
def set_message_reaction(call: Call) -> bool:
    """The bot's reaction to a message: one emoji, or none."""
    person = call.world.reach(call.params["chat_id"])
    entry = person.entries.get(call.params["message_id"])
    if entry is None:
        raise bad("message to react not found")
    reaction: list[Any] = call.params.get("reaction") or []
    if len(reaction) > 1 or any(one["type"] != "emoji" for one in reaction):
        raise bad("REACTIONS_TOO_MANY" if len(reaction) > 1 else "REACTION_INVALID")
    emoji = reaction[0]["emoji"] if reaction else None
    message_id = entry.message["message_id"]
    call.world.tell("reaction", person, {"message_id": message_id, "emoji": emoji})
    return True


def _gone(call: Call, person: Person, message_id: int) -> bool:
    """Delete one message; False where there is none."""
    entry = person.entries.get(message_id)
    if entry is None:
        return False
    if call.world.clock.now() - entry.message["date"] > DELETE_WITHIN_S:
        raise bad("message can't be deleted for everyone")
    call.world.remove(person, message_id)
    return True


@method
def delete_message(call: Call) -> bool:
    """Take a message away from both sides."""
    person = call.world.met(call.params["chat_id"])
    if not _gone(call, person, call.params["message_id"]):
        raise bad("message to delete not found")
    return True


@method
def delete_messages(call: Call) -> bool:
    """Take up to a hundred messages away; those that are gone are skipped."""
    person = call.world.met(call.params["chat_id"])
    if not 1 <= len(call.params["message_ids"]) <= 100:
        raise bad("message identifiers are not specified or too many")
    for message_id in call.params["message_ids"]:
        _gone(call, person, message_id)
    return True
