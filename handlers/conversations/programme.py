"""The programme: a day, one's own sessions, a session, and a seat in it."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks_programme import (
    GiveBack,
    MySessions,
    Partners,
    ProgrammeDay,
    ShowSession,
    TakeSeat,
)
from handlers.duties import everybody
from handlers.screens import partners as partner_screens
from handlers.screens import programme as screens
from handlers.turn import Turn
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import programme as usecases
from matchmaking.usecases.programme import SessionView

router = Router(name="programme")


@router.message(Command("programme"))
@everybody
async def programme(_: Message, turn: Turn) -> None:
    """Today's sessions, or those of the next day that has any."""
    actor = turn.actor
    view = await turn.work.look(lambda uow, now: usecases.day(uow, now, actor=actor))
    await turn.rest()
    await turn.reply.send(screens.day(view, turn.book))


@router.callback_query(ProgrammeDay.filter())
@everybody
async def to_day(_: CallbackQuery, callback_data: ProgrammeDay, turn: Turn) -> None:
    """Another day."""
    actor, of, number = turn.actor, turn.event.id, callback_data.day
    view = await turn.work.look(
        lambda uow, now: usecases.day(uow, now, actor=actor, number=number, of=of)
    )
    screen = screens.day(view, turn.book)
    await (turn.reply.send if callback_data.new else turn.reply.show)(screen)


@router.callback_query(MySessions.filter())
@everybody
async def mine(_: CallbackQuery, turn: Turn) -> None:
    """Where one has a seat or waits."""
    actor, of = turn.actor, turn.event.id
    view = await turn.work.look(lambda uow, now: usecases.mine(uow, now, actor=actor, of=of))
    await turn.reply.show(screens.day(view, turn.book))


@router.callback_query(Partners.filter())
@everybody
async def partners(_: CallbackQuery, turn: Turn) -> None:
    """Who holds the event."""
    await turn.reply.show(partner_screens.partners(turn.event, turn.book))


@router.callback_query(ShowSession.filter())
@everybody
async def session(_: CallbackQuery, callback_data: ShowSession, turn: Turn) -> None:
    """One session."""
    actor, of, code = turn.actor, turn.event.id, callback_data.session
    view = await turn.work.look(
        lambda uow, now: usecases.look(uow, now, actor=actor, code=code, of=of)
    )
    await turn.reply.show(screens.session(view, turn.book))


@router.callback_query(TakeSeat.filter())
@everybody
async def take(_: CallbackQuery, callback_data: TakeSeat, turn: Turn) -> None:
    """A seat, or a place in the line."""
    actor, of, code = turn.actor, turn.event.id, callback_data.session
    await _do(turn, lambda uow, now: usecases.take(uow, now, actor=actor, code=code, of=of))


@router.callback_query(GiveBack.filter())
@everybody
async def give_back(_: CallbackQuery, callback_data: GiveBack, turn: Turn) -> None:
    """No seat any more."""
    actor, of, code = turn.actor, turn.event.id, callback_data.session
    await _do(turn, lambda uow, now: usecases.give_back(uow, now, actor=actor, code=code, of=of))


async def _do(turn: Turn, act: Callable[[UnitOfWork, datetime], SessionView]) -> None:
    """Acts, and shows the session as it then stands."""
    view = await turn.work.do(act)
    key = "seated" if view.sits else "in_line" if view.seat else "given_back"
    toast = turn.book.plain(f"programme.toast_{key}")
    await turn.reply.show(screens.session(view, turn.book), toast=toast)
