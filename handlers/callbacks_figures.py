"""What buttons carry around the report and its tables: see `callbacks`."""

from aiogram.filters.callback_data import CallbackData

from handlers.tables import As
from matchmaking.figures import Table


class Report(CallbackData, prefix="fg"):
    """The figures."""


class TakeTable(CallbackData, prefix="ft"):
    """Send me that table."""

    table: Table
    form: As
