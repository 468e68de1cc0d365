"""Organisers: what became of the meetings, and settling what the two sides do not."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_after as after
from handlers.duties import needs
from handlers.screens import outcomes as screens
from handlers.turn import Turn
from matchmaking.meetings import MeetingId
from matchmaking.organisers import Duty
from matchmaking.usecases import feedback, outcomes

router = Router(name="outcomes")


@router.message(Command("outcomes"))
@needs(Duty.MODERATE)
async def look(_: Message, turn: Turn) -> None:
    """The numbers, and what waits."""
    actor = turn.actor
    known = await turn.work.look(lambda uow, now: outcomes.look(uow, now, actor=actor))
    await turn.reply.send(screens.outcomes(known, turn.book))


@router.callback_query(after.Outcome.filter())
@needs(Duty.MODERATE)
async def show(_: CallbackQuery, callback_data: after.Outcome, turn: Turn) -> None:
    """One meeting."""
    await _show(turn, MeetingId(callback_data.meeting))


@router.callback_query(after.Rule.filter())
@needs(Duty.MODERATE)
async def rule(_: CallbackQuery, callback_data: after.Rule, turn: Turn) -> None:
    """It took place, or did not."""
    actor, number, held = turn.actor, MeetingId(callback_data.meeting), callback_data.held
    await turn.work.do(
        lambda uow, now: feedback.rule(uow, now, actor=actor, meeting_id=number, held=held)
    )
    await _show(turn, number)


async def _show(turn: Turn, number: MeetingId) -> None:
    actor = turn.actor
    view, event = await turn.work.look(
        lambda uow, now: outcomes.show(uow, now, actor=actor, meeting_id=number)
    )
    await turn.reply.show(screens.ask(view, event, turn.book))
