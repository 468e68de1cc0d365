"""The listening library's connection to Telegram, with the costs of every call taken off it.

Measured with the conversation's own calls, they were more than the rest of a call together:

* The library checks an answer with a generic type made for the call (`Response[Message]`).
  Pydantic keeps such types in a cache of weak references, so with nobody else holding them they
  are built anew, at 12 ms, again and again. Held here, each is built once.
* A call is sent as a form, and making the form draws a random boundary for files that most
  calls do not have; a keyboard is looked at value by value for such files. A call of plain
  values and keyboards cannot have any, and is sent as JSON.
* A session for browsing keeps cookies, unpacks answers and says what it understands; Telegram
  needs none of it. What a call gives back is read by nobody, or is a plain yes: it is not checked.
"""

import json
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    Response,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions

_JSON = {"Content-Type": "application/json"}

_PLAIN = (Any, bool)
"""What calls give back that is taken as it comes."""


class Line(AiohttpSession):
    """A session like the library's own, cheaper for short calls."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._answers: dict[type[Any], type[Any]] = {}
        self._patience = aiohttp.ClientTimeout(total=self.timeout)
        for often in (SendMessage, EditMessageText, AnswerCallbackQuery):
            self._hold(often)

    async def create_session(self) -> aiohttp.ClientSession:
        """The library's connections, without what only browsing needs."""
        if self._should_reset_connector or self._session is None or self._session.closed:
            await self.close()
            self._session = aiohttp.ClientSession(
                connector=self._connector_type(**self._connector_init),
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
                auto_decompress=False,
            )
            self._should_reset_connector = False
        return self._session

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """The library's own check, with the answer's type held."""
        self._hold(type(method))
        return super().check_response(bot, method, status_code, content)

    def _hold(self, method: type[TelegramMethod[Any]]) -> None:
        if method not in self._answers:
            self._answers[method] = Response[method.__returning__]  # type: ignore[name-defined] # a type made at run time

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the library's own signature
    ) -> TelegramType:
        """Sends a call; one that may have files goes the library's way."""
        values = _plain(bot, method)
        if values is None:
            return await super().make_request(bot, method, timeout)
        http = self._session if self._session and not self._session.closed else None
        http = http or await self.create_session()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        wait = aiohttp.ClientTimeout(total=timeout) if timeout is not None else self._patience
        body = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
        try:
            async with http.post(url, data=body, headers=_JSON, timeout=wait) as answer:
                content = await answer.read()
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except aiohttp.ClientError as error:
            words = f"{type(error).__name__}: {error}"
            raise TelegramNetworkError(method=method, message=words) from error
        if answer.status == 200 and method.__returning__ in _PLAIN:
            told = _told(content)
            if told is not None:
                return told  # type: ignore[no-any-return] # a type made at run time
        text = content.decode("utf-8", "replace")
        checked = self.check_response(bot, method, answer.status, text)
        result: TelegramType = checked.result  # type: ignore[assignment] # there, or it raised
        return result


def _told(content: bytes) -> Any:
    """What a call that went well gave back; None for any other."""
    try:
        told = json.loads(content)
    except ValueError:
        return None
    return told.get("result") if isinstance(told, dict) and told.get("ok") is True else None


def _plain(bot: Bot, method: TelegramMethod[Any]) -> dict[str, Any] | None:
    """The values of a call as JSON, those left out left out; None when some are of other kinds."""
    values: dict[str, Any] = {}
    for name in method.model_fields_set:
        value = getattr(method, name)
        if isinstance(value, Default):
            value = bot.default[value.name]
        if isinstance(value, InlineKeyboardMarkup | LinkPreviewOptions):
            values[name] = value.model_dump(exclude_unset=True, exclude_none=True)
        elif isinstance(value, str | int | float):
            values[name] = value
        elif value is not None:
            return None
    return values
