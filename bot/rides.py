"""Taps that are answered in the webhook's own reply: Telegram carries out one call that stands in
it, which saves us a request.

Owns which taps wait so, and for how long. Only an answer that says nothing goes this way: nobody
tells us whether it arrived, and a lost one costs the person no word. Each tap is answered once,
here or by a request; one that is brought again had no answer, and gets the same.
"""

import asyncio
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.methods.base import TelegramType

WAIT_S = 0.3
"""How long the reply to a tap's update waits for the tap's answer. The update is kept already."""

REMEMBERED = 4096
"""How many answered taps are remembered, should one be brought again."""


class Rides:
    """The taps whose update waits at the door."""

    def __init__(self) -> None:
        self._open: dict[str, asyncio.Future[bool]] = {}
        self._gone: dict[str, None] = {}

    def open(self, tap: str) -> asyncio.Future[bool]:
        """Whether the reply is to answer the tap, once that is known."""
        loop = asyncio.get_running_loop()
        seat = loop.create_future()
        if tap in self._gone:
            seat.set_result(True)
        else:
            self._open[tap] = seat
            loop.call_later(WAIT_S, self._leave, tap, seat)
        return seat

    async def carry(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[Any],
    ) -> Any:
        """Between the conversation and its requests: keeps an answer that can ride."""
        if isinstance(method, AnswerCallbackQuery):
            seat = self._open.pop(method.callback_query_id, None)
            rides = seat is not None and not (method.text or method.url)
            if seat is not None and not seat.done():
                seat.set_result(rides)
                if rides:
                    self._remember(method.callback_query_id)
                    return True
        return await make_request(bot, method)

    def _leave(self, tap: str, seat: asyncio.Future[bool]) -> None:
        """The reply waits no longer; the answer will be a request."""
        if self._open.get(tap) is seat:
            del self._open[tap]
        if not seat.done():
            seat.set_result(False)

    def _remember(self, tap: str) -> None:
        self._gone[tap] = None
        if len(self._gone) > REMEMBERED:
            del self._gone[next(iter(self._gone))]
