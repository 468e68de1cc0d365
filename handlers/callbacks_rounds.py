"""What the buttons of offers, counter-proposals, moves and endings carry.

As in `handlers.callbacks`, nothing here is trusted. A button carries the meeting and never the
round: whether what it says can still be said is the use case's to tell.
"""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Id
from matchmaking.meetings import Cause


class AcceptAny(CallbackData, prefix="aa"):
    """Any of the times proposed."""

    meeting: Id


class NotNow(CallbackData, prefix="nn"):
    """Turn an offer down; asked why before."""

    meeting: Id


class DeclineFor(CallbackData, prefix="df"):
    """Turn it down for this cause."""

    meeting: Id
    cause: Cause


class OtherTimes(CallbackData, prefix="ot"):
    """Times to propose instead, from `minute` on; `slots` are those chosen so far. `moving` an
    agreed meeting, or countering an offer."""

    meeting: Id
    moving: bool
    minute: Id = 0
    slots: str = ""


class ProposeTimes(CallbackData, prefix="pt"):
    """Propose these instead."""

    meeting: Id
    moving: bool
    slots: str


class Keep(CallbackData, prefix="kt"):
    """A meeting stays where it is."""

    meeting: Id


class CancelFor(CallbackData, prefix="cy"):
    """Call a meeting off for this cause."""

    meeting: Id
    cause: Cause


class InOwnWords(CallbackData, prefix="ow"):
    """Call it off and write why."""

    meeting: Id


class Never(CallbackData, prefix="nv"):
    """Keep the other side away for good; asked once more before."""

    meeting: Id
    sure: bool


class NeverMatch(CallbackData, prefix="nm"):
    """The same of somebody who was proposed."""

    match: Id
    sure: bool


class LetBack(CallbackData, prefix="lb"):
    """Take that back."""

    person: Id


OF_MEETINGS: tuple[type[CallbackData], ...] = (
    AcceptAny, NotNow, DeclineFor, OtherTimes, ProposeTimes, Keep, CancelFor, InOwnWords, Never,
    NeverMatch,
)  # fmt: skip
"""The buttons on an offer, a meeting or a card."""
