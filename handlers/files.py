"""Files in a chat: those that people send are fetched, ours are sent, and a message tells how far
a long reading has come.

Owns Telegram's limit and how often the message is changed. Reading a file is somebody else's: a
`Reader` is given by whoever starts the conversation, and reads in this program's thread by
default.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from typing import Any, Protocol

from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import Document

from handlers.reply import Reply
from handlers.screens.screen import Attachment, Screen
from i18n.markup import escape
from matchmaking.sheets.sent import understand
from matchmaking.sheets.table import MOST_BYTES

EVERY_S = 1.0
"""A message of a long reading is changed at most so often: Telegram asks for one a second."""

Told = Callable[[int, int], Awaitable[None]]
"""Is told how many rows of how many are read."""


class Reader(Protocol):
    """Reads a file that was sent (`matchmaking.sheets.sent`) where nobody has to wait for it. Hours
    without a zone are those of `zone`."""

    async def __call__(
        self, content: bytes, name: str, told: Told, *, zone: str = "UTC"
    ) -> Mapping[str, Any]: ...


async def read_here(
    content: bytes, name: str, told: Told, *, zone: str = "UTC"
) -> Mapping[str, Any]:
    """A `Reader` in a thread of this program, which tells nothing until it is through."""
    read = await asyncio.to_thread(understand, content, name, lambda _done, _of: None, zone)
    if read["kind"] == "attendees":
        await told(len(read["rows"]), len(read["rows"]))
    return read


class TooLarge(Exception):
    """Telegram gives bots no file of that size."""


class Lost(Exception):
    """The file could not be fetched now."""


async def fetch(reply: Reply, document: Document) -> bytes:
    """The content of a file somebody sent; raises `TooLarge` or `Lost`."""
    if (document.file_size or 0) > MOST_BYTES:
        raise TooLarge
    into = BytesIO()
    try:
        await reply.bot.download(document, destination=into)
    except TelegramBadRequest as error:
        if "too big" in error.message.lower():
            raise TooLarge from None
        raise Lost from None
    except (TelegramAPIError, OSError, TimeoutError):
        raise Lost from None
    return into.getvalue()


async def send_file(reply: Reply, name: str, content: bytes, caption: str) -> None:
    """A file of ours, in a message of its own."""
    await reply.document(Attachment(name=name, data=content, caption=escape(caption)))


class Live:
    """A message that is changed as something goes on, and shows what came of it in the end."""

    def __init__(self, reply: Reply, message_id: int | None) -> None:
        self._reply, self._message = reply, message_id
        self._changed_at = time.monotonic()

    @classmethod
    async def begin(cls, reply: Reply, screen: Screen) -> "Live":
        """Sends it."""
        return cls(reply, await reply.begin(screen))

    async def tell(self, screen: Screen) -> None:
        """Changes it, unless that was done just now."""
        if time.monotonic() - self._changed_at >= EVERY_S:
            self._changed_at = time.monotonic()
            if self._message is not None:
                await self._reply.change(self._message, screen)

    async def end(self, screen: Screen) -> None:
        """Changes it."""
        if self._message is None:
            await self._reply.send(screen)
        else:
            await self._reply.become(self._message, screen)
