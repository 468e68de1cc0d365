"""Organisers: the event as a workbook, taken, filled, sent back, and applied."""

import asyncio

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks as cb
from handlers import callbacks_event as ce
from handlers import states
from handlers.callbacks_files import Act
from handlers.duties import needs
from handlers.files import send_file
from handlers.screens import event as screens
from handlers.screens import organiser
from handlers.screens.editions import switched
from handlers.screens.screen import above
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.imports import DraftId
from matchmaking.intents import Language
from matchmaking.organisers import Duty
from matchmaking.programme_ics import programme_file
from matchmaking.sheets.event_form import event_pages
from matchmaking.sheets.writing import workbook_of
from matchmaking.usecases import setting_up

router = Router(name="event")

HELP = ("first", "dates", "codes", "titles", "people", "send")
"""The lines of a workbook's first page: `event.help.…`."""


@router.message(Command("event"))
@needs(Duty.SET_UP)
async def event(_: Message, turn: Turn) -> None:
    """The event as it stands."""
    await _show(turn, new=True)


@router.callback_query(cb.Go.filter(F.to == cb.To.EVENT))
@needs(Duty.SET_UP)
async def to_event(_: CallbackQuery, callback_data: cb.Go, turn: Turn) -> None:
    """The same, by a button."""
    await _show(turn, new=callback_data.new)


async def _show(turn: Turn, *, new: bool) -> None:
    actor = turn.actor
    await turn.rest()
    on = await turn.work.look(lambda uow, now: setting_up.seen(uow, now, actor=actor))
    await (turn.reply.send if new else turn.reply.show)(screens.event(on, turn.book))


@router.callback_query(ce.TakeForm.filter())
@needs(Duty.SET_UP)
async def form(_: CallbackQuery, callback_data: ce.TakeForm, turn: Turn) -> None:
    """The event's workbook, or an empty one."""
    actor, language = turn.actor, Language(turn.book.language)
    on = await turn.work.look(lambda uow, now: setting_up.seen(uow, now, actor=actor))
    if callback_data.form is ce.Form.CALENDAR:
        data = programme_file(on.plan, language=language, now=turn.work.now, sequence=on.version)
        caption = turn.book.plain("file.calendar")
        await send_file(turn.reply, f"{on.plan.code}-programme.ics", data, caption)
        return
    filled = callback_data.form is ce.Form.FILLED
    help_ = [turn.book.plain(f"event.help.{line}") for line in HELP]
    pages = event_pages(on.plan if filled else None, language, help_=help_)
    content = await asyncio.to_thread(workbook_of, pages, language)
    name = f"{on.plan.code}.xlsx" if filled else "event.xlsx"
    caption = turn.book.plain("file.event" if filled else "file.event_empty")
    await send_file(turn.reply, name, content, caption)


@router.callback_query(ce.SentEvent.filter())
@needs(Duty.SET_UP)
async def decided(_: CallbackQuery, callback_data: ce.SentEvent, turn: Turn) -> None:
    """Yes or no."""
    actor, number = turn.actor, DraftId(callback_data.draft)
    if callback_data.act is Act.APPLY:
        await _apply(turn, number)
        return
    if callback_data.act is Act.DISCARD:
        await turn.work.do(
            lambda uow, now: setting_up.discard_event(uow, now, actor=actor, draft_id=number),
            then=states.REST,
        )
    view = await turn.work.look(
        lambda uow, now: setting_up.look_at_event(uow, now, actor=actor, draft_id=number)
    )
    await turn.reply.show(screens.sent_event(view, turn.book))


@router.callback_query(ce.NewEdition.filter())
@needs(Duty.OWNERS)
async def new_edition(_: CallbackQuery, callback_data: ce.NewEdition, turn: Turn) -> None:
    """Not a change of this edition, but another."""
    actor, number = turn.actor, DraftId(callback_data.draft)
    turn.known = await turn.work.do(
        lambda uow, now: setting_up.add_edition(uow, now, actor=actor, draft_id=number),
        then=states.REST,
        wide=True,
    )
    told = switched(turn.event, turn.book)
    await turn.reply.show(above(told, organiser.home(turn.arrival, turn.book)))


async def _apply(turn: Turn, number: DraftId) -> None:
    actor = turn.actor
    try:
        before = await turn.work.look(
            lambda uow, now: setting_up.look_at_event(uow, now, actor=actor, draft_id=number)
        )
        view = await turn.work.do(
            lambda uow, now: setting_up.apply_event(uow, now, actor=actor, draft_id=number),
            then=lambda applied: None if applied.moved else states.REST,
            wide=True,
        )
    except Refused as refused:
        if refused.refusal is not Refusal.DRAFT_GONE:
            raise
        toast = turn.book.plain("refused.draft_gone")
        await turn.reply.toast(toast, alert=True)
        return
    again = before.state is view.state and not view.moved
    toast = turn.book.plain("import.again") if again else ""
    await turn.reply.show(screens.sent_event(view, turn.book), toast=toast, alert=again)
