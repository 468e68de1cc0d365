"""Opens the work on every update, gives handlers their turn, and closes it whatever happens.

Owns the order of things around a handler: one person's updates one after the other, only
private chats, every tap answered, every failure told.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from aiogram import BaseMiddleware, Bot
from aiogram.types import Chat, TelegramObject, Update, User

from handlers.errors import explain, trouble
from handlers.faces import Faces
from handlers.flood import Flood, Pace
from handlers.reply import PASSING, Reply
from handlers.screens.screen import Screen
from handlers.standing import let_through
from handlers.turn import Turn, Unit, account_of, guessed_book
from handlers.whereabouts import known_about, named_in
from i18n.markup import escape
from matchmaking.errors import Refused
from matchmaking.people import Account
from matchmaking.ports import AlreadyDone

log = logging.getLogger(__name__)

Works = Callable[[int | None, int], Awaitable[Unit]]
"""Takes up the work on an update (its id, or None) of an account."""

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Turns(BaseMiddleware):
    """The outermost middleware. Where others change messages too, the dispatcher's data hold the
    `faces` they share. An update's data may hold `tapped`: the keyboard of
    the tapped message as it came."""

    def __init__(self, works: Works, flood: Flood | None = None) -> None:
        self._works = works
        self._flood = flood
        self._faces = Faces()
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """One update, from taking it up to its last answer."""
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if not isinstance(event, Update) or user is None or user.is_bot:
            return None
        if chat is not None and chat.type != "private":
            return None
        pace = self._pace(event, user.id)
        if pace is not Pace.FINE:
            await _slow_down(event, data, account_of(user), tell=pace is Pace.WARN)
            return None
        lock = self._locks.setdefault(user.id, asyncio.Lock())
        async with lock:
            return await self._turn(handler, event, data, account_of(user))

    def _pace(self, update: Update, person: int) -> Pace:
        """Whether somebody goes too fast, by the hour at which they wrote: what waited for us
        while we were away was not sent all at once. Blocking and unblocking always counts."""
        message, tap = update.message, update.callback_query
        if self._flood is None or (message is None and tap is None):
            return Pace.FINE
        sent = message.date if message is not None else None
        return self._flood.heard(person, update.update_id, sent, typed=message is not None)

    async def _turn(
        self, handler: Handler, update: Update, data: dict[str, Any], account: Account
    ) -> Any:
        bot: Bot = data["bot"]
        faces: Faces = data.get("faces", self._faces)
        reply = Reply(
            bot, account.telegram_id, update.callback_query, faces, tapped=data.get("tapped")
        )
        work: Unit | None = None
        turn: Turn | None = None
        try:
            work = await self._works(update.update_id, account.telegram_id)
            turn = Turn(work=work, reply=reply, account=account, known=None)
            named = named_in(update, work.conversation)
            number = account.telegram_id
            turn.known = await work.look(
                lambda uow, now: known_about(uow, now, telegram_id=number, named=named)
            )
            turn.named = named
            data["turn"] = turn
            return await _handled(handler, update, data, turn)
        except AlreadyDone:
            return None
        except PASSING as error:
            # The answer is owed still, and comes when the line is back: nothing to apologise for.
            log.info("an answer could not be sent yet: %s", error.message)
            return None
        except Exception as error:
            await _tell(error, turn, reply, account)
            return None
        finally:
            await reply.finish()
            await _close(work)


async def _handled(handler: Handler, update: Update, data: dict[str, Any], turn: Turn) -> Any:
    """The update dealt with, or the refusal explained: what fails then is trouble like any."""
    try:
        turn.need_edition()
        let_through(update, turn)
        return await handler(update, data)
    except Refused as refused:
        return await explain(refused, turn)


async def _slow_down(update: Update, data: dict[str, Any], account: Account, *, tell: bool) -> None:
    """Answers somebody who goes too fast: with a sentence the first time, then with nothing. The
    sentence is in the language of their account: nothing is looked up for them now."""
    reply = Reply(data["bot"], account.telegram_id, update.callback_query, Faces())
    try:
        if tell:
            words = guessed_book(account).plain("flood.slower")
            if reply.tap is not None:
                await reply.toast(words, alert=True)
            else:
                await reply.send(Screen(html=escape(words)))
        await reply.finish()
    except PASSING as error:
        log.info("nobody could be asked to slow down: %s", error.message)


async def _close(work: Unit | None) -> None:
    """Ends the work; where even that fails, whoever wrote has been told of the trouble before."""
    if work is None:
        return
    try:
        await work.close()
    except Exception:
        log.exception("the work on an update could not be closed")


async def _tell(error: Exception, turn: Turn | None, reply: Reply, account: Account) -> None:
    """Tells of a failure, even of one before anything was known; a second one is logged only."""
    try:
        await trouble(error, reply, turn.book if turn else guessed_book(account))
    except Exception:
        log.exception("the trouble could not be told")
