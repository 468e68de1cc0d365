"""The Bot API's facts, compiled into checkers once. Owns what a call's parameters may look like.

``facts.json`` beside this file is our reduced copy of the API's methods and types. Each parameter
type becomes one function that reads a raw value (the text of a form field, or a value of a JSON
body) and returns it as the type says, or refuses in Telegram's words. This module knows nothing
of the world: whether a chat exists or a text is too long after parsing is not decided here.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from rehearsal.errors import Json, Refused, bad
from rehearsal.forms import Upload
from rehearsal.jsontext import read_json
from rehearsal.readers import PLAIN, Checker
from rehearsal.text.units import utf16_len

FACTS: Final[Json] = json.loads(Path(__file__).with_name("facts.json").read_text("utf-8"))

# How Telegram names the JSON it cannot read.
_NOUNS: Final = {
    "InlineKeyboardMarkup": "inline keyboard markup",
    "InlineKeyboardButton": "inline keyboard button",
    "ReplyKeyboardMarkup": "reply keyboard markup",
    "KeyboardButton": "keyboard button",
    "MessageEntity": "MessageEntity",
    "BotCommand": "BotCommand",
    "ReplyParameters": "reply parameters",
    "InputMedia": "InputMedia",
}
# What is left to the methods, because it counts after parsing or refuses in words of its own.
_LENGTHS_ELSEWHERE: Final = frozenset(
    {"text", "caption", "callback_data", "secret_token", "command", "description"}
)
_REPLY_MARKUPS: Final = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}


class Method:
    """What one method takes: its checkers by parameter, and what it cannot do without."""

    def __init__(self, name: str) -> None:
        parameters: Json = FACTS["methods"][name]
        self.checkers = {
            field: _limited(field, fact, checker(fact["type"]))
            for field, fact in parameters.items()
        }
        self.required = frozenset(f for f, fact in parameters.items() if fact.get("required"))

    def check(self, raw: Mapping[str, Any]) -> tuple[Json, list[str]]:
        """Return the parameters as the types say, and the names that the facts do not know.

        Telegram ignores unknown parameters; so do we, but we say which they were.
        """
        checkers = self.checkers
        values: Json = {}
        unknown: list[str] = []
        for name, value in raw.items():
            check = checkers.get(name)
            if check is None:
                if not isinstance(value, Upload):
                    unknown.append(name)
            elif value is not None:
                values[name] = check(value, name)
        if not self.required <= values.keys():
            raise _missing(min(self.required - values.keys()))
        return values, unknown


def compile_methods() -> dict[str, Method]:
    """Return a checker for every method of the facts, by its name in lower case."""
    return {name.lower(): Method(name) for name in FACTS["methods"]}


def _missing(name: str) -> Refused:
    words = {
        "chat_id": "chat_id is empty",
        "text": "message text is empty",
        "message_id": "message identifier is not specified",
        "photo": "there is no photo in the request",
        "document": "there is no document in the request",
        "url": "url is empty",
    }
    return bad(words.get(name, f"{name} is not specified"))


@cache
def checker(kind: str) -> Checker:
    """Return the function that reads a value of a type named as in the facts."""
    plain = PLAIN.get(kind)
    if plain is not None:
        return plain
    if kind.startswith("Array of "):
        return _array(kind.removeprefix("Array of "))
    if "ReplyKeyboardMarkup or" in kind:
        return _reply_markup
    fact = FACTS["types"][kind]
    return _one_of(kind, fact) if "one_of" in fact else _object(kind, fact["fields"])


def _loaded(value: Any, kind: str) -> Any:
    """Read the JSON text of a form field; a value of a JSON body is what it is."""
    if isinstance(value, Upload) and not value.is_file:
        value = value.data.decode("utf-8", "replace")
    if not isinstance(value, str):
        return value
    try:
        return read_json(value)
    except ValueError:
        raise bad(f"can't parse {_NOUNS.get(kind, kind)} JSON object") from None


def _array(inner: str) -> Checker:
    check = checker(inner)

    def read(value: Any, name: str) -> list[Any]:
        value = _loaded(value, name)
        if not isinstance(value, list):
            raise bad(f"can't parse {name}: expected an Array of {inner}")
        return [check(item, name) for item in value]

    return read


def _object(kind: str, fields: Json) -> Checker:
    noun = _NOUNS.get(kind, kind)
    # Compiled at first use, for a Message may hold a Message.
    checks: dict[str, Checker] = {}
    required = tuple(name for name, fact in fields.items() if fact.get("required"))

    def read(value: Any, _name: str) -> Json:
        if not checks:
            for field, fact in fields.items():
                checks[field] = _limited(field, fact, checker(fact["type"]))
        value = _loaded(value, kind)
        if not isinstance(value, dict):
            raise bad(f"can't parse {noun}: an Object is expected")
        known = {
            field: checks[field](item, field)
            for field, item in value.items()
            if item is not None and field in checks
        }
        for field in required:
            if field not in known:
                raise bad(f"can't parse {noun}: Can't find field \"{field}\"")
        return known

    return read


def _one_of(kind: str, fact: Json) -> Checker:
    by: str = fact["by"]
    kinds: dict[str, str] = fact["one_of"]

    def read(value: Any, name: str) -> Json:
        value = _loaded(value, kind)
        noun = _NOUNS.get(kind, kind)
        if not isinstance(value, dict):
            raise bad(f"can't parse {noun}: an Object is expected")
        chosen = kinds.get(str(value.get(by)))
        if chosen is None:
            raise bad(f"can't parse {noun}: Unsupported {by} specified")
        read_value: Json = checker(chosen)(value, name)
        return read_value

    return read


def _reply_markup(value: Any, name: str) -> Json | None:
    if value == "":
        return None
    try:
        value = _loaded(value, "ReplyKeyboardMarkup")
    except Refused:
        raise bad("can't parse reply keyboard markup JSON object") from None
    if not isinstance(value, dict):
        raise bad("object expected as reply markup")
    for field, kind in _REPLY_MARKUPS.items():
        if value.get(field) is not None:
            markup: Json = checker(kind)(value, name)
            return markup
    return None


def _limited(name: str, fact: Json, check: Checker) -> Checker:
    """Add the length limit that the facts give, unless the methods count it themselves."""
    length = fact.get("length")
    if length is None or name in _LENGTHS_ELSEWHERE:
        return check
    least, most = length["min"], length["max"]
    measure = _in_bytes if length["unit"] == "bytes" else utf16_len

    def read(value: Any, field: str) -> Any:
        value = check(value, field)
        if measure(value) > most:
            raise bad(f"{field.replace('_', ' ')} is too long")
        if measure(value) < least:
            raise bad(f"{field.replace('_', ' ')} is empty")
        return value

    return read


def _in_bytes(value: str) -> int:
    return len(value.encode())
