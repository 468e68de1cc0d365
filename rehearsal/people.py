"""Who and what a chat is made of: people, messages, and taps that wait for their answer.

Plain records that only the world changes; they know no rule.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from rehearsal.errors import Json


@dataclass(kw_only=True)
class Entry:
    """A message in a chat. ``message`` is replaced, never changed: the call log points at it."""

    message: Json
    by_bot: bool
    pinned: bool = False
    reply_markup: Json | None = None  # a reply keyboard (or its removal) that came with it


@dataclass(kw_only=True)
class Person:
    """Someone with a phone. ``more`` is what the page keeps with them (cast, note)."""

    id: int
    name: str
    language_code: str
    username: str | None
    more: Json
    user: Json
    chat: Json
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    reply_keyboard: Json | None = None
    entries: dict[int, Entry] = field(default_factory=dict)


@dataclass(kw_only=True)
class Query:
    """A tap that waits for answerCallbackQuery. ``on_answer`` is told text and alert."""

    id: str
    person: Person
    at: float
    on_answer: Callable[[Json], None] | None = None


def new_person(
    number: int, name: str, language_code: str, username: str | None, more: Json
) -> Person:
    """Return someone who has not started the bot, with their Telegram User and Chat."""
    first, _, last = name.partition(" ")
    names: Json = {"first_name": first} | ({"last_name": last} if last else {})
    if username:
        names["username"] = username.removeprefix("@")
    return Person(
        id=number,
        name=name,
        language_code=language_code,
        username=names.get("username"),
        more=more,
        user={"id": number, "is_bot": False} | names | {"language_code": language_code},
        chat={"id": number} | names | {"type": "private"},
    )
