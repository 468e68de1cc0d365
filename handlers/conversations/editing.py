"""Organisers: the event's essentials edited from the chat, one at a time."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_editing as ce
from handlers import states
from handlers.duties import needs
from handlers.filters import Step
from handlers.screens import editing as screens
from handlers.screens import event as event_screens
from handlers.turn import Turn
from handlers.zones import find_zones
from i18n.phrasebook import phrasebook
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.organisers import Duty
from matchmaking.ports import Conversation, UseCase
from matchmaking.sheets.spoken import is_arabic, partner_of, window_of
from matchmaking.usecases import editing, setting_up
from matchmaking.usecases.editing import Edited, Item, NewWindow

router = Router(name="editing")

TAPPED = frozenset({Item.MODE, Item.WALK_INS, Item.REMINDERS})
"""Things that are chosen, never typed."""


@router.callback_query(ce.EditMenu.filter())
@needs(Duty.SET_UP)
async def menu(_: CallbackQuery, turn: Turn) -> None:
    """What can be edited."""
    await turn.rest()
    await turn.reply.show(screens.menu(await _event(turn), turn.book))


@router.callback_query(ce.EditItem.filter())
@needs(Duty.SET_UP)
async def item(_: CallbackQuery, callback_data: ce.EditItem, turn: Turn) -> None:
    """One of them."""
    on = await _event(turn)
    await turn.work.turn(states.editing(callback_data.item))
    await turn.reply.show(screens.ask(callback_data.item, on, turn.book))


@router.callback_query(ce.EditReminders.filter())
@needs(Duty.SET_UP)
async def reminders(_: CallbackQuery, callback_data: ce.EditReminders, turn: Turn) -> None:
    """A reminder more or less, before it is drafted."""
    await turn.reply.show(screens.reminders(callback_data.chosen, turn.book))


@router.callback_query(ce.EditTo.filter())
@needs(Duty.SET_UP)
async def tapped(_: CallbackQuery, callback_data: ce.EditTo, turn: Turn) -> None:
    """A value is chosen."""
    await _edit(turn, callback_data.item, callback_data.value)


@router.message(Step(states.EDIT), F.text & ~F.text.startswith("/"))
@needs(Duty.SET_UP)
async def typed(message: Message, turn: Turn) -> None:
    """A value is typed."""
    about = states.edited(turn.work.conversation)
    if about is None:
        raise Refused(Refusal.NOT_YOURS)
    said = (message.text or "").strip()
    if about is Item.ZONE:
        await _zone(turn, said)
    elif about is Item.WINDOWS:
        await _window(turn, said)
    elif about is Item.PARTNERS:
        await _partner(turn, said)
    elif about in TAPPED:
        await turn.reply.send(screens.refused("editing.tap", about, await _event(turn), turn.book))
    else:
        await _edit(turn, about, said)


async def _zone(turn: Turn, said: str) -> None:
    on = await _event(turn)
    zones = find_zones(said, tuple(on.plan.moments()))
    if len(zones) == 1:
        await _edit(turn, Item.ZONE, zones[0])
    elif zones:
        await turn.reply.send(screens.which_zone(zones, turn.book))
    else:
        await turn.reply.send(screens.refused("editing.no_zone", Item.ZONE, on, turn.book))


async def _window(turn: Turn, said: str) -> None:
    on, actor = await _event(turn), turn.actor
    hours = window_of(said, [day.date for day in on.plan.days])
    if hours is None:
        await turn.reply.send(screens.refused("editing.no_window", Item.WINDOWS, on, turn.book))
        return
    window = _titled(on, *hours)
    await _draft(
        turn,
        Item.WINDOWS,
        lambda uow, now: editing.add_window(uow, now, actor=actor, window=window),
    )


async def _partner(turn: Turn, said: str) -> None:
    actor, (name, link) = turn.actor, partner_of(said)
    if not name:
        on = await _event(turn)
        await turn.reply.send(screens.refused("editing.no_partner", Item.PARTNERS, on, turn.book))
        return
    language = Language.AR if is_arabic(name) else _latin(Language(turn.book.language))
    await _draft(
        turn,
        Item.PARTNERS,
        lambda uow, now: editing.add_partner(
            uow, now, actor=actor, name=name, language=language, link=link
        ),
    )


def _latin(language: Language) -> Language:
    """In which language a name in Latin letters is taken to be."""
    return Language.FR if language is Language.AR else language


def _titled(on: Event, starts: datetime, ends: datetime) -> NewWindow:
    """A window that is called by its part of the day, in every language."""
    books = {one: phrasebook(one.value) for one in Language}
    there = starts.replace(tzinfo=on.zone)
    return NewWindow(
        starts=starts,
        ends=ends,
        titles={
            one: book.capital(book.weekday_part(there, zone=on.zone)) for one, book in books.items()
        },
        day={one: book.capital(book.day(there, zone=on.zone)) for one, book in books.items()},
    )


async def _edit(turn: Turn, about: Item, value: str) -> None:
    actor = turn.actor
    await _draft(
        turn,
        about,
        lambda uow, now: editing.edit(uow, now, actor=actor, item=about, value=value),
    )


async def _draft(turn: Turn, about: Item, use_case: UseCase[Edited]) -> None:
    """What would change, to be confirmed; or why not, and the question once more."""

    def then(edited: Edited) -> Conversation:
        drafted = edited.draft
        return states.sent_event(drafted.draft) if drafted else states.editing(about)

    edited = await turn.work.do(use_case, then=then)
    if edited.draft is not None:
        screen = event_screens.sent_event(edited.draft, turn.book)
    elif edited.problems:
        screen = screens.stopped(edited.problems, about, edited.event, turn.book)
    else:
        screen = screens.same(about, edited.event, turn.book)
    await turn.reply.show(screen)


async def _event(turn: Turn) -> Event:
    actor = turn.actor
    return await turn.work.look(lambda uow, now: setting_up.seen(uow, now, actor=actor))
