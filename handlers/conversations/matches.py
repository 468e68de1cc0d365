"""Whom to meet: the cards, putting aside, and proposing times."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks as cb
from handlers import flow, states
from handlers.duties import everybody
from handlers.errors import words_for
from handlers.screens import matches as screens
from handlers.screens.matches import placed
from handlers.screens.screen import Screen, above
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.matching import MatchId
from matchmaking.ports import Conversation
from matchmaking.usecases import opening, proposals, refusals
from matchmaking.usecases.proposals import MatchView, OfferDraft

router = Router(name="matches")

NO_OFFER = {
    Refusal.ALREADY_BETWEEN,
    Refusal.NOT_AVAILABLE,
    Refusal.NO_COMMON_SLOT,
    Refusal.TOO_MANY_OFFERS,
}
"""Refusals after which the message shows the match as it is now."""


@router.message(Command("matches"))
@everybody
async def matches(_: Message, turn: Turn) -> None:
    """The best match, and the way to the others."""
    await turn.reply.send(await _first(turn))


@router.callback_query(cb.Go.filter(F.to == cb.To.MATCHES))
@everybody
async def to_matches(_: CallbackQuery, callback_data: cb.Go, turn: Turn) -> None:
    """The same, by a button."""
    screen = await _first(turn)
    await (turn.reply.send if callback_data.new else turn.reply.show)(screen)


async def _first(turn: Turn) -> Screen:
    views, actor = await _all(turn), turn.actor
    aside = not views and await turn.work.look(
        lambda uow, now: refusals.any_aside(uow, now, actor=actor)
    )
    return flow.first_card(turn, views, aside=aside)


async def _all(turn: Turn) -> Sequence[MatchView]:
    turn.need_ready()
    actor = turn.actor
    return await turn.work.do(
        lambda uow, now: proposals.matches(uow, now, actor=actor), then=listing, wide=True
    )


def listing(views: Sequence[MatchView], at: int = 0) -> Conversation:
    """The chat is at one of these matches."""
    return states.listing((view.match.id for view in views), flow.within(at, views))


@router.callback_query(cb.ShowMatch.filter())
@everybody
async def show(_: CallbackQuery, callback_data: cb.ShowMatch, turn: Turn) -> None:
    """The card of one match."""
    view, ids = await _card(turn, MatchId(callback_data.match))
    message = turn.reply.message_id
    if message is not None and not await turn.work.look(
        lambda uow, _: opening.is_known(uow, view, message)
    ):
        at = message
        await turn.work.do(lambda uow, now: opening.card_in(uow, now, view=view, message=at))
    if turn.work.conversation.step == states.PROPOSE:
        await turn.work.turn(states.listing(ids))
    await turn.reply.show(screens.card(view, turn.book, ids=ids))


async def _card(turn: Turn, match: MatchId) -> tuple[MatchView, list[MatchId]]:
    """A match with its neighbours in the list shown last; the list is made anew when another
    part of the conversation came between."""
    actor = turn.actor
    ids = states.listed(turn.work.conversation)
    view = await turn.work.look(
        lambda uow, now: proposals.show(uow, now, actor=actor, match_id=match)
    )
    if match not in ids:
        ids = [one.match.id for one in await _all(turn)]
    return placed(view, ids), ids


@router.callback_query(cb.Propose.filter())
@everybody
async def propose(_: CallbackQuery, callback_data: cb.Propose, turn: Turn) -> None:
    """Up to three times to propose."""
    match = MatchId(callback_data.match)
    try:
        draft = await _draft(turn, match)
    except Refused as refused:
        await as_it_stands(turn, match, refused)
        return
    listed = states.listed(turn.work.conversation)
    await turn.work.turn(states.proposing(match, listed))
    await turn.reply.show(screens.slots(draft.view, draft.slots, turn.book))


async def _draft(turn: Turn, match: MatchId) -> OfferDraft:
    actor = turn.actor
    return await turn.work.look(
        lambda uow, now: proposals.prepare_offer(uow, now, actor=actor, match_id=match)
    )


async def as_it_stands(turn: Turn, match: MatchId, refused: Refused) -> None:
    """Why no offer can be made; the tapped message becomes the card as it is now."""
    if refused.refusal not in NO_OFFER:
        raise refused
    view, ids = await _card(turn, match)
    # That somebody is not available is on the card itself.
    away = refused.refusal is Refusal.NOT_AVAILABLE
    said = "" if away else words_for(refused, turn.book)
    await turn.reply.show(screens.card(view, turn.book, ids=ids), toast=said, alert=True)


@router.callback_query(cb.Slots.filter())
@everybody
async def toggle_slot(_: CallbackQuery, callback_data: cb.Slots, turn: Turn) -> None:
    """A time more or less."""
    match, slots = MatchId(callback_data.match), cb.slots_tapped(callback_data.slots)
    try:
        view = (await _draft(turn, match)).view
    except Refused as refused:
        await as_it_stands(turn, match, refused)
        return
    await turn.reply.show(screens.slots(view, slots, turn.book, chosen=callback_data.chosen))


@router.callback_query(cb.ProposeThese.filter())
@everybody
async def offer(_: CallbackQuery, callback_data: cb.ProposeThese, turn: Turn) -> None:
    """The offer goes out; its card says so."""
    slots = cb.slots_tapped(callback_data.slots)
    if not slots:
        await turn.reply.toast(turn.book.plain("propose.none"), alert=True)
        return
    actor, match, card = turn.actor, MatchId(callback_data.match), turn.reply.message_id
    ids = states.listed(turn.work.conversation)
    chosen = turn.work.conversation.step == states.PROPOSE
    try:
        view = await turn.work.do(
            lambda uow, now: (
                proposals.offer(uow, now, actor=actor, match_id=match, slots=slots, card=card),
                proposals.show(uow, now, actor=actor, match_id=match),
            )[1],
            then=states.listing(ids) if chosen else None,
        )
    except Refused as refused:
        await _other_times(turn, match, refused)
        return
    screen = screens.card(placed(view, ids), turn.book, ids=ids)
    await turn.reply.show(screen, toast=turn.book.plain("propose.done"))


async def _other_times(turn: Turn, match: MatchId, refused: Refused) -> None:
    """The times went meanwhile: others in their place, or why there are none."""
    if refused.refusal is not Refusal.NO_COMMON_SLOT:
        await as_it_stands(turn, match, refused)
        return
    try:
        draft = await _draft(turn, match)
    except Refused as none_left:
        await as_it_stands(turn, match, none_left)
        return
    gone = turn.book.count("propose.gone", len(draft.slots))
    await turn.reply.show(above(gone, screens.slots(draft.view, draft.slots, turn.book)))
