"""At the door: a helper finds people, checks them in, and lets in whoever is on no list."""

import io
from collections.abc import Callable
from datetime import datetime

import segno
from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_checkin as cc
from handlers import states
from handlers.conversations.attendees import address_of
from handlers.duties import needs
from handlers.filters import Step
from handlers.screens import checkin as screens
from handlers.screens.screen import Attachment
from handlers.turn import Turn
from matchmaking.checkin import GuestKey
from matchmaking.organisers import Duty
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import checking_in
from matchmaking.usecases.checking_in import GuestView

router = Router(name="checkin")


@router.message(Command("checkin"))
@needs(Duty.CHECK_IN)
async def door(_: Message, turn: Turn) -> None:
    """Who is there?"""
    await _search(turn, new=True)


@router.callback_query(cc.AtDoor.filter(F.to == cc.DoorTo.SEARCH))
@needs(Duty.CHECK_IN)
async def to_search(_: CallbackQuery, callback_data: cc.AtDoor, turn: Turn) -> None:
    """The same, by a button."""
    await _search(turn, new=callback_data.new)


async def _search(turn: Turn, *, new: bool) -> None:
    actor = turn.actor
    at = await turn.work.look(lambda uow, now: checking_in.door(uow, now, actor=actor))
    await turn.work.turn(states.CHECKING)
    await (turn.reply.send if new else turn.reply.show)(screens.search(at, turn.book))


@router.message(Step(states.CHECK_IN), F.text & ~F.text.startswith("/"))
@needs(Duty.CHECK_IN)
async def typed(message: Message, turn: Turn) -> None:
    """Part of a name, of an organisation, or a code."""
    actor, text = turn.actor, message.text or ""
    found = await turn.work.look(
        lambda uow, now: checking_in.search(uow, now, actor=actor, text=text)
    )
    await turn.reply.send(screens.found(found, turn.book))


@router.callback_query(cc.CheckIn.filter(F.did == cc.Did.IN))
@needs(Duty.CHECK_IN)
async def check_in(_: CallbackQuery, callback_data: cc.CheckIn, turn: Turn) -> None:
    """They are there."""
    actor, key = turn.actor, _key(callback_data)
    view = await _do(turn, lambda uow, now: checking_in.check_in(uow, now, actor=actor, key=key))
    toast = "checkin.toast_in" if view.changed else "checkin.toast_was_in"
    await turn.reply.show(screens.guest(view, turn.book), toast=turn.book.plain(toast))


@router.callback_query(cc.CheckIn.filter(F.did == cc.Did.OUT))
@needs(Duty.CHECK_IN)
async def undo(_: CallbackQuery, callback_data: cc.CheckIn, turn: Turn) -> None:
    """They are not, after all."""
    actor, key = turn.actor, _key(callback_data)
    view = await _do(turn, lambda uow, now: checking_in.undo(uow, now, actor=actor, key=key))
    toast = "checkin.toast_out" if view.changed else "checkin.toast_was_out"
    await turn.reply.show(screens.guest(view, turn.book), toast=turn.book.plain(toast))


async def _do(turn: Turn, act: Callable[[UnitOfWork, datetime], GuestView]) -> GuestView:
    """Acts; whoever is typed next is looked for, from however old a message the tap came."""
    return await turn.work.do(act, then=states.CHECKING)


@router.callback_query(cc.AtDoor.filter(F.to == cc.DoorTo.WALK_IN))
@needs(Duty.CHECK_IN)
async def walk_in(_: CallbackQuery, turn: Turn) -> None:
    """The code by which anybody registers themselves, to be scanned from the helper's screen."""
    actor = turn.actor
    at = await turn.work.look(lambda uow, now: checking_in.door(uow, now, actor=actor))
    if not at.event.plan.walk_ins:
        await turn.reply.send(screens.no_walk_ins(at, turn.book))
        return
    address = await address_of(turn)
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=12, border=4)
    caption = screens.walk_in(at, address, turn.book)
    file = Attachment(name="qr.png", data=picture.getvalue(), caption=caption)
    await turn.reply.photo(file)


async def badge(turn: Turn, code: str) -> bool:
    """A helper has opened the code on a badge; False when it is their own. Raises `Refused`
    (LINK_UNKNOWN, CHECK_IN_CLOSED)."""
    actor = turn.actor
    view = await turn.work.do(
        lambda uow, now: checking_in.scan(uow, now, actor=actor, badge=code),
        then=lambda seen: states.CHECKING if seen else None,
    )
    if view is None:
        return False
    key = "checkin.done" if view.changed else "checkin.was_done"
    await turn.reply.send(screens.guest(view, turn.book, key=key))
    return True


async def link(turn: Turn, secret: str) -> bool:
    """A helper has opened a personal link; False when it is their own. Raises `Refused`
    (LINK_UNKNOWN)."""
    actor = turn.actor
    view = await turn.work.look(
        lambda uow, now: checking_in.by_link(uow, now, actor=actor, secret=secret)
    )
    if view is None:
        return False
    await turn.work.turn(states.CHECKING)
    await turn.reply.send(screens.link(view, secret, turn.book))
    return True


def _key(data: cc.CheckIn) -> GuestKey:
    return GuestKey(kind=data.kind, number=data.guest)
