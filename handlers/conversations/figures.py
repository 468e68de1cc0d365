"""Organisers: the event in figures, and tables to take away."""

import asyncio

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_figures as cf
from handlers.duties import needs
from handlers.files import send_file
from handlers.screens import figures as screens
from handlers.tables import content_of, name_of, page_of
from handlers.turn import Turn
from matchmaking.intents import Language
from matchmaking.organisers import Duty
from matchmaking.usecases import figures

router = Router(name="figures")


@router.message(Command("report"))
@needs(Duty.FIGURES)
async def report(_: Message, turn: Turn) -> None:
    """How the event stands."""
    actor = turn.actor
    known = await turn.work.look(lambda uow, now: figures.report(uow, now, actor=actor))
    await turn.reply.send(screens.report(known, turn.book))


@router.callback_query(cf.Report.filter())
@needs(Duty.FIGURES)
async def to_report(_: CallbackQuery, turn: Turn) -> None:
    """The same, by a button."""
    actor = turn.actor
    known = await turn.work.look(lambda uow, now: figures.report(uow, now, actor=actor))
    await turn.reply.show(screens.report(known, turn.book))


@router.callback_query(cf.TakeTable.filter())
@needs(Duty.FIGURES)
async def take(_: CallbackQuery, callback_data: cf.TakeTable, turn: Turn) -> None:
    """A table as a file."""
    actor, table, form = turn.actor, callback_data.table, callback_data.form
    event, lines = await turn.work.do(
        lambda uow, now: figures.export(uow, now, actor=actor, table=table), wide=True
    )
    page, language = page_of(lines, table, event, turn.book), Language(turn.book.language)
    content = await asyncio.to_thread(content_of, page, form, language)
    caption = turn.book.plain(f"table.{table}")
    await send_file(turn.reply, name_of(event, table, form), content, caption)
