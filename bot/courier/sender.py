"""Puts one message into one chat, or changes one that is there: the only user of the second
Telegram library.

Owns how a screen becomes a Bot API call and the settings of the sending library. Its updater
is never started: listening is the other library's duty. Knows no store and no notices.
"""

from collections.abc import Sequence
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.courier.outcomes import Outcome, Sent, outcome_of
from handlers.faces import Faces
from handlers.screens.screen import Button, Screen

AT_ONCE = 8
"""Most requests in flight: beyond about ten, this library gets slower instead of faster."""

FENCE = 1.2
"""The library's own limit as a multiple of our pace: 30 a second, Telegram's, for 25."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class _DiscreetBot(ExtBot[Any]):
    """The library's bot, without the token in its `repr`."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}[base_url hidden]"


class Sender:
    """Sends and edits; every ending is an `Outcome`, never an exception."""

    def __init__(self, token: str, *, api_url: str, per_second: float, faces: Faces) -> None:
        self._faces = faces
        self._bot = _DiscreetBot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=_request(AT_ONCE),
            get_updates_request=_request(1),
            # A second fence behind our own pace: evenly spaced and without retries, since by
            # itself it lets a burst through, and cuts a pause short when another request ends.
            # It stands a little further off, where it does not make what is late later.
            rate_limiter=AIORateLimiter(
                overall_max_rate=1, overall_time_period=1 / (per_second * FENCE), max_retries=0
            ),
        )

    async def open(self) -> None:
        """Makes the connections ready; asks Telegram nothing."""
        for request in self._bot._request:
            await request.initialize()

    async def close(self) -> None:
        """Closes the connections."""
        for request in self._bot._request:
            await request.shutdown()

    async def send(self, chat: int, screen: Screen) -> Outcome:
        """Sends a new message."""
        try:
            message = await self._sent(chat, screen)
        except Exception as error:
            return outcome_of(error)
        return Sent(message_id=message.message_id)

    async def _sent(self, chat: int, screen: Screen) -> Message:
        rows, hush = keyboard(screen.rows), screen.silent or None
        if screen.card is not None:
            phone, name = screen.card.phone, screen.card.name
            return await self._bot.send_contact(
                chat, phone, name, reply_markup=rows, disable_notification=hush
            )
        if screen.picture is None:
            return await self._bot.send_message(
                chat,
                screen.html,
                parse_mode=ParseMode.HTML,
                reply_markup=rows,
                link_preview_options=NO_PREVIEW,
                disable_notification=hush,
            )
        send = self._bot.send_document if screen.picture.document else self._bot.send_photo
        return await send(
            chat,
            screen.picture.file,
            caption=screen.html,
            parse_mode=ParseMode.HTML,
            reply_markup=rows,
            disable_notification=hush,
        )

    async def edit(self, chat: int, message_id: int, screen: Screen) -> Outcome:
        """Changes a message that was sent before; whatever the conversation is still trying to
        put into it is overtaken."""
        change = self._faces.begin(chat, message_id)
        try:
            await self._bot.edit_message_text(
                screen.html,
                chat_id=chat,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(screen.rows),
                link_preview_options=NO_PREVIEW,
            )
        except Exception as error:
            return outcome_of(error)
        change.screen = screen
        return Sent(message_id=message_id)


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """A screen's buttons in the sending library's types."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)


def _request(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=5,
        read_timeout=15,
        write_timeout=10,
        pool_timeout=30,
    )
