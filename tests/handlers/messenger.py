"""A messenger in memory, at aiogram's session: it shows what is sent and edited.

It refuses what Telegram refuses of the calls made here, so that a test fails where the real
thing would.
"""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    GetFile,
    GetMe,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, Chat, File, InlineKeyboardMarkup, Message, User

from i18n.markup import tag_problems, visible


@dataclass(kw_only=True)
class Seen:
    """A message as its chat shows it."""

    message_id: int
    html: str
    keyboard: InlineKeyboardMarkup | None
    file: bytes = b""
    file_name: str = ""
    picture: str = ""
    """The id of a photo or document that the messenger keeps."""

    @property
    def text(self) -> str:
        return visible(self.html)

    @property
    def buttons(self) -> list[tuple[str, str]]:
        rows = self.keyboard.inline_keyboard if self.keyboard else []
        return [(button.text, button.callback_data or "") for row in rows for button in row]

    @property
    def links(self) -> list[str]:
        rows = self.keyboard.inline_keyboard if self.keyboard else []
        return [button.url for row in rows for button in row if button.url]

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in self.buttons]


class Session(BaseSession):
    """Answers every call from memory, and remembers them."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []
        self.chats: dict[int, dict[int, Seen]] = {}
        self.fail: Callable[[TelegramMethod[Any]], Exception | None] = lambda _: None
        self.files: dict[str, bytes] = {}
        """What people have sent, by file id."""
        self.sent_files: list[tuple[int, str, bytes, str]] = []
        """What the bot has sent: chat, name, content, caption."""
        self._last = 100

    async def close(self) -> None:
        """Nothing to close."""

    async def stream_content(self, url: str, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """A file that somebody has sent."""
        yield self.files[url.rpartition("/")[2]]

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> Any:
        """What Telegram would answer."""
        self.calls.append(method)
        if trouble := self.fail(method):
            raise trouble
        if isinstance(method, SendMessage):
            return self.show(int(method.chat_id), method.text, _markup(method), method=method)
        if isinstance(method, SendPhoto):
            kept = isinstance(method.photo, str)
            return self._picture(method) if kept else self._document(method)
        if isinstance(method, EditMessageText):
            return self._edit(method)
        if isinstance(method, GetMe):
            return User(id=42, is_bot=True, first_name="Multaqa", username="multaqa_bot")
        if isinstance(method, GetFile):
            return File(file_id=method.file_id, file_unique_id="1", file_path=method.file_id)
        if isinstance(method, SendDocument):
            kept = isinstance(method.document, str)
            return self._picture(method) if kept else self._document(method)
        if isinstance(method, AnswerCallbackQuery) and len(method.text or "") > 200:
            raise TelegramBadRequest(method, "Bad Request: MESSAGE_TOO_LONG")
        return True

    def show(
        self,
        chat_id: int,
        html: str,
        markup: InlineKeyboardMarkup | None,
        *,
        method: TelegramMethod[Any] | None = None,
    ) -> Message:
        """A new message in a chat."""
        _must_fit(html, method)
        self._last += 1
        seen = Seen(message_id=self._last, html=html, keyboard=markup)
        self.chats.setdefault(chat_id, {})[self._last] = seen
        return _message(chat_id, self._last)

    def _document(self, method: SendDocument | SendPhoto) -> Message:
        file = method.photo if isinstance(method, SendPhoto) else method.document
        assert isinstance(file, BufferedInputFile)
        assert file.data
        assert len(visible(method.caption or "").encode("utf-16-le")) // 2 <= 1024
        sent = self.show(int(method.chat_id), method.caption or "?", None, method=method)
        seen = self.chats[int(method.chat_id)][sent.message_id]
        seen.file, seen.file_name = file.data, file.filename or ""
        self.sent_files.append((int(method.chat_id), seen.file_name, file.data, seen.text))
        return sent

    def _picture(self, method: SendPhoto | SendDocument) -> Message:
        given = method.photo if isinstance(method, SendPhoto) else method.document
        assert isinstance(given, str)
        caption = method.caption or ""
        if len(visible(caption).encode("utf-16-le")) // 2 > 1024:
            raise TelegramBadRequest(method, "Bad Request: message caption is too long")
        message = self.show(int(method.chat_id), caption, _markup(method), method=method)
        self.chats[int(method.chat_id)][message.message_id].picture = given
        return message

    def _edit(self, method: EditMessageText) -> Message:
        chat_id, message_id = int(method.chat_id or 0), method.message_id or 0
        text = method.text or ""
        _must_fit(text, method)
        seen = self.chats.get(chat_id, {}).get(message_id)
        if seen is None:
            raise TelegramBadRequest(method, "Bad Request: message to edit not found")
        if (seen.html, seen.keyboard) == (text, _markup(method)):
            raise TelegramBadRequest(method, "Bad Request: message is not modified: …")
        seen.html, seen.keyboard = text, _markup(method)
        return _message(chat_id, message_id)

    def of(self, kind: type[TelegramMethod[Any]]) -> list[Any]:
        """The calls of one kind."""
        return [call for call in self.calls if isinstance(call, kind)]


def _markup(
    method: SendMessage | EditMessageText | SendPhoto | SendDocument,
) -> InlineKeyboardMarkup | None:
    """The buttons under a message; the phone's own keyboard is no part of it."""
    markup = method.reply_markup
    return markup if isinstance(markup, InlineKeyboardMarkup) else None


def _must_fit(html: str, method: TelegramMethod[Any] | None) -> None:
    if tag_problems(html) or not 0 < len(visible(html).encode("utf-16-le")) // 2 <= 4096:
        assert method is not None, html
        raise TelegramBadRequest(method, f"Bad Request: cannot be sent: {html}")


def _message(chat_id: int, message_id: int) -> Message:
    chat = Chat(id=chat_id, type="private")
    return Message(message_id=message_id, date=datetime.now(tz=UTC), chat=chat)
