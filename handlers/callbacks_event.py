"""What buttons carry around the event itself: see `callbacks`."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Id
from handlers.callbacks_files import Act


class Form(StrEnum):
    """A workbook of the event that can be taken."""

    EMPTY = "empty"
    FILLED = "filled"
    CALENDAR = "calendar"
    """The programme, for calendars."""


class SentEvent(CallbackData, prefix="se"):
    """About an event that was sent and waits for a yes."""

    draft: Id
    act: Act


class NewEdition(CallbackData, prefix="sen"):
    """Another edition is started with an event that was sent."""

    draft: Id


class TakeForm(CallbackData, prefix="tf"):
    """Send me that workbook."""

    form: Form
