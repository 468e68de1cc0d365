"""The bot's own face: name, descriptions, commands and menu button, per language.

Owns Telegram's fallback: what has no entry in a person's language is taken from the entry
without a language.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from rehearsal.errors import Json, bad
from rehearsal.text.units import utf16_len

_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE: Final = re.compile(r"[a-z]{2}")
_DEFAULT_SCOPE: Final[Json] = {"type": "default"}


class Profile:
    """What people see of the bot, and the methods' truth about it."""

    def __init__(self, *, bot_id: int, name: str, username: str) -> None:
        self.bot_id = bot_id
        self.username = username
        self.names: dict[str, str] = {"": name}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        # (scope type, chat id or 0, language) to the list as it was set
        self.commands: dict[tuple[str, int, str], list[Json]] = {}
        self.menu_buttons: dict[int, Json] = {}

    def user(self) -> Json:
        """Return the bot as a User, as messages carry it."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.names[""],
            "username": self.username,
        }

    def set_words(self, texts: dict[str, str], language: Any, text: str) -> None:
        """Set a name or description for a language; empty text removes it."""
        code = language_of(language)
        if text:
            texts[code] = text
        elif not (texts is self.names and code == ""):
            texts.pop(code, None)

    def words(self, texts: dict[str, str], language: Any) -> str:
        """Return a name or description as people of that language see it."""
        return texts.get(language_of(language)) or texts.get("", "")

    def set_commands(self, params: Json, chat_id: int) -> None:
        """Set a scope's and language's commands; none at all removes them."""
        commands = [_checked(command) for command in params["commands"]]
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        key = self.key(params, chat_id)
        if commands:
            self.commands[key] = commands
        else:
            self.commands.pop(key, None)

    def key(self, params: Json, chat_id: int) -> tuple[str, int, str]:
        """Return where a scope's and language's commands are kept."""
        scope = params.get("scope") or _DEFAULT_SCOPE
        return scope["type"], chat_id, language_of(params.get("language_code"))

    def commands_for(self, person_id: int, language: str) -> list[Json]:
        """Return the commands that a person sees in the private chat.

        Source: https://core.telegram.org/bots/api#determining-list-of-commands
        """
        code = language[:2].lower()
        for scope, chat in (("chat", person_id), ("all_private_chats", 0), ("default", 0)):
            for wanted in (code, ""):
                found = self.commands.get((scope, chat, wanted))
                if found:
                    return found
        return []

    def menu_button(self, chat_id: int) -> Json:
        """Return the button of a chat, or the one of all chats."""
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(0) or {"type": "commands"}

    def shown(self) -> Json:
        """Return everything at once, by language ("" is every other language)."""
        return {
            "id": self.bot_id,
            "name": self.names[""],
            "username": self.username,
            "names": dict(self.names),
            "descriptions": dict(self.descriptions),
            "short_descriptions": dict(self.short_descriptions),
            "commands": dict(self._everybodys_commands()),
            "menu_button": self.menu_button(0),
        }

    def _everybodys_commands(self) -> Iterator[tuple[str, list[Json]]]:
        for scope in ("default", "all_private_chats"):
            for (kind, _, language), commands in self.commands.items():
                if kind == scope:
                    yield language, commands


def language_of(value: Any) -> str:
    """Return a two-letter language code, or "" for none; refuses anything else."""
    code = str(value or "").lower()
    if code and not _LANGUAGE.fullmatch(code):
        raise bad("invalid language_code specified")
    return code


def _checked(command: Json) -> Json:
    name = str(command["command"]).removeprefix("/").lower()
    if not _COMMAND.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    length = utf16_len(command["description"])
    if length == 0:
        raise bad("command description must be non-empty")
    if length > 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": command["description"]}
