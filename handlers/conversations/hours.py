"""Hours that somebody keeps free of meetings."""

from datetime import timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks as cb
from handlers.callbacks_calendar import Block, Hours
from handlers.duties import everybody
from handlers.screens import availability
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.spans import Stretch
from matchmaking.usecases import hours as rules

router = Router(name="hours")


@router.callback_query(Hours.filter())
@everybody
async def hours(_: CallbackQuery, turn: Turn) -> None:
    """What can be blocked, and what is."""
    attendee, event = turn.attendee, turn.event
    free = await turn.work.look(
        lambda uow, now: rules.look(uow, now, attendee=attendee, event=event)
    )
    await turn.reply.show(availability.hours(event, free, turn.book))


@router.callback_query(Block.filter())
@everybody
async def block(_: CallbackQuery, callback_data: Block, turn: Turn) -> None:
    """A stretch blocked, or free again."""
    actor, stretch = turn.actor, _stretch(callback_data)
    free = await turn.work.do(lambda uow, now: rules.toggle(uow, now, actor=actor, stretch=stretch))
    turn.changed(free.attendee)
    await turn.reply.show(availability.hours(turn.event, free, turn.book))


def _stretch(data: Block) -> Stretch:
    """What the button means; raises `Refused` (NOT_YOURS) for one that was never ours."""
    try:
        start = cb.from_minute(data.minute)
        return Stretch(starts_at=start, ends_at=start + timedelta(minutes=data.length))
    except (ValueError, OverflowError):
        raise Refused(Refusal.NOT_YOURS) from None
