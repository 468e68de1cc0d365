"""Offers and meetings: the list, opening one, answering, withdrawing, cancelling."""

from collections.abc import Callable
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks as cb
from handlers import states
from handlers.duties import everybody
from handlers.errors import words_for
from handlers.screens import agenda as agenda_screens
from handlers.screens import feedback as feedback_screens
from handlers.screens import meetings as screens
from handlers.screens.screen import Screen
from handlers.turn import Turn
from i18n.phrasebook import Phrasebook
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.meetings import MeetingId, MeetingView
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import agendas, appointments, live, opening
from matchmaking.usecases.opening import Opened

router = Router(name="meetings")

Act = Callable[[UnitOfWork, datetime], MeetingView]

Shown = Callable[[MeetingView, Event, Phrasebook], Screen]
"""What the tapped message becomes."""

SETTLED = {
    Refusal.ILLEGAL_MOVE,
    Refusal.NOT_YOUR_TURN,
    Refusal.SLOT_TAKEN,
    Refusal.SLOT_PASSED,
    Refusal.SLOT_CLOSED,
    Refusal.NO_TABLE,
    Refusal.NOT_AVAILABLE,
}
"""Refusals after which the message shows how the meeting stands now."""


@router.message(Command("meetings"))
@everybody
async def meetings(_: Message, turn: Turn) -> None:
    """Everything ahead, in one message."""
    await _show_agenda(turn, anew=True)


@router.callback_query(cb.Go.filter(F.to == cb.To.MEETINGS))
@everybody
async def to_meetings(_: CallbackQuery, callback_data: cb.Go, turn: Turn) -> None:
    """The same, by a button."""
    await _show_agenda(turn, anew=callback_data.new)


async def _show_agenda(turn: Turn, *, anew: bool) -> None:
    """The list, in one message: where it stood before, it is said that it stands elsewhere."""
    screen, actor = await _agenda(turn), turn.actor
    if anew:
        number = await turn.reply.begin(screen)
    else:
        number = turn.reply.message_id
        await turn.reply.show(screen)
    if number is None:
        return
    shown = number
    before = await turn.work.do(
        lambda uow, now: live.shown(uow, now, actor=actor, message_id=shown)
    )
    if before is not None:
        await turn.reply.change(before, agenda_screens.elsewhere(turn.book))


async def _agenda(turn: Turn) -> Screen:
    turn.need_ready()
    actor = turn.actor
    ahead = await turn.work.look(lambda uow, now: agendas.agenda(uow, now, actor=actor))
    await turn.rest()
    return agenda_screens.agenda(ahead, turn.book)


@router.callback_query(cb.ShowMeeting.filter())
@everybody
async def show(_: CallbackQuery, callback_data: cb.ShowMeeting, turn: Turn) -> None:
    """One meeting or offer, as it stands."""
    actor, number, message = turn.actor, MeetingId(callback_data.meeting), turn.reply.message_id
    asked = turn.work.conversation.step == states.CANCEL
    opened = await turn.work.do(
        lambda uow, now: opening.meeting_in(
            uow, now, actor=actor, meeting_id=number, message=message
        ),
        then=states.REST if asked else None,
    )
    screen = as_opened(opened, turn.event, turn.book)
    # The list's message shows the meeting now, and leads back to the list in place.
    await turn.reply.show(agenda_screens.back_in_place(screen) if opened.from_list else screen)


def as_opened(opened: Opened, event: Event, book: Phrasebook) -> Screen:
    """The meeting as it stands, or the question how it was."""
    if opened.said is not None:
        return feedback_screens.feedback(opened.said, book)
    return screens.meeting(opened.seen, event, book)


async def look(turn: Turn, meeting: MeetingId) -> MeetingView:
    actor = turn.actor
    return await turn.work.look(
        lambda uow, now: appointments.view(uow, now, actor=actor, meeting_id=meeting)
    )


