"""Under a reminder: "I am here" and "five minutes late"."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks_after as after
from handlers.conversations.meetings import as_it_stands
from handlers.duties import everybody
from handlers.screens import reminders as screens
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.meetings import MeetingId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import attending
from matchmaking.usecases.attending import AtTheDoor

router = Router(name="attending")


@router.callback_query(after.Here.filter())
@everybody
async def here(_: CallbackQuery, callback_data: after.Here, turn: Turn) -> None:
    """The person is there."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    await _say(
        turn, meeting, lambda uow, now: attending.here(uow, now, actor=actor, meeting_id=meeting)
    )


@router.callback_query(after.Late.filter())
@everybody
async def late(_: CallbackQuery, callback_data: after.Late, turn: Turn) -> None:
    """The person is late."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    await _say(
        turn, meeting, lambda uow, now: attending.late(uow, now, actor=actor, meeting_id=meeting)
    )


async def _say(
    turn: Turn, meeting: MeetingId, say: Callable[[UnitOfWork, datetime], AtTheDoor]
) -> None:
    """Says it, and shows what both have said; the meeting as it stands when that is no use."""
    try:
        door = await turn.work.do(say)
    except Refused as refused:
        if refused.refusal is not Refusal.ILLEGAL_MOVE:
            raise
        await as_it_stands(turn, meeting, refused)
        return
    await turn.reply.show(screens.tapped(door, turn.work.now, turn.book))
