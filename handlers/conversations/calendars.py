"""Meetings as files for the reader's own calendar."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.calendar_file import diary_file, sessions_file
from handlers.callbacks_calendar import AgendaFile, MeetingFile
from handlers.callbacks_programme import ProgrammeFile
from handlers.duties import everybody
from handlers.turn import Turn
from matchmaking.meetings import MeetingId
from matchmaking.usecases import calendars

router = Router(name="calendars")


@router.callback_query(MeetingFile.filter())
@everybody
async def meeting(_: CallbackQuery, callback_data: MeetingFile, turn: Turn) -> None:
    """One meeting, as it stands now."""
    actor, number = turn.actor, MeetingId(callback_data.meeting)
    diary = await turn.work.look(
        lambda uow, now: calendars.one(uow, now, actor=actor, meeting_id=number)
    )
    await turn.reply.document(diary_file(diary, turn.book))


@router.callback_query(AgendaFile.filter())
@everybody
async def agenda(_: CallbackQuery, turn: Turn) -> None:
    """All that is ahead."""
    actor = turn.actor
    diary = await turn.work.look(lambda uow, now: calendars.all_ahead(uow, now, actor=actor))
    await turn.reply.document(diary_file(diary, turn.book))


@router.callback_query(ProgrammeFile.filter())
@everybody
async def sessions(_: CallbackQuery, callback_data: ProgrammeFile, turn: Turn) -> None:
    """The programme, or one's own sessions."""
    actor, of, mine = turn.actor, turn.event.id, callback_data.mine
    found = await turn.work.look(
        lambda uow, now: calendars.programme(uow, now, actor=actor, mine=mine, of=of)
    )
    await turn.reply.document(sessions_file(found, turn.book, mine=mine))
