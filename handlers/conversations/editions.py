"""The editions of a series: seen, gone to, and what is carried along."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_editions as ce
from handlers import flow, passed, states
from handlers.duties import everybody
from handlers.introduce import introduce_organiser
from handlers.places import resting
from handlers.screens import editions as screens
from handlers.screens.screen import Screen, above
from handlers.turn import Turn
from matchmaking.people import EventId
from matchmaking.usecases import series

router = Router(name="editions")


@router.message(Command("editions"))
@everybody
async def editions(_: Message, turn: Turn) -> None:
    """All there are for whoever asks."""
    await turn.reply.send(await _all(turn))


@router.callback_query(ce.Editions.filter())
@everybody
async def to_editions(_: CallbackQuery, callback_data: ce.Editions, turn: Turn) -> None:
    """The same, by a button."""
    screen = await _all(turn)
    await (turn.reply.send if callback_data.new else turn.reply.show)(screen)


async def _all(turn: Turn) -> Screen:
    actor = turn.actor
    known = await turn.work.look(lambda uow, now: series.every(uow, now, actor=actor))
    return screens.editions(known, turn.book)


@router.callback_query(ce.GoTo.filter())
@everybody
async def go_to(_: CallbackQuery, callback_data: ce.GoTo, turn: Turn) -> None:
    """To another edition; what may go along is asked there."""
    actor, to = turn.actor, EventId(callback_data.to)
    turn.known = await turn.work.do(
        lambda uow, now: series.enter(uow, now, actor=actor, to=to), then=states.REST
    )
    screen = await passed.arriving(turn) or resting(turn.arrival, turn.book)
    await turn.reply.show(above(screens.switched(turn.event, turn.book), screen))
    await introduce_organiser(turn.reply.bot, turn.account.telegram_id, turn.arrival.duties)


@router.callback_query(ce.Carry.filter())
@everybody
async def carry(_: CallbackQuery, callback_data: ce.Carry, turn: Turn) -> None:
    """More or less goes along."""
    actor, of = turn.actor, turn.event.id
    load = await turn.work.look(lambda uow, now: series.luggage(uow, now, actor=actor, of=of))
    if load is None:
        await flow.go_on(turn)
        return
    chosen = {"who": callback_data.who, "wishes": callback_data.wishes}
    await turn.reply.show(screens.carry(load, turn.book, **chosen))


@router.callback_query(ce.Join.filter())
@everybody
async def join(_: CallbackQuery, callback_data: ce.Join, turn: Turn) -> None:
    """In, with what was chosen; the questions that are left follow."""
    actor, of = turn.actor, turn.event.id
    who, wishes = callback_data.who, callback_data.wishes
    attendee = await turn.work.do(
        lambda uow, now: series.carry(uow, now, actor=actor, of=of, who=who, wishes=wishes)
    )
    turn.changed(attendee)
    await flow.go_on(turn)
