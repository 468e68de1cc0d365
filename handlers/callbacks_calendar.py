"""What the buttons about calendars and hours carry. Their form is `handlers.callbacks`'."""

from aiogram.filters.callback_data import CallbackData

from handlers.packing import Id, OfEdition
from matchmaking.people import Presence


class MeetingFile(CallbackData, prefix="ics"):
    """A meeting as a calendar file."""

    meeting: Id


class AgendaFile(CallbackData, prefix="icsa"):
    """All meetings as a calendar file."""


class Hours(CallbackData, prefix="bl"):
    """The hours that can be blocked."""


class Block(CallbackData, prefix="bk"):
    """A stretch blocked, or free again: from one minute since 1970 for so many minutes."""

    minute: Id
    length: Id


class TakePart(OfEdition, prefix="hp"):
    """How somebody takes part; `chosen` are the bits of the windows shown with it."""

    how: Presence
    chosen: Id
