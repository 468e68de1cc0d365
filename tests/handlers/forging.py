"""Updates for every handler, and buttons for every kind of them, made from the router itself."""

import importlib
import pkgutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from itertools import product
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from aiogram.types import Chat, Document, Message, PhotoSize
from magic_filter import MagicFilter

import handlers
from handlers.duties import declared
from handlers.filters import Step
from handlers.router import ROUTERS
from matchmaking.organisers import Duty
from tests.handlers.people import NOW

NUMBERS = {
    "minute": 30226000,
    "chosen": 1,
    "at": 0,
    "page": 0,
    "useful": 2,
    "length": 40,
    "starts": 0,
    "ends": 60,
    "edition": 1,
}
"""Whole numbers on buttons that are no ids, by name. What is not here is taken for an id, and
forged; a new kind of number is added here with what it is."""

WORDS = {"slots": "1cd3b90", "sector": "water", "concept": "water"}
"""Words on buttons that a button of ours would carry, by name."""


@dataclass(frozen=True, kw_only=True)
class Update:
    """What a person sends: a tap, or a message, in a step of the conversation."""

    tap: str = ""
    message: tuple[tuple[str, Any], ...] = ()
    step: str = ""


def every_handler() -> Iterator[tuple[str, HandlerObject]]:
    """All handlers of the conversation, by router and name."""
    for router in ROUTERS:
        for observer in router.observers.values():
            for handler in observer.handlers:
                yield f"{router.name}.{handler.callback.__name__}", handler


def every_command() -> list[str]:
    """All commands that any handler answers."""
    asked = [one.callback for _, handler in every_handler() for one in handler.filters or ()]
    names = [name for one in asked if isinstance(one, Command) for name in one.commands]
    return sorted({name for name in names if isinstance(name, str)})


def of_duty() -> list[tuple[str, Duty, HandlerObject]]:
    """The handlers that are not for everybody."""
    found = [(name, declared(one.callback), one) for name, one in every_handler()]
    return [(name, duty, one) for name, duty, one in found if isinstance(duty, Duty)]


def every_button() -> list[type[CallbackData]]:
    """All kinds of buttons there are, in whichever file of the conversation."""
    for module in pkgutil.walk_packages(handlers.__path__, "handlers."):
        importlib.import_module(module.name)
    ours = [one for one in _below(CallbackData) if one.__module__.startswith("handlers.")]
    return sorted(ours, key=lambda one: one.__prefix__)


def _below(kind: type[CallbackData]) -> Iterator[type[CallbackData]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def ids_of(kind: type[CallbackData]) -> list[str]:
    """The fields of a button that are ids."""
    return [name for name, field in kind.model_fields.items() if _is_number(field.annotation)
            and name not in NUMBERS]  # fmt: skip


def _is_number(annotation: Any) -> bool:
    inner = get_args(annotation) or (annotation,)
    return any(isinstance(one, type) and issubclass(one, int) and one is not bool and
               not issubclass(one, Enum) for one in inner)  # fmt: skip


def buttons(
    kind: type[CallbackData], rule: MagicFilter | None = None, *, number: int = 1
) -> list[str]:
    """All buttons of a kind that a rule admits, packed: every choice of its closed vocabularies,
    with `number` as its ids."""
    strings = sorted(set(_strings(rule))) if rule is not None else _asked_for(kind)
    names, ids = list(kind.model_fields), ids_of(kind)
    per_field = [
        [number] if name in ids else _values(name, kind.model_fields[name], strings)
        for name in names
    ]
    made = [kind.model_validate(dict(zip(names, row, strict=True))) for row in product(*per_field)]
    return [one.pack() for one in made if rule is None or rule.resolve(one)]


def _asked_for(kind: type[CallbackData]) -> list[str]:
    """The words that any handler of this kind of button asks for."""
    found: set[str] = set()
    for _, handler in every_handler():
        for one in handler.filters or ():
            asked = one.callback
            if isinstance(asked, CallbackQueryFilter) and asked.callback_data is kind:
                found.update(_strings(asked.rule) if asked.rule is not None else ())
    return sorted(found)


def _values(name: str, field: Any, strings: list[str]) -> list[Any]:
    kind = field.annotation
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)
    if kind is bool:
        return [True, False]
    if _is_number(kind):
        return [NUMBERS.get(name, 1)]
    return [WORDS[name]] if name in WORDS else strings or ["1"]


def _strings(rule: Any) -> Iterator[str]:
    """Every text that stands in a rule."""
    if isinstance(rule, str):
        yield str(rule)
    elif isinstance(rule, set | frozenset | tuple | list):
        for one in rule:
            yield from _strings(one)
    elif isinstance(rule, MagicFilter):
        yield from _strings(rule._operations)
    elif hasattr(rule, "right"):
        yield from _strings(rule.right)
    elif hasattr(rule, "args"):
        yield from _strings(rule.args)


MESSAGES: tuple[dict[str, Any], ...] = (
    {"text": "42"},
    {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "x.xlsx"}},
    {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]},
)


def update_for(handler: HandlerObject) -> Update:
    """An update that this handler is meant by; raises ValueError when none can be made."""
    asked = [one.callback for one in handler.filters or ()]
    for one in asked:
        if isinstance(one, CallbackQueryFilter):
            found = buttons(one.callback_data, one.rule)
            if not found:
                raise ValueError(f"no button passes the rule of {handler.callback.__name__}")
            return Update(tap=found[0])
        if isinstance(one, Command):
            return Update(message=(("text", f"/{one.commands[0]}"),))
    steps = [one for one in asked if isinstance(one, Step)]
    step = sorted(steps[0].steps)[0] if steps else ""
    rules = [one.magic for one in handler.filters or () if one.magic is not None]
    for content in MESSAGES:
        if all(rule.resolve(_message(content)) for rule in rules):
            return Update(message=tuple(content.items()), step=step)
    raise ValueError(f"no message passes the rules of {handler.callback.__name__}")


def _message(content: dict[str, Any]) -> Message:
    kinds: dict[str, Any] = {
        "document": lambda one: Document(**one),
        "photo": lambda many: [PhotoSize(**one) for one in many],
    }
    made = {name: kinds.get(name, lambda one: one)(value) for name, value in content.items()}
    return Message(message_id=1, date=NOW, chat=Chat(id=1, type="private"), **made)


def content(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with closing(sqlite3.connect(database)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr)
            for (name,) in names.fetchall()
        }
