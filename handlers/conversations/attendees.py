"""Organisers: the attendees' list is sent, shown, kept, and taken with everybody's link."""

import asyncio
from pathlib import Path

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Document, Message

from handlers import callbacks as cb
from handlers import callbacks_files as cf
from handlers import states
from handlers.duties import needs
from handlers.files import Live, Lost, Reader, TooLarge, fetch, read_here, send_file
from handlers.links import deep_link
from handlers.screens import event as event_screens
from handlers.screens import imports as screens
from handlers.turn import Turn
from matchmaking.audit import Deed
from matchmaking.editions import payload_of
from matchmaking.errors import Refusal, Refused
from matchmaking.imports import DraftId
from matchmaking.intents import Language
from matchmaking.organisers import Duty
from matchmaking.sheets.badges import badges
from matchmaking.sheets.problems import problem_of_json
from matchmaking.sheets.writing import attendees_template, links_page, text_of, workbook_of
from matchmaking.usecases import registering, setting_up

router = Router(name="attendees")

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".toml", ".ics")
"""How the files are called that may be lists; what they are, their content says."""


def is_table(document: Document | None) -> bool:
    """Whether a file may be a table."""
    return document is not None and (document.file_name or "").lower().endswith(ENDINGS)


async def address_of(turn: Turn) -> str:
    """The bot's public address."""
    me = await turn.reply.bot.me()
    return f"https://t.me/{me.username}"


@router.message(Command("attendees"))
@needs(Duty.ATTENDEES)
async def attendees(_: Message, turn: Turn) -> None:
    """The list as it stands."""
    await _show_list(turn, new=True)


@router.callback_query(cb.Go.filter(F.to == cb.To.ATTENDEES))
@needs(Duty.ATTENDEES)
async def to_attendees(_: CallbackQuery, callback_data: cb.Go, turn: Turn) -> None:
    """The same, by a button."""
    await _show_list(turn, new=callback_data.new)


async def _show_list(turn: Turn, *, new: bool) -> None:
    actor = turn.actor
    await turn.rest()
    view = await turn.work.look(lambda uow, now: registering.overview(uow, now, actor=actor))
    payload = payload_of(view.event.plan)
    screen = screens.attendees(view, turn.book, address=await deep_link(turn.reply.bot, payload))
    await (turn.reply.send if new else turn.reply.show)(screen)


@router.message(F.document.func(is_table))
@needs(Duty.ATTENDEES)
async def sent(message: Message, turn: Turn, reader: Reader = read_here) -> None:
    """A table: read, and shown with what it would change."""
    document = message.document
    if document is None:
        return
    name, book, actor = (document.file_name or "")[:60], turn.book, turn.actor
    live = await Live.begin(turn.reply, screens.fetching(name, book))
    try:
        content = await fetch(turn.reply, document)
    except TooLarge:
        await live.end(screens.unusable(name, book, key="import.too_large"))
        return
    except Lost:
        await live.end(screens.unusable(name, book, key="import.lost"))
        return

    async def told(done: int, of: int) -> None:
        await live.tell(screens.reading(name, done, of, book))

    read = await reader(
        content, Path(document.file_name or "").suffix[:10], told, zone=turn.event.plan.zone
    )
    if read["kind"] == "refused":
        await live.end(screens.refused(name, problem_of_json(read["problem"]), book))
        return
    if read["kind"] in ("event", "programme"):
        keep = setting_up.draft_event if read["kind"] == "event" else setting_up.draft_programme
        drafted = await turn.work.do(
            lambda uow, now: keep(uow, now, actor=actor, content=read),
            then=lambda kept: states.sent_event(kept.draft),
        )
        await live.end(event_screens.sent_event(drafted, book))
        return
    view = await turn.work.do(
        lambda uow, now: registering.draft_list(uow, now, actor=actor, content=read),
        then=lambda drafted: states.sent(drafted.draft),
        wide=True,
    )
    await live.end(screens.sent_list(view, book))


