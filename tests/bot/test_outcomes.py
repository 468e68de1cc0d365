"""Each of Telegram's errors means one thing."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.courier.outcomes import (
    LONGEST_WAIT_S,
    MOST_ATTEMPTS,
    PAUSE_MARGIN_S,
    Gone,
    NotThere,
    Paused,
    Refused,
    Sent,
    Unreached,
    next_wait_s,
    outcome_of,
)

KINDS: list[tuple[BaseException, type[object]]] = [
    (RetryAfter(timedelta(seconds=5)), Paused),
    (NetworkError("Too Many Requests: retry later"), Paused),
    (Forbidden("Forbidden: bot was blocked by the user"), Gone),
    (Forbidden("Forbidden: user is deactivated"), Gone),
    (Forbidden("Forbidden: bot can't initiate conversation with a user"), Gone),
    (BadRequest("Bad Request: chat not found"), Gone),
    (BadRequest("Bad Request: message text is empty"), Refused),
    (BadRequest("Bad Request: message is too long"), Refused),
    (BadRequest("Bad Request: can't parse entities: unclosed tag at byte offset 3"), Refused),
    (BadRequest("Bad Request: message to edit not found"), NotThere),
    (BadRequest("Bad Request: message can't be edited"), NotThere),
    (BadRequest("Bad Request: message is not modified: specified new message content"), Sent),
    (TimedOut(), Unreached),
    (NetworkError("Bad Gateway"), Unreached),
    (NetworkError("Internal Server Error (500)"), Unreached),
    (Conflict("Conflict"), Unreached),
    (InvalidToken(), Unreached),
    (TelegramError("Invalid server response"), Unreached),
    (ConnectionResetError(), Unreached),
    (KeyError("a fault of ours"), Refused),
]


@pytest.mark.parametrize(("error", "kind"), KINDS, ids=lambda value: str(value)[:40])
def test_an_error_is_an_outcome(error: BaseException, kind: type[object]) -> None:
    assert type(outcome_of(error)) is kind


def test_a_pause_lasts_as_long_as_telegram_says_and_a_little_more() -> None:
    assert outcome_of(RetryAfter(7)) == Paused(seconds=7 + PAUSE_MARGIN_S)


def test_waits_double_up_to_a_cap_and_end() -> None:
    waits = [next_wait_s(attempt) for attempt in range(1, MOST_ATTEMPTS + 1)]
    assert waits[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, LONGEST_WAIT_S]
    assert waits[-2:] == [LONGEST_WAIT_S, None]
