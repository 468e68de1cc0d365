"""What an attempt to send has come to: Telegram's errors become outcomes here, and only here.

Owns the reading of errors and the length of the next wait. Plain functions without I/O. What
an outcome does to a notice is the courier's business (`bot.courier.deliver`).

An error that leaves open whether the message arrived (a timeout, a broken connection) counts
as not arrived: see `matchmaking.notices` for why telling twice is the better mistake.
"""

import os
from dataclasses import dataclass
from datetime import timedelta

# The library is changing this attribute from a number to a timedelta; this is its way of asking
# for the new form, without which each reading of it warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 300.0
MOST_ATTEMPTS = 20
"""With these waits about an hour: longer than most failures of a network, shorter than a day."""

PAUSE_MARGIN_S = 0.1
"""Added to a pause that Telegram asks for, since its seconds are rounded."""

UNSAID_PAUSE_S = 3.0
"""The pause after a 429 that does not say how long."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The message is there (`message_id`), or already was as it should be (None: an edit)."""

    message_id: int | None


@dataclass(frozen=True, kw_only=True)
class Paused:
    """Telegram asks for silence of so many seconds; the message is owed as before."""

    seconds: float


@dataclass(frozen=True, kw_only=True)
class Gone:
    """The person blocks the bot, deleted the account, or never was there."""

    detail: str


@dataclass(frozen=True, kw_only=True)
class NotThere:
    """The message to be edited is not to be had; a new one may be sent instead."""

    detail: str


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Telegram will never take this message."""

    detail: str


@dataclass(frozen=True, kw_only=True)
class Unreached:
    """Nobody answered, or with a fault of their own; worth another attempt later."""

    detail: str


Outcome = Sent | Paused | Gone | NotThere | Refused | Unreached

_GONE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid")
_EDIT_LOST = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)


def outcome_of(error: BaseException) -> Outcome:
    """What an exception of the sending library means."""
    detail = f"{type(error).__name__}: {error}"[:200]
    if isinstance(error, RetryAfter):
        after = error.retry_after
        seconds = after.total_seconds() if isinstance(after, timedelta) else float(after)
        return Paused(seconds=seconds + PAUSE_MARGIN_S)
    words = str(error).lower()
    if isinstance(error, Forbidden):
        return Gone(detail=detail)
    if isinstance(error, BadRequest):
        return _bad_request(words, detail)
    if "too many requests" in words:
        return Paused(seconds=UNSAID_PAUSE_S)
    if isinstance(error, ChatMigrated):
        return Gone(detail=detail)
    if isinstance(error, NetworkError | Conflict | InvalidToken | TelegramError | OSError):
        # A wrong token is the set-up's fault and will be mended: the message stays owed.
        return Unreached(detail=detail)
    # A fault of ours: trying it again would only repeat it.
    return Refused(detail=detail)


def _bad_request(words: str, detail: str) -> Outcome:
    if "message is not modified" in words:
        return Sent(message_id=None)
    if any(mark in words for mark in _GONE):
        return Gone(detail=detail)
    if any(mark in words for mark in _EDIT_LOST):
        return NotThere(detail=detail)
    return Refused(detail=detail)


def next_wait_s(attempts: int) -> float | None:
    """Seconds to wait after so many failed attempts (from 1): doubling up to a cap, or None
    when it is time to give up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return float(min(FIRST_WAIT_S * 2 ** (attempts - 1), LONGEST_WAIT_S))
