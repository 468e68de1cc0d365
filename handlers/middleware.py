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
from handlers.reply import PASSING, Reply
from handlers.turn import Turn, Unit, account_of, guessed_book
from matchmaking.errors import Refused
from matchmaking.people import Account
from matchmaking.ports import AlreadyDone
from matchmaking.usecases import arrivals

log = logging.getLogger(__name__)

Works = Callable[[int | None, int], Awaitable[Unit]]
"""Takes up the work on an update (its id, or None) of an account."""

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Turns(BaseMiddleware):
    """The outermost middleware. Where others change messages too, the dispatcher's data hold the
    `faces` they share. An update's data may hold `tapped`: the keyboard of
    the tapped message as it came."""

    def __init__(self, works: Works) -> None:
        self._works = works
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
        lock = self._locks.setdefault(user.id, asyncio.Lock())
        async with lock:
            return await self._turn(handler, event, data, account_of(user))

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
            turn.known = await work.look(
                lambda uow, now: arrivals.know(uow, now, telegram_id=account.telegram_id)
            )
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
        return await handler(update, data)
    except Refused as refused:
        return await explain(refused, turn)


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
