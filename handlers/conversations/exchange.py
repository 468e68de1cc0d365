"""Exchanging contacts: choosing the username or the number, sharing the number, refusing."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_after as after
from handlers import states
from handlers.conversations.meetings import as_it_stands
from handlers.duties import everybody
from handlers.filters import Step
from handlers.screens import exchange as screens
from handlers.turn import Turn
from matchmaking.contacts import Standing, Way
from matchmaking.errors import Refusal, Refused
from matchmaking.meetings import MeetingId
from matchmaking.usecases import exchange
from matchmaking.usecases.exchange import ExchangeView

router = Router(name="exchange")


@router.callback_query(after.Exchange.filter())
@everybody
async def show(_: CallbackQuery, callback_data: after.Exchange, turn: Turn) -> None:
    """How it stands."""
    view = await _look(turn, MeetingId(callback_data.meeting))
    if view is not None:
        await turn.reply.show(screens.exchange(view, turn.account.username, turn.book))


@router.callback_query(after.Give.filter(F.way == Way.NO))
@everybody
async def refuse(_: CallbackQuery, callback_data: after.Give, turn: Turn) -> None:
    """The other may have nothing."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    try:
        view = await turn.work.do(
            lambda uow, now: exchange.refuse(uow, now, actor=actor, meeting_id=meeting)
        )
    except Refused as refused:
        await _refused(turn, meeting, refused)
        return
    await turn.reply.show(screens.exchange(view, turn.account.username, turn.book))


@router.callback_query(after.Give.filter(F.way == Way.USERNAME))
@everybody
async def give_username(_: CallbackQuery, callback_data: after.Give, turn: Turn) -> None:
    """The other may have the username, as it is now."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    handle = turn.account.username or ""
    if not handle:
        view = await _look(turn, meeting)
        if view is not None:
            said = turn.book.plain("exchange.no_username")
            screen = screens.exchange(view, None, turn.book)
            await turn.reply.show(screen, toast=said, alert=True)
        return
    try:
        view = await turn.work.do(
            lambda uow, now: exchange.agree(
                uow, now, actor=actor, meeting_id=meeting, way=Way.USERNAME, handle=handle
            )
        )
    except Refused as refused:
        await _refused(turn, meeting, refused)
        return
    await turn.reply.show(screens.exchange(view, handle, turn.book))


@router.callback_query(after.Give.filter(F.way == Way.PHONE))
@everybody
async def ask_phone(_: CallbackQuery, callback_data: after.Give, turn: Turn) -> None:
    """The other may have the number: the phone is asked for it."""
    meeting = MeetingId(callback_data.meeting)
    view = await _look(turn, meeting)
    if view is None:
        return
    if view.standing is Standing.SHARED:
        await turn.reply.show(screens.exchange(view, turn.account.username, turn.book))
        return
    await turn.work.turn(states.sharing(meeting))
    await turn.reply.send(screens.share(view.seen, turn.book))


@router.message(Step(states.CONTACT), F.contact)
@everybody
async def give_phone(message: Message, turn: Turn) -> None:
    """A number came; only the sender's own counts."""
    contact, meeting = message.contact, states.about(turn.work.conversation)
    if contact is None or contact.user_id != turn.account.telegram_id:
        view = await _look(turn, meeting)
        if view is not None:
            key = "exchange.not_yours"
            await turn.reply.send(screens.share(view.seen, turn.book, key=key))
        return
    actor, phone = turn.actor, contact.phone_number
    try:
        view = await turn.work.do(
            lambda uow, now: exchange.agree(
                uow, now, actor=actor, meeting_id=meeting, way=Way.PHONE, handle=phone
            ),
            then=states.REST,
        )
    except Refused:
        await turn.work.turn(states.REST)
        await turn.reply.send(screens.unshared(turn.book.text("exchange.not_awaited")))
        return
    said = screens.exchange(view, turn.account.username, turn.book)
    await turn.reply.send(screens.unshared(said.html))


@router.message(Step(""), F.contact)
@everybody
async def not_awaited(_: Message, turn: Turn) -> None:
    """A number that nobody asked for is not kept."""
    await turn.reply.send(screens.unshared(turn.book.text("exchange.not_awaited")))


@router.message(Step(states.CONTACT), Command("cancel"))
@everybody
async def cancel(_: Message, turn: Turn) -> None:
    """Not now."""
    await _leave(turn)


@router.message(Step(states.CONTACT), F.text, ~F.text.startswith("/"))
@everybody
async def typed(message: Message, turn: Turn) -> None:
    """ "Not now", or something else."""
    if message.text == turn.book.plain("exchange.not_now"):
        await _leave(turn)
        return
    view = await _look(turn, states.about(turn.work.conversation))
    if view is not None:
        await turn.reply.send(screens.share(view.seen, turn.book, key="await.contact"))


async def _leave(turn: Turn) -> None:
    await turn.work.turn(states.REST)
    await turn.reply.send(screens.unshared(turn.book.text("exchange.not_given")))


async def _look(turn: Turn, meeting: MeetingId) -> ExchangeView | None:
    """How it stands; None when there is no meeting to exchange at, and that was explained."""
    actor = turn.actor
    try:
        return await turn.work.look(
            lambda uow, now: exchange.look(uow, now, actor=actor, meeting_id=meeting)
        )
    except Refused as refused:
        await _refused(turn, meeting, refused)
        return None


async def _refused(turn: Turn, meeting: MeetingId, refused: Refused) -> None:
    if refused.refusal is not Refusal.ILLEGAL_MOVE:
        raise refused
    await as_it_stands(turn, meeting, refused)
