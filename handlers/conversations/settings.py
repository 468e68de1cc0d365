"""Which reminders somebody wants, and their quiet hours."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_after as after
from handlers.callbacks_clusters import DigestSetting
from handlers.duties import everybody
from handlers.screens import settings as screens
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import reminding
from matchmaking.usecases.reminding import Settings
from matchmaking.wishes import Quiet

router = Router(name="settings")


@router.message(Command("settings"))
@everybody
async def settings(_: Message, turn: Turn) -> None:
    """All that is set."""
    await turn.reply.send(screens.settings(await _look(turn), turn.book))


@router.callback_query(after.Settings.filter())
@everybody
async def to_settings(_: CallbackQuery, turn: Turn) -> None:
    """The same, by a button."""
    await turn.reply.show(screens.settings(await _look(turn), turn.book))


async def _look(turn: Turn) -> Settings:
    turn.need_ready()
    actor = turn.actor
    known = await turn.work.look(lambda uow, now: reminding.settings(uow, now, actor=actor))
    await turn.rest()
    return known


@router.callback_query(after.Remind.filter())
@everybody
async def remind(_: CallbackQuery, callback_data: after.Remind, turn: Turn) -> None:
    """A reminder on or off."""
    actor, reminder, on = turn.actor, callback_data.reminder, callback_data.on
    await _set(
        turn, lambda uow, now: reminding.turn(uow, now, actor=actor, reminder=reminder, on=on)
    )


@router.callback_query(DigestSetting.filter())
@everybody
async def digest(_: CallbackQuery, callback_data: DigestSetting, turn: Turn) -> None:
    """The evening's message about clusters, on or off."""
    actor, on = turn.actor, callback_data.on
    await _set(turn, lambda uow, now: reminding.turn_digest(uow, now, actor=actor, on=on))


@router.callback_query(after.QuietFrom.filter())
@everybody
async def quiet_from(_: CallbackQuery, turn: Turn) -> None:
    """From when?"""
    turn.need_ready()
    await turn.reply.show(screens.quiet_from(turn.book))


@router.callback_query(after.QuietUntil.filter())
@everybody
async def quiet_until(_: CallbackQuery, callback_data: after.QuietUntil, turn: Turn) -> None:
    """Until when?"""
    turn.need_ready()
    await turn.reply.show(screens.quiet_until(callback_data.starts, turn.book))


@router.callback_query(after.Hush.filter())
@everybody
async def hush(_: CallbackQuery, callback_data: after.Hush, turn: Turn) -> None:
    """Quiet hours; a span without length was never ours."""
    if callback_data.starts == callback_data.ends:
        raise Refused(Refusal.NOT_YOURS)
    actor, quiet = turn.actor, Quiet(starts=callback_data.starts, ends=callback_data.ends)
    await _set(turn, lambda uow, now: reminding.hush(uow, now, actor=actor, quiet=quiet))


@router.callback_query(after.Unhush.filter())
@everybody
async def unhush(_: CallbackQuery, turn: Turn) -> None:
    """No quiet hours."""
    actor = turn.actor
    await _set(turn, lambda uow, now: reminding.hush(uow, now, actor=actor, quiet=None))


async def _set(turn: Turn, change: Callable[[UnitOfWork, datetime], Settings]) -> None:
    turn.need_ready()
    await turn.reply.show(screens.settings(await turn.work.do(change), turn.book))
