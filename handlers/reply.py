"""The answer to whoever writes or taps: one edit or one message, and always an answered tap.

Owns what Telegram's refusals mean here. Knows no words beyond those it is given.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
)

from handlers.faces import Faces
from handlers.keyboards import keyboard, markup
from handlers.screens.screen import Attachment, Screen
from i18n.markup import visible

log = logging.getLogger(__name__)

ATTEMPTS = 3
LONGEST_WAIT = 20.0
"""Seconds that a reply waits at most when Telegram asks for patience."""

LINE_WAIT = 0.3
"""Seconds after a first broken line; after a second one twice as many."""

TAP_WAITS = 15.0
"""Seconds for which Telegram lets a tap be answered, about."""

PASSING = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter)
"""Failures of the line or of Telegram, which another attempt may not meet."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class _Send(SendMessage):
    """A message of which Telegram's copy is not read: making the library's types of it, with every
    button, takes longer than all that is done to find the answer."""

    __returning__: ClassVar[Any] = Any


class _SendPhoto(SendPhoto):
    """The same of a photo."""

    __returning__: ClassVar[Any] = Any


class _SendDocument(SendDocument):
    """The same of a document."""

    __returning__: ClassVar[Any] = Any


class _Edit(EditMessageText):
    """The same of an edit."""

    __returning__: ClassVar[Any] = Any


class Reply:
    """How one update is answered. Made by the middleware, used by the handler."""

    def __init__(
        self,
        bot: Bot,
        chat_id: int,
        tap: CallbackQuery | None,
        faces: Faces,
        *,
        tapped: Any = None,
    ) -> None:
        """`tapped` is the keyboard of the tapped message as it came, if the message's own was
        taken out."""
        self.bot = bot
        self.chat_id = chat_id
        self.tap = tap
        self._faces = faces
        self._tapped = tapped
        self._answered = tap is None

    @property
    def message_id(self) -> int | None:
        """The message that was tapped."""
        return self.tap.message.message_id if self.tap and self.tap.message else None

    async def show(self, screen: Screen, *, toast: str = "", alert: bool = False) -> None:
        """The tapped message becomes this screen; without a tap it comes as a new message, and so
        does one with the phone's own keyboard, which no message can be given later."""
        if self.message_id is None or screen.share is not None:
            await self.send(screen, toast=toast, alert=alert)
            return
        if self._shows(screen, self.message_id):
            await self.toast(toast, alert=alert)
            return
        await _both(self.toast(toast, alert=alert), self._edit(screen, self.message_id))

    async def send(self, screen: Screen, *, toast: str = "", alert: bool = False) -> None:
        """The screen comes as a new message."""
        if self._answered:
            await self._send(screen)
            return
        await _both(self.toast(toast, alert=alert), self._send(screen))

    async def document(self, file: Attachment, *, toast: str = "") -> None:
        """The file comes as a message of its own; what was tapped stays."""
        await _both(self.toast(toast), self._document(file))

    async def photo(self, file: Attachment) -> None:
        """The picture comes as a message of its own; what was tapped stays."""
        await _both(self.toast(), self._photo(file))

    async def change(self, message_id: int, screen: Screen) -> None:
        """Another message than the tapped one becomes this screen, if it still can: nothing
        depends on it."""
        try:
            await self._edit(screen, message_id, anew=False)
        except (TelegramBadRequest, TelegramForbiddenError, *PASSING) as error:
            log.info("an older message stays as it is: %s", error.message)

    async def begin(self, screen: Screen) -> int | None:
        """Sends a message that will be changed (`become`); its id, None when nobody got it."""
        return await self._send(screen)

    async def become(self, message_id: int, screen: Screen) -> None:
        """Such a message is this screen from now on; a new one if it cannot be changed any more."""
        await self._edit(screen, message_id)

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        """Answers the tap, once; `alert` waits to be closed. Nothing without a tap."""
        if self._answered or self.tap is None:
            return
        self._answered = True
        tap = self.tap.id
        try:
            async with asyncio.timeout(TAP_WAITS):
                await _patiently(
                    lambda: self.bot.answer_callback_query(tap, text=text or None, show_alert=alert)
                )
        except TelegramBadRequest as error:  # the tap is too old to be answered
            log.debug("a tap could not be answered: %s", error.message)
        except PASSING as error:
            log.warning("a tap could not be answered: %s", error.message)
        except TimeoutError:
            log.warning("a tap could not be answered in time")

    def _shows(self, screen: Screen, message_id: int) -> bool:
        """Whether the tapped message is this screen already: Telegram refuses an edit that
        changes nothing. The tap's copy of the message is from before whatever we did since."""
        newest = self._faces.newest(self.chat_id, message_id)
        if newest is not None:
            return newest.screen == screen
        message = self.tap.message if self.tap else None
        if not isinstance(message, Message) or message.text is None:
            return False
        if message.text.strip() != visible(screen.html).strip():
            return False
        markup = message.reply_markup
        if self._tapped is not None:
            markup = InlineKeyboardMarkup.model_validate(self._tapped)
        return _buttons(markup) == _buttons(keyboard(screen))

    async def finish(self) -> None:
        """Answers the tap if nothing has."""
        await self.toast()

    async def _edit(self, screen: Screen, message_id: int, *, anew: bool = True) -> None:
        """`anew`: where the message is not to be had, a new one comes."""
        change = self._faces.begin(self.chat_id, message_id)

        async def attempt() -> None:
            if self._faces.overtaken(self.chat_id, message_id, change):
                return  # the message has gone on while this one waited
            await self.bot(
                _Edit.model_validate(
                    {
                        "text": screen.html,
                        "chat_id": self.chat_id,
                        "message_id": message_id,
                        "reply_markup": keyboard(screen),
                        "parse_mode": "HTML",
                        "link_preview_options": _NO_PREVIEW,
                    }
                )
            )
            change.screen = screen

        try:
            await _patiently(attempt)
        except TelegramBadRequest as error:
            reason = error.message.lower()
            if "not modified" in reason:
                change.screen = screen
                return
            if anew and ("not found" in reason or "can't be edited" in reason):
                await self._send(screen)
                return
            raise

    async def _document(self, file: Attachment) -> None:
        sent = BufferedInputFile(file.data, file.name)
        try:
            await _patiently(
                lambda: self.bot.send_document(
                    self.chat_id, sent, caption=file.caption or None, parse_mode="HTML"
                )
            )
        except TelegramForbiddenError:
            log.info("a file found nobody: the bot is blocked")

    async def _photo(self, file: Attachment) -> None:
        sent = BufferedInputFile(file.data, file.name)
        try:
            await _patiently(
                lambda: self.bot.send_photo(
                    self.chat_id, sent, caption=file.caption or None, parse_mode="HTML"
                )
            )
        except TelegramForbiddenError:
            log.info("a picture found nobody: the bot is blocked")

    async def _send(self, screen: Screen) -> int | None:
        """Sends; returns the message's number."""
        try:
            sent = await _patiently(lambda: self.bot(_message(self.chat_id, screen)))
        except TelegramForbiddenError:
            log.info("a reply found nobody: the bot is blocked")
            return None
        found = sent.get("message_id") if isinstance(sent, dict) else sent.message_id
        return int(found) if found is not None else None


