"""What the buttons at the door carry: see `callbacks`."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Id
from matchmaking.checkin import GuestKind


class DoorTo(StrEnum):
    """Where a button at the door leads."""

    SEARCH = "search"
    WALK_IN = "walk_in"


class AtDoor(CallbackData, prefix="dr"):
    """There; `new` in a message of its own."""

    to: DoorTo
    new: bool = False


class Did(StrEnum):
    """What becomes of somebody at the door."""

    IN = "in"
    OUT = "out"


class CheckIn(CallbackData, prefix="ci"):
    """Somebody is there, or is not after all."""

    kind: GuestKind
    guest: Id
    did: Did


class OwnLink(CallbackData, prefix="oln"):
    """The personal link that was opened is the helper's own. It carries the link's own secret:
    nobody opens by a number what they do not hold."""

    secret: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
