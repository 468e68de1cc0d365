"""What the buttons about the editions of a series carry: see `callbacks`."""

from aiogram.filters.callback_data import CallbackData

from handlers.packing import Id, OfEdition


class Editions(CallbackData, prefix="eds"):
    """All editions; `new` in a message of its own."""

    new: bool = False


class GoTo(CallbackData, prefix="edg"):
    """To another edition."""

    to: Id


class Carry(OfEdition, prefix="edc"):
    """What is to be carried to an edition, as it is chosen so far."""

    who: bool
    wishes: bool


class Join(OfEdition, prefix="edj"):
    """Take part in it, with that."""

    who: bool
    wishes: bool
