"""What buttons carry around the report and its tables: see `callbacks`."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from matchmaking.figures import Table


class As(StrEnum):
    """In which form a table is sent."""

    XLSX = "xlsx"
    CSV = "csv"


class Report(CallbackData, prefix="fg"):
    """The figures."""


class TakeTable(CallbackData, prefix="ft"):
    """Send me that table."""

    table: Table
    form: As
