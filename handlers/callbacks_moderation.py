"""What the buttons of reports carry, of those who report and of those who decide."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Id
from matchmaking.moderation import Reason
from matchmaking.usecases.moderation import Thing


class AskReport(CallbackData, prefix="rp"):
    """Report the other side of a match or a meeting: why?"""

    thing: Thing
    number: Id


class ReportWhy(CallbackData, prefix="rw"):
    """Why; words may follow."""

    thing: Thing
    number: Id
    why: Reason


class SendReport(CallbackData, prefix="rs"):
    """Send the report, with the words written last if it is the one they were written for."""

    thing: Thing
    number: Id
    why: Reason


class AskBack(CallbackData, prefix="rb"):
    """Somebody paused or removed wants to ask the organisers."""


class CasesTo(StrEnum):
    """Places of the queue."""

    QUEUE = "queue"
    HELD = "held"


class Cases(CallbackData, prefix="rq"):
    """The queue of reports, or those who are paused or removed."""

    to: CasesTo
    new: bool = False


class Case(CallbackData, prefix="rc"):
    """One report."""

    report: Id


class CaseAct(StrEnum):
    """What can be made of a report."""

    PAUSE = "pause"
    REMOVE = "remove"
    REMOVE_YES = "remove_yes"
    DISMISS = "dismiss"


class Decide(CallbackData, prefix="rd"):
    """Decide about a report; removing is asked once more before."""

    report: Id
    act: CaseAct


class Lift(CallbackData, prefix="rl"):
    """Let somebody back in."""

    held: Id
