"""The conversation, plugged in: the listening library's bot, the dispatcher, and one update.

Owns what is asked of Telegram at the start, and what the end of an update's handling means:
answered, worth another attempt, or failed for good.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Update

from bot.inbox import Unanswered
from bot.line import Line
from bot.rides import Rides
from bot.settings import Settings
from bot.sheets import SheetReader
from bot.silence import Held, Silence
from bot.trouble import FOUND, Trouble
from handlers.faces import Faces
from handlers.flood import Flood
from handlers.introduce import introduce
from handlers.reply import PASSING
from handlers.resume import resume
from handlers.router import build_dispatcher
from handlers.turn import Unit
from handlers.whereabouts import known_about, named_in
from i18n.phrasebook import phrasebook
from matchmaking.intents import Language
from matchmaking.reading.reader import read
from storage.journal import KeptUpdate
from storage.store import Store

log = structlog.get_logger(__name__)

GREETINGS_S = (0.3, 1.0, 2.0)
"""Waits between attempts to reach Telegram at the start: a machine may be up before its net."""

_LOST: ContextVar[dict[str, float]] = ContextVar("lost replies of the update being dealt with")
"""The calls that did not get through, with the seconds of silence that Telegram asked for."""


async def _note_lost_replies(
    make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[Any]
) -> Any:
    """Remembers that a reply did not get through, until a later one does. The handlers tell
    people of trouble themselves; this is how we know that not even that arrived."""
    name = method.__api_method__
    lost = _LOST.get({}) if name.startswith(("send", "edit")) else {}
    try:
        result = await make_request(bot, method)
    except PASSING as error:
        lost[name] = error.retry_after if isinstance(error, TelegramRetryAfter) else 0.0
        raise
    lost.clear()
    return result


def warm_up() -> None:
    """Reads what the first words somebody tells, and the first match that is explained, would
    otherwise wait for, everybody else's with them: the lexicon and its articles take a second."""
    read("nous cherchons de l’huile d’olive")
    for language in Language:
        phrasebook(language.value)


def _without_keyboard(update: Mapping[str, Any]) -> tuple[Mapping[str, Any], Any]:
    """An update without the tapped message's keyboard, and that: making the library's types of
    every button takes longer than the rest, and hardly any tap needs them (`handlers.reply`)."""
    tap = update.get("callback_query")
    message = tap.get("message") if isinstance(tap, dict) else None
    if not isinstance(tap, dict) or not isinstance(message, dict):
        return update, None
    rest = {name: value for name, value in message.items() if name != "reply_markup"}
    bare = {**update, "callback_query": {**tap, "message": rest}}
    return bare, message.get("reply_markup")


class Talk:
    """One bot and its conversation."""

    def __init__(self, settings: Settings, store: Store, faces: Faces, silence: Silence) -> None:
        server = TelegramAPIServer.from_base(settings.telegram_api_url)
        self._address = settings.telegram_api_url
        self.bot = Bot(settings.token, session=Line(api=server))
        self.bot.session.middleware(_note_lost_replies)
        self.bot.session.middleware(Held(silence).keep)
        self.rides = Rides()
        self.bot.session.middleware(self.rides.carry)
        self._store = store
        self._faces = faces
        self._dispatcher = build_dispatcher(
            self._take_up, pace=settings.pace, flood=Flood(store.clock)
        )
        self._dispatcher["faces"] = faces
        self._dispatcher["reader"] = SheetReader()

    async def _take_up(self, update_id: int | None, telegram_id: int) -> Unit:
        return await self._store.take_up(update_id=update_id, telegram_id=telegram_id)

    def allowed_updates(self) -> Sequence[str]:
        """The kinds of updates that somebody here deals with."""
        return sorted(self._dispatcher.resolve_used_update_types())

    async def greet(self) -> str:
        """The bot's own username; raises `Trouble` when Telegram cannot be reached or does not
        know the token."""
        for wait_s in (*GREETINGS_S, None):
            try:
                return (await self.bot.get_me()).username or ""
            except TelegramUnauthorizedError:
                raise Trouble("BOT_TOKEN: Telegram does not know this token (401)") from None
            except TelegramNetworkError:
                if wait_s is None:
                    raise Trouble(f"{self._address} cannot be reached", code=FOUND) from None
                await asyncio.sleep(wait_s)
            except TelegramAPIError as error:
                raise Trouble(f"Telegram refuses this bot: {error.message}") from None
        raise AssertionError("the last attempt returns or raises")

    async def drop_webhook(self) -> None:
        """Makes polling possible; what waits at Telegram stays."""
        await self.bot.delete_webhook(drop_pending_updates=False)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Has Telegram bring updates; raises `Trouble` when it refuses the address."""
        try:
            await self.bot.set_webhook(
                url,
                secret_token=secret,
                allowed_updates=list(self.allowed_updates()),
                max_connections=100,
            )
        except TelegramAPIError as error:
            raise Trouble(f"WEBHOOK_URL: Telegram refuses it: {error.message}") from None

    async def introduce(self) -> None:
        """Name, commands and descriptions in every language, beside the first updates. Telegram
        limits how often they may be set, so a refusal is only logged."""
        try:
            await introduce(self.bot)
        except TelegramAPIError as error:
            log.warning("the bot could not be introduced", error=error.message)

    async def deal(self, kept: KeptUpdate) -> None:
        """Deals with one update; raises `Unanswered` when its reply could not be sent."""
        lost: dict[str, float] = {}
        _LOST.set(lost)
        if kept.done:
            await self._answer_again(kept)
        else:
            told, tapped = _without_keyboard(kept.told or json.loads(kept.body))
            update = Update.model_validate(told, context={"bot": self.bot})
            await self._dispatcher.feed_update(self.bot, update, tapped=tapped)
        if lost:
            raise Unanswered(", ".join(sorted(lost)), wait_s=max(lost.values()))

    async def _answer_again(self, kept: KeptUpdate) -> None:
        """The update did its work, but the program ended before it was certain that the answer
        went out: the tap is answered, and the chat is shown where it stands."""
        update = Update.model_validate_json(kept.body, context={"bot": self.bot})
        tap = update.callback_query
        work = await self._store.take_up(update_id=None, telegram_id=kept.telegram_id)
        try:
            named = named_in(update, work.conversation)
            arrival = await work.look(
                lambda uow, now: known_about(uow, now, telegram_id=kept.telegram_id, named=named)
            )
            if arrival is not None and arrival.person.blocked_at is None:
                await resume(self.bot, work, arrival, tap=tap, faces=self._faces)
        except PASSING as error:
            log.info("an answer could not be repeated yet", error=error.message)
        finally:
            await work.close()

    async def close(self) -> None:
        """Closes the connections."""
        await self.bot.session.close()
