"""Which edition an update is about: that of the row which its button names, or the chat's step.

So an old button of another edition shows that edition's hours and names, and acts there, whichever
its reader is in by now. Knows that buttons name rows by what they are (`meeting`, `match` …).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import Update

from handlers.packing import SEPARATOR, OfEdition
from matchmaking.ports import Conversation, UnitOfWork
from matchmaking.usecases import arrivals
from matchmaking.usecases.arrivals import Arrival
from matchmaking.usecases.editions import Noun, edition_of_row
from matchmaking.usecases.moderation import Thing

Named = tuple[Noun, int]
"""A row, by what it is and its number."""

THINGS = {
    Thing.MATCH.value: Noun.MATCH,
    Thing.MEETING.value: Noun.MEETING,
    Thing.INTRODUCTION.value: Noun.INTRODUCTION,
}
"""What a report is made from, by the code on its button."""

NUMBER = "number"


def named_in(update: Update, conversation: Conversation) -> Named | None:
    """The row that an update is about; None when it is about none. A command is about none."""
    if update.callback_query is not None:
        return named_by(update.callback_query.data or "")
    text = (update.message.text or "") if update.message is not None else "/"
    return None if text.startswith("/") else _remembered(conversation.data)


def known_about(
    uow: UnitOfWork, now: datetime, *, telegram_id: int, named: Named | None
) -> Arrival | None:
    """Whoever writes, in the edition that their update is about."""
    about = edition_of_row(uow, now, noun=named[0], number=named[1]) if named else None
    return arrivals.know(uow, now, telegram_id=telegram_id, about=about)


def named_by(data: str) -> Named | None:
    """The row that a button names."""
    prefix, *values = data.split(SEPARATOR)
    place = _places().get(prefix)
    if place is None or len(values) <= place[1]:
        return None
    noun, at = place
    if noun is None:
        noun = THINGS.get(values[at - 1])
    return _number(noun, values[at]) if noun else None


def _number(noun: Noun, said: str) -> Named | None:
    if not (said.isascii() and said.isdigit()) or len(said) > 10:
        return None
    return (noun, int(said)) if int(said) else None


def _remembered(data: Mapping[str, Any]) -> Named | None:
    """The row that the chat's step is about."""
    for noun in Noun:
        number = data.get(noun.value)
        if isinstance(number, int):
            return noun, number
    thing, number = THINGS.get(data.get("thing", "")), data.get(NUMBER)
    return (thing, number) if thing and isinstance(number, int) else None


@cache
def _places() -> Mapping[str, tuple[Noun | None, int]]:
    """By a button's prefix: which row it names and at which place; None for the noun where the
    value before says which. All kinds of buttons are known by the time that one is tapped."""
    found: dict[str, tuple[Noun | None, int]] = {}
    for kind in _below(CallbackData):
        fields = list(kind.model_fields)
        if issubclass(kind, OfEdition):
            found[kind.__prefix__] = (Noun.EDITION, len(fields) - 1)
            continue
        for noun in Noun:
            if noun.value in fields:
                found.setdefault(kind.__prefix__, (noun, fields.index(noun.value)))
        if {"thing", NUMBER} <= set(fields):
            found[kind.__prefix__] = (None, fields.index(NUMBER))
    return found


def _below(kind: type[CallbackData]) -> Iterator[type[CallbackData]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
