"""What the buttons of announcements carry, beside `callbacks.Announcement`.

Ids and values are claims of whoever taps: every use case checks them.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Id
from matchmaking.intents import Language
from matchmaking.segments import Criterion


class Conditions(CallbackData, prefix="aw"):
    """The values of a criterion, to choose among; `page` of them."""

    announcement: Id
    of: Criterion
    page: Id = 0


class Pick(CallbackData, prefix="ap"):
    """A value of a criterion on or off; afterwards its values again, or all conditions."""

    announcement: Id
    of: Criterion
    value: str
    on: bool
    page: Id = 0


class Instead(StrEnum):
    """Whose text readers of other languages get, or nothing."""

    AR = Language.AR.value
    FR = Language.FR.value
    EN = Language.EN.value
    NOTHING = "nothing"

    @property
    def language(self) -> Language | None:
        """The language; None for nothing."""
        return None if self is Instead.NOTHING else Language(self.value)


class Fallback(CallbackData, prefix="af"):
    """Whose text readers of other languages get."""

    announcement: Id
    to: Instead


class Hour(CallbackData, prefix="ah"):
    """When it goes out, as `callbacks.to_minute`; 0: once it is confirmed."""

    announcement: Id
    minute: Id


class Announcements(CallbackData, prefix="al"):
    """A page of the list of announcements."""

    page: Id = 0
