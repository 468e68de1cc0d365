"""What messages show, as far as this process has put it there.

Owns which change of a message is the newest: an older one that is tried again late must not
overwrite it, and a change to what is there already need not be made. Knows no messenger. Shared
by the conversation and the courier; where they run apart, or several converse, each knows its own
changes only, and what it did is no witness of what a message shows.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from handlers.screens.screen import Screen

REMEMBERED = 4096
"""How many messages are remembered; the one changed longest ago is forgotten first."""

RELIED_UPON_S = 60.0
"""Seconds after which a tap's own copy of its message is the better witness."""


@dataclass(eq=False)
class Change:
    """One change of a message, under way from the start."""

    begun_at: float
    screen: Screen | None = None
    """What the message shows since then; None while that is not certain."""


class Faces:
    """The newest change of each message."""

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, *, alone: bool = True
    ) -> None:
        """`alone`: nobody else changes the messages."""
        self._monotonic = monotonic
        self._alone = alone
        self._newest: dict[tuple[int, int], Change] = {}

    def begin(self, chat: int, message_id: int) -> Change:
        """A change begins: all before it are overtaken."""
        self._newest.pop((chat, message_id), None)
        change = self._newest[chat, message_id] = Change(self._monotonic())
        if len(self._newest) > REMEMBERED:
            del self._newest[next(iter(self._newest))]
        return change

    def overtaken(self, chat: int, message_id: int, change: Change) -> bool:
        """Whether a newer change of the message has begun."""
        return self._newest.get((chat, message_id), change) is not change

    def newest(self, chat: int, message_id: int) -> Change | None:
        """The newest change of the message, unless it is too long ago to rely upon, or somebody
        else may have made a newer one."""
        if not self._alone:
            return None
        change = self._newest.get((chat, message_id))
        if change is None or self._monotonic() - change.begun_at > RELIED_UPON_S:
            return None
        return change
