"""What the buttons of the programme carry. Their form is `handlers.callbacks`'."""

from typing import Annotated

from pydantic import Field

from handlers.packing import Id, OfEdition

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
"""A session's code (`matchmaking.eventfile`)."""


class ProgrammeDay(OfEdition, prefix="pgd"):
    """A day of the programme, by its place among the days; `new` in a message of its own."""

    day: Id
    new: bool = False


class Partners(OfEdition, prefix="pgp"):
    """The organisations behind the event."""


class MySessions(OfEdition, prefix="pgm"):
    """Everything in which one has a seat or waits."""


class ShowSession(OfEdition, prefix="pgs"):
    """A session."""

    session: Code


class TakeSeat(OfEdition, prefix="pgt"):
    """A seat in it, or a place in the line."""

    session: Code


class GiveBack(OfEdition, prefix="pgb"):
    """No seat and no place in the line any more."""

    session: Code


class ProgrammeFile(OfEdition, prefix="pgf"):
    """The programme for the reader's own calendar, or their own sessions alone."""

    mine: bool
