"""The bot itself: who it is, its words and commands per language, its answers to taps, files."""

from rehearsal.errors import Json, bad
from rehearsal.methods.registry import Call, method
from rehearsal.text.units import utf16_len


@method
def get_me(call: Call) -> Json:
    """Who the bot is and what it can do."""
    return call.world.profile.user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method
def log_out(_call: Call) -> bool:
    """Leave the cloud server; nothing changes here."""
    return True


@method
def close(_call: Call) -> bool:
    """Close the bot before it moves; nothing changes here."""
    return True


@method
def answer_callback_query(call: Call) -> bool:
    """The answer to a tap: nothing, a toast or an alert."""
    text = call.params.get("text", "")
    if utf16_len(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    answer = {"text": text or None, "alert": bool(call.params.get("show_alert"))}
    if call.params.get("url"):
        answer["url"] = call.params["url"]
    call.world.answer(call.params["callback_query_id"], answer)
    return True


def _chat_id(call: Call) -> int:
    """Return the chat that a command scope names, or 0."""
    scope = call.params.get("scope") or {}
    if "chat_id" not in scope:
        return 0
    return call.world.met(scope["chat_id"]).id


@method
def set_my_commands(call: Call) -> bool:
    """The list behind the menu button, per scope and language."""
    call.world.profile.set_commands(call.params, _chat_id(call))
    call.world.tell("commands", None, None)
    return True


@method
def get_my_commands(call: Call) -> list[Json]:
    """The list exactly as it was set for this scope and language."""
    profile = call.world.profile
    return profile.commands.get(profile.key(call.params, _chat_id(call)), [])


@method
def delete_my_commands(call: Call) -> bool:
    """No list of its own for this scope and language."""
    profile = call.world.profile
    profile.commands.pop(profile.key(call.params, _chat_id(call)), None)
    call.world.tell("commands", None, None)
    return True


def _set_words(call: Call, texts: dict[str, str], field: str, most: int) -> bool:
    text = call.params.get(field, "").strip()
    if utf16_len(text) > most:
        raise bad(f"{field.replace('_', ' ')} is too long")
    call.world.profile.set_words(texts, call.params.get("language_code"), text)
    call.world.tell("profile", None, None)
    return True


@method
def set_my_name(call: Call) -> bool:
    """The bot's name, up to 64 characters."""
    return _set_words(call, call.world.profile.names, "name", 64)


@method
def get_my_name(call: Call) -> Json:
    """The name that people of a language see."""
    profile = call.world.profile
    return {"name": profile.words(profile.names, call.params.get("language_code"))}


@method
def set_my_description(call: Call) -> bool:
    """What an empty chat shows, up to 512 characters."""
    return _set_words(call, call.world.profile.descriptions, "description", 512)


@method
def get_my_description(call: Call) -> Json:
    """The description that people of a language see."""
    profile = call.world.profile
    text = profile.words(profile.descriptions, call.params.get("language_code"))
    return {"description": text}


@method
def set_my_short_description(call: Call) -> bool:
    """What the bot's page and shared links show, up to 120 characters."""
    return _set_words(call, call.world.profile.short_descriptions, "short_description", 120)


@method
def get_my_short_description(call: Call) -> Json:
    """The short description that people of a language see."""
    profile = call.world.profile
    text = profile.words(profile.short_descriptions, call.params.get("language_code"))
    return {"short_description": text}


@method
def set_chat_menu_button(call: Call) -> bool:
    """The button beside the text field, in one chat or in all."""
    button = call.params.get("menu_button") or {"type": "default"}
    chat_id = call.params.get("chat_id", 0)
    if chat_id:
        call.world.met(chat_id)
    buttons = call.world.profile.menu_buttons
    if button["type"] == "default":
        buttons.pop(chat_id, None)
    else:
        buttons[chat_id] = button
    call.world.tell("profile", None, None)
    return True


@method
def get_chat_menu_button(call: Call) -> Json:
    """The button of a chat, or the default one."""
    return call.world.profile.menu_button(call.params.get("chat_id", 0))


@method
def get_file(call: Call) -> Json:
    """Where a file can be fetched."""
    return call.world.files.get(call.params["file_id"]).as_file()


@method
def get_chat(call: Call) -> Json:
    """What the bot may know of a chat."""
    person = call.world.met(call.params["chat_id"])
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    chat = person.chat | {
        "accent_color_id": person.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    pinned = [entry for entry in person.entries.values() if entry.pinned]
    return chat | ({"pinned_message": pinned[-1].message} if pinned else {})


@method
def get_user_profile_photos(call: Call) -> Json:
    """Nobody here has a picture."""
    call.world.met(call.params["user_id"])
    return {"total_count": 0, "photos": []}