@router.callback_query(cf.SentList.filter())
@needs(Duty.ATTENDEES)
async def decided(_: CallbackQuery, callback_data: cf.SentList, turn: Turn) -> None:
    """Yes, no, or: what is wrong with it?"""
    actor, number, act = turn.actor, DraftId(callback_data.draft), callback_data.act
    if act is cf.Act.APPLY:
        await _apply(turn, number)
        return
    if act is cf.Act.DISCARD:
        await turn.work.do(
            lambda uow, now: registering.discard_draft(uow, now, actor=actor, draft_id=number),
            then=states.REST,
        )
        await turn.reply.show(screens.discarded(turn.book))
        return
    view = await turn.work.look(
        lambda uow, now: registering.look_at_list(uow, now, actor=actor, draft_id=number)
    )
    show = screens.all_problems if act is cf.Act.PROBLEMS else screens.sent_list
    await turn.reply.show(show(view, turn.book))


async def _apply(turn: Turn, number: DraftId) -> None:
    actor = turn.actor
    try:
        before = await turn.work.look(
            lambda uow, now: registering.look_at_list(uow, now, actor=actor, draft_id=number)
        )
        view = await turn.work.do(
            lambda uow, now: registering.apply_list(uow, now, actor=actor, draft_id=number),
            then=states.REST,
            wide=True,
        )
    except Refused as refused:
        if refused.refusal is not Refusal.DRAFT_GONE:
            raise
        gone = turn.book.plain("refused.draft_gone")
        await turn.reply.show(screens.discarded(turn.book), toast=gone, alert=True)
        return
    again = before.state is view.state
    toast = turn.book.plain("import.again") if again else ""
    await turn.reply.show(screens.sent_list(view, turn.book), toast=toast, alert=again)


@router.callback_query(cf.Take.filter(F.what == cf.What.TEMPLATE))
@needs(Duty.ATTENDEES)
async def template(_: CallbackQuery, turn: Turn) -> None:
    """An empty table."""
    language = Language(turn.book.language)
    content = await asyncio.to_thread(workbook_of, [attendees_template(language)], language)
    caption = turn.book.plain("file.template")
    await send_file(turn.reply, "attendees.xlsx", content, caption)


@router.callback_query(cf.Take.filter(F.what.in_({cf.What.LINKS_XLSX, cf.What.LINKS_CSV})))
@needs(Duty.ATTENDEES)
async def links(_: CallbackQuery, callback_data: cf.Take, turn: Turn) -> None:
    """Everybody with their link."""
    actor, language = turn.actor, Language(turn.book.language)
    event, registered = await turn.work.do(
        lambda uow, now: registering.export_links(uow, now, actor=actor), wide=True
    )
    if not registered:
        await turn.reply.toast(turn.book.plain("file.nobody"), alert=True)
        return
    page = links_page(registered, await address_of(turn), language)
    as_text = callback_data.what is cf.What.LINKS_CSV
    if as_text:
        content = await asyncio.to_thread(text_of, page)
    else:
        content = await asyncio.to_thread(workbook_of, [page], language)
    name = f"{event.plan.code}-links.{'csv' if as_text else 'xlsx'}"
    await send_file(turn.reply, name, content, turn.book.plain_count("file.links", len(registered)))


@router.callback_query(cf.Take.filter(F.what == cf.What.BADGES))
@needs(Duty.ATTENDEES)
async def badge_page(_: CallbackQuery, turn: Turn) -> None:
    """Badges with everybody's code, to print."""
    actor, language = turn.actor, Language(turn.book.language)
    event, registered = await turn.work.do(
        lambda uow, now: registering.export_links(uow, now, actor=actor, deed=Deed.BADGES_MADE),
        wide=True,
    )
    if not registered:
        await turn.reply.toast(turn.book.plain("file.nobody"), alert=True)
        return
    address, title = await address_of(turn), event.name(language)
    content = await asyncio.to_thread(badges, registered, address, title, language)
    name = f"{event.plan.code}-badges.html"
    await send_file(turn.reply, name, content, turn.book.plain("file.badges"))
