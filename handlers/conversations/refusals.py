"""A match that does not suit: why not, the next in its place, and taking that back."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers import callbacks as cb
from handlers import flow, states
from handlers.conversations.matches import as_it_stands, listing
from handlers.duties import everybody
from handlers.screens import matches as screens
from handlers.turn import Turn
from matchmaking.errors import Refused
from matchmaking.matching import MatchId
from matchmaking.usecases import refusals

router = Router(name="refusals")


@router.callback_query(cb.NotForMe.filter())
@everybody
async def ask(_: CallbackQuery, callback_data: cb.NotForMe, turn: Turn) -> None:
    """Why not, in the same message."""
    actor, match = turn.actor, MatchId(callback_data.match)
    try:
        view = await turn.work.look(
            lambda uow, now: refusals.consider(uow, now, actor=actor, match_id=match)
        )
    except Refused as refused:
        await as_it_stands(turn, match, refused)
        return
    await turn.reply.show(screens.why_not(view, turn.book))


@router.callback_query(cb.PutAside.filter())
@everybody
async def put_aside(_: CallbackQuery, callback_data: cb.PutAside, turn: Turn) -> None:
    """The next takes its place, with the way back."""
    actor, match, why = turn.actor, MatchId(callback_data.match), callback_data.why
    ids = states.listed(turn.work.conversation)
    at = ids.index(match) if match in ids else 0
    try:
        done = await turn.work.do(
            lambda uow, now: refusals.put_aside(uow, now, actor=actor, match_id=match, why=why),
            then=lambda done: listing(done.left, at),
            wide=True,
        )
    except Refused as refused:
        await as_it_stands(turn, match, refused)
        return
    screen = flow.first_card(turn, done.left, at, undo=done.view)
    await turn.reply.show(screen, toast=turn.book.plain(f"aside.done.{why}"))


@router.callback_query(cb.TakeBack.filter())
@everybody
async def take_back(_: CallbackQuery, callback_data: cb.TakeBack, turn: Turn) -> None:
    """The card comes back."""
    actor, match = turn.actor, MatchId(callback_data.match)
    done = await turn.work.do(
        lambda uow, now: refusals.take_back(uow, now, actor=actor, match_id=match),
        then=lambda done: listing(done.left),
        wide=True,
    )
    ids = [view.match.id for view in done.left]
    screen = screens.card(screens.placed(done.view, ids), turn.book, ids=ids)
    await turn.reply.show(screen, toast=turn.book.plain("aside.back"))


@router.callback_query(cb.Go.filter(F.to == cb.To.ALL_BACK))
@everybody
async def take_all_back(_: CallbackQuery, turn: Turn) -> None:
    """Everybody comes back."""
    turn.need_ready()
    actor = turn.actor
    views = await turn.work.do(
        lambda uow, now: refusals.take_all_back(uow, now, actor=actor), then=listing, wide=True
    )
    await turn.reply.show(flow.first_card(turn, views))