@router.callback_query(cb.Accept.filter())
@everybody
async def accept(_: CallbackQuery, callback_data: cb.Accept, turn: Turn) -> None:
    """Takes a slot: the offer becomes the meeting."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    slot = cb.from_minute(callback_data.minute)

    def act(uow: UnitOfWork, now: datetime) -> MeetingView:
        return appointments.accept(uow, now, actor=actor, meeting_id=meeting, slot=slot)

    await do(turn, meeting, act)


@router.callback_query(cb.Decline.filter())
@everybody
async def decline(_: CallbackQuery, callback_data: cb.Decline, turn: Turn) -> None:
    """Says no to an offer."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    await do(
        turn,
        meeting,
        lambda uow, now: appointments.decline(uow, now, actor=actor, meeting_id=meeting),
    )


@router.callback_query(cb.Withdraw.filter())
@everybody
async def withdraw(_: CallbackQuery, callback_data: cb.Withdraw, turn: Turn) -> None:
    """Takes an offer back."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    await do(
        turn,
        meeting,
        lambda uow, now: appointments.withdraw(uow, now, actor=actor, meeting_id=meeting),
    )


@router.callback_query(cb.Cancel.filter(~F.sure))
@everybody
async def ask_cancel(_: CallbackQuery, callback_data: cb.Cancel, turn: Turn) -> None:
    """Really?"""
    seen = await to_cancel(turn, MeetingId(callback_data.meeting))
    if seen is None:
        return
    await turn.work.turn(states.cancelling(seen.meeting.id))
    await turn.reply.show(screens.cancel(seen, turn.event, turn.book))


async def to_cancel(turn: Turn, meeting: MeetingId) -> MeetingView | None:
    """A meeting that can be called off; None when they were shown how it stands instead."""
    actor = turn.actor
    try:
        return await turn.work.look(
            lambda uow, now: appointments.consider_cancel(uow, now, actor=actor, meeting_id=meeting)
        )
    except Refused as refused:
        if refused.refusal is not Refusal.ILLEGAL_MOVE:
            raise
        await as_it_stands(turn, meeting, refused)
        return None


@router.callback_query(cb.Cancel.filter(F.sure))
@everybody
async def cancel(_: CallbackQuery, callback_data: cb.Cancel, turn: Turn) -> None:
    """Calls a meeting off."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    await do(
        turn,
        meeting,
        lambda uow, now: appointments.cancel(uow, now, actor=actor, meeting_id=meeting),
        wide=True,
    )


async def do(
    turn: Turn,
    meeting: MeetingId,
    act: Act,
    *,
    wide: bool = False,
    toast: str = "",
    shown: Shown = screens.done,
) -> None:
    """Acts, and shows the meeting as it then stands; also when it was settled before. The tapped
    message is from now on where this side sees it."""
    asked = turn.work.conversation.step in (states.CANCEL, states.CANCEL_WORDS)
    message, changed = turn.reply.message_id, turn.instead(act)

    def run(uow: UnitOfWork, now: datetime) -> MeetingView:
        seen = changed(uow, now)
        if message is not None:
            uow.faces.put(seen.meeting.id, seen.viewer.id, message)
        return seen

    try:
        seen = await turn.work.do(run, then=states.REST if asked else None, wide=wide)
    except Refused as refused:
        if refused.refusal not in SETTLED:
            raise
        await as_it_stands(turn, meeting, refused)
        return
    await turn.reply.show(shown(seen, turn.event, turn.book), toast=toast)


async def as_it_stands(turn: Turn, meeting: MeetingId, refused: Refused) -> None:
    """Why not; the tapped message becomes the meeting as it is now. Where that says all, it is
    not said twice."""
    for step in (states.CANCEL, states.CANCEL_WORDS):
        await turn.leave(step)
    actor, message = turn.actor, turn.reply.message_id
    opened = await turn.work.do(
        lambda uow, now: opening.meeting_in(
            uow, now, actor=actor, meeting_id=meeting, message=message
        )
    )
    seen = opened.seen
    if refused.refusal is Refusal.SLOT_TAKEN and seen.meeting.asked == seen.viewer.id:
        await turn.reply.show(screens.gone(seen, turn.event, turn.book))
        return
    taken = refused.refusal is Refusal.SLOT_TAKEN
    said = turn.book.plain("offer.slot_gone") if taken else words_for(refused, turn.book)
    screen = as_opened(opened, turn.event, turn.book)
    await turn.reply.show(screen, toast=said, alert=True)