def _message(chat_id: int, screen: Screen) -> TelegramMethod[Any]:
    """The call that makes a new message of a screen."""
    common = {"chat_id": chat_id, "reply_markup": markup(screen), "parse_mode": "HTML"}
    if screen.picture is None:
        text = {"text": screen.html, "link_preview_options": _NO_PREVIEW}
        return _Send.model_validate({**common, **text})
    if screen.picture.document:
        file = {"document": screen.picture.file, "caption": screen.html}
        return _SendDocument.model_validate({**common, **file})
    return _SendPhoto.model_validate(
        {**common, "photo": screen.picture.file, "caption": screen.html}
    )


def _buttons(markup: InlineKeyboardMarkup | None) -> list[list[tuple[str, str | None]]]:
    """What a keyboard shows and does; two of the library's objects are never equal."""
    rows = markup.inline_keyboard if markup else []
    return [[(button.text, button.callback_data or button.url) for button in row] for row in rows]


async def _both(*answers: Awaitable[object]) -> None:
    """At once, each to its end: a tap is still being answered when the message has failed."""
    for outcome in await asyncio.gather(*answers, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


async def _patiently(call: Callable[[], Awaitable[Any]]) -> Any:
    """Calls again when Telegram asks to wait, or the line breaks. A message can then come
    twice: better than an answer that never comes."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await call()
        except TelegramRetryAfter as error:
            if attempt == ATTEMPTS or error.retry_after > LONGEST_WAIT:
                raise
            await asyncio.sleep(error.retry_after)
        except PASSING:
            if attempt == ATTEMPTS:
                raise
            await asyncio.sleep(LINE_WAIT * attempt)
    raise AssertionError("unreachable: the last attempt returns or raises")
