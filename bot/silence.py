"""The pause that Telegram asked for (429), held by everything that writes to people.

The conversation and the courier write through libraries of their own; to Telegram they are one
bot, and what goes out within the pause prolongs it. Whichever is told of one, both are silent.
Times are seconds of a clock that never goes back (`time.monotonic`).
"""

import math
import time
from collections.abc import Callable
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

WRITES = ("send", "edit", "copy", "forward")
"""How the methods begin that put something into a chat. Answering a tap and fetching updates are
not held back: neither writes, and a tap cannot wait."""


class Silence:
    """Until when nothing is written."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.monotonic = monotonic
        self._until = float("-inf")

    def ask(self, now: float, seconds: float) -> None:
        """Telegram asks for it; a longer one already asked for stays."""
        self._until = max(self._until, now + seconds)

    def left_s(self, now: float) -> float:
        """Seconds until it is over; 0 when it is."""
        return max(0.0, self._until - now)


class Held:
    """The conversation's part: what would be written within a pause is refused here, as Telegram
    would refuse it, so that it waits and comes again as after any other 429."""

    def __init__(self, silence: Silence) -> None:
        self._silence = silence

    async def keep(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[Any],
    ) -> Any:
        """A middleware of the listening library's session."""
        left = self._silence.left_s(self._silence.monotonic())
        if left > 0 and method.__api_method__.startswith(WRITES):
            raise TelegramRetryAfter(
                method=method, message="a pause lasts", retry_after=math.ceil(left)
            )
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as error:
            self._silence.ask(self._silence.monotonic(), error.retry_after)
            raise
