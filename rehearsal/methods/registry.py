"""The table of methods. Owns how a method is announced and called; knows no method."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from rehearsal.errors import Json
from rehearsal.forms import Upload
from rehearsal.world import World


@dataclass(kw_only=True, slots=True)
class Call:
    """One checked call. ``notes`` collects what Telegram would do silently, for the call log."""

    world: World
    params: Json
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


Function = Callable[[Call], Any]

METHODS: Final[dict[str, Function]] = {}


def method(function: Function) -> Function:
    """Announce a function as the Bot API method whose name it has (send_message: sendMessage)."""
    METHODS[function.__name__.replace("_", "").lower()] = function
    return function
