"""What buttons carry when the event is edited from the chat: see `callbacks`."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Id
from matchmaking.usecases.editing import Item


class EditMenu(CallbackData, prefix="em"):
    """What can be changed."""


class EditItem(CallbackData, prefix="ei"):
    """Another value for that."""

    item: Item


class EditTo(CallbackData, prefix="et"):
    """This value; for windows, the code of the one that goes."""

    item: Item
    value: str


class EditReminders(CallbackData, prefix="er"):
    """A reminder of the event's switched; `chosen` are the bits of all of them afterwards."""

    chosen: Id
