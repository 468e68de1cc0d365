"""What the buttons of reminders, of the questions after a meeting, of exchanging contacts and of
the settings carry.

A part of `handlers.callbacks`. Each carries what is to be and not what is to change, so that a
tap that comes twice or late does no harm.
"""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Id
from matchmaking.contacts import Way
from matchmaking.intents import Kind
from matchmaking.wishes import DAY_MINUTES
from matchmaking.wishes import Reminder as OurReminder

Minute = Annotated[int, Field(ge=0, lt=DAY_MINUTES)]
"""A minute of the day."""


class Here(CallbackData, prefix="ih"):
    """I am here; long before the start: I will be."""

    meeting: Id


class Late(CallbackData, prefix="il"):
    """I will be a few minutes late."""

    meeting: Id


class Tell(CallbackData, prefix="fb"):
    """The question about a meeting that is open; `again`: from the first one on."""

    meeting: Id
    again: bool = False


class Held(CallbackData, prefix="fh"):
    """Whether it took place."""

    meeting: Id
    yes: bool


class Rate(CallbackData, prefix="fr"):
    """How useful it was."""

    meeting: Id
    useful: Annotated[int, Field(ge=1, le=3)]


class Agree(CallbackData, prefix="fk"):
    """Something to go on with, chosen or not."""

    meeting: Id
    kind: Kind
    on: bool


class Done(CallbackData, prefix="fd"):
    """That is all there is to say."""

    meeting: Id


class Note(CallbackData, prefix="fn"):
    """A note is to be written."""

    meeting: Id


class Exchange(CallbackData, prefix="xc"):
    """Exchanging contacts with the other side of a meeting."""

    meeting: Id


class Give(CallbackData, prefix="xg"):
    """What the other may have, or that they may have nothing."""

    meeting: Id
    way: Way


class Settings(CallbackData, prefix="st"):
    """The reminders as they are set."""


class Remind(CallbackData, prefix="rm"):
    """A reminder on or off."""

    reminder: OurReminder
    on: bool


class QuietFrom(CallbackData, prefix="qf"):
    """From when it is to be quiet is asked."""


class QuietUntil(CallbackData, prefix="qu"):
    """Until when is asked, the beginning being chosen."""

    starts: Minute


class Hush(CallbackData, prefix="qh"):
    """Quiet hours."""

    starts: Minute
    ends: Minute


class Unhush(CallbackData, prefix="qn"):
    """No quiet hours."""


ABOUT_MEETINGS: tuple[type[CallbackData], ...] = (
    Here, Late, Tell, Held, Rate, Agree, Done, Note, Exchange, Give,
)  # fmt: skip
"""The buttons on a meeting and on what comes after it."""


class Outcome(CallbackData, prefix="oc"):
    """An organiser looks at a meeting that is over and not settled."""

    meeting: Id


class Rule(CallbackData, prefix="ou"):
    """An organiser says whether it took place."""

    meeting: Id
    held: bool
