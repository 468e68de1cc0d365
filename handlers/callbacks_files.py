"""What buttons carry around the files that organisers send and take: see `callbacks`."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Id


class Act(StrEnum):
    """What becomes of a file that was sent."""

    APPLY = "yes"
    DISCARD = "no"
    PROBLEMS = "what"
    BACK = "back"


class What(StrEnum):
    """A file that can be taken."""

    TEMPLATE = "template"
    LINKS_XLSX = "links_xlsx"
    LINKS_CSV = "links_csv"
    BADGES = "badges"


class SentList(CallbackData, prefix="sl"):
    """About an attendee list that waits for a yes."""

    draft: Id
    act: Act


class Take(CallbackData, prefix="tk"):
    """Send me that file."""

    what: What
