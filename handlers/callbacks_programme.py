"""What the buttons of the programme carry. Their form is `handlers.callbacks`'."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Id

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
"""A session's code (`matchmaking.eventfile`)."""


class ProgrammeDay(CallbackData, prefix="pgd"):
    """A day of the programme, by its place among the days; `new` in a message of its own."""

    day: Id
    new: bool = False


class Partners(CallbackData, prefix="pgp"):
    """The organisations behind the event."""


class MySessions(CallbackData, prefix="pgm"):
    """Everything in which one has a seat or waits."""


class ShowSession(CallbackData, prefix="pgs"):
    """A session."""

    session: Code


class TakeSeat(CallbackData, prefix="pgt"):
    """A seat in it, or a place in the line."""

    session: Code


class GiveBack(CallbackData, prefix="pgb"):
    """No seat and no place in the line any more."""

    session: Code


class ProgrammeFile(CallbackData, prefix="pgf"):
    """The programme for the reader's own calendar, or their own sessions alone."""

    mine: bool
