"""After a meeting: the questions, one tap each, and a note of one's own."""

from collections.abc import Callable
from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_after as after
from handlers import states
from handlers.conversations.meetings import as_it_stands
from handlers.duties import everybody
from handlers.errors import words_for
from handlers.filters import Step
from handlers.screens import feedback as screens
from handlers.turn import Turn
from matchmaking.aftermath import Useful
from matchmaking.errors import Refusal, Refused
from matchmaking.meetings import MeetingId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import feedback
from matchmaking.usecases.feedback import FeedbackView

router = Router(name="feedback")

Say = Callable[[UnitOfWork, datetime], FeedbackView]


@router.callback_query(after.Tell.filter())
@everybody
async def tell(_: CallbackQuery, callback_data: after.Tell, turn: Turn) -> None:
    """The question that is open, or the first one again."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    view = await _said(
        turn, meeting, lambda uow, now: feedback.begin(uow, now, actor=actor, meeting_id=meeting)
    )
    if view is None:
        return
    again = callback_data.again
    shown = screens.first(view.seen, view.event, turn.book) if again else None
    await turn.reply.show(shown or screens.feedback(view, turn.book))


@router.callback_query(after.Held.filter())
@everybody
async def held(_: CallbackQuery, callback_data: after.Held, turn: Turn) -> None:
    """Whether it took place."""
    actor, meeting, yes = turn.actor, MeetingId(callback_data.meeting), callback_data.yes
    await _answer(
        turn,
        meeting,
        lambda uow, now: feedback.say(uow, now, actor=actor, meeting_id=meeting, held=yes),
    )


@router.callback_query(after.Rate.filter())
@everybody
async def rate(_: CallbackQuery, callback_data: after.Rate, turn: Turn) -> None:
    """How useful it was."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    useful = Useful(callback_data.useful)
    await _answer(
        turn,
        meeting,
        lambda uow, now: feedback.rate(uow, now, actor=actor, meeting_id=meeting, useful=useful),
    )


@router.callback_query(after.Agree.filter())
@everybody
async def agree(_: CallbackQuery, callback_data: after.Agree, turn: Turn) -> None:
    """Something to go on with."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    kind, on = callback_data.kind, callback_data.on
    await _answer(
        turn,
        meeting,
        lambda uow, now: feedback.agree(
            uow, now, actor=actor, meeting_id=meeting, kind=kind, on=on
        ),
    )


@router.callback_query(after.Done.filter())
@everybody
async def done(_: CallbackQuery, callback_data: after.Done, turn: Turn) -> None:
    """That is all."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    await _answer(
        turn, meeting, lambda uow, now: feedback.finish(uow, now, actor=actor, meeting_id=meeting)
    )


@router.callback_query(after.Note.filter())
@everybody
async def ask_note(_: CallbackQuery, callback_data: after.Note, turn: Turn) -> None:
    """A note is to be written."""
    actor, meeting = turn.actor, MeetingId(callback_data.meeting)
    try:
        view = await turn.work.do(
            turn.instead(
                lambda uow, now: feedback.begin(uow, now, actor=actor, meeting_id=meeting)
            ),
            then=states.noting(meeting),
        )
    except Refused as refused:
        await _refused(turn, meeting, refused)
        return
    await turn.reply.show(screens.note(view, turn.book))


@router.message(Step(states.NOTE), F.text, ~F.text.startswith("/"))
@everybody
async def note(message: Message, turn: Turn) -> None:
    """The note itself."""
    actor, meeting, text = turn.actor, states.about(turn.work.conversation), message.text or ""
    view = await turn.work.do(
        lambda uow, now: feedback.note(uow, now, actor=actor, meeting_id=meeting, text=text),
        then=states.REST,
    )
    await turn.reply.send(screens.feedback(view, turn.book))


async def _answer(turn: Turn, meeting: MeetingId, say: Say) -> None:
    """Takes an answer and shows what comes after it, in place."""
    view = await _said(turn, meeting, say)
    if view is not None:
        await turn.reply.show(screens.feedback(view, turn.book))


async def _said(turn: Turn, meeting: MeetingId, say: Say) -> FeedbackView | None:
    """What it has come to; None when it was refused, and that was explained."""
    noting = turn.work.conversation.step == states.NOTE
    try:
        return await turn.work.do(turn.instead(say), then=states.REST if noting else None)
    except Refused as refused:
        await _refused(turn, meeting, refused)
        return None


async def _refused(turn: Turn, meeting: MeetingId, refused: Refused) -> None:
    """A meeting that is not over is shown; one about which something else was said before, with
    the words that stand."""
    if refused.refusal is Refusal.SETTLED:
        actor = turn.actor
        view = await turn.work.look(
            lambda uow, now: feedback.look(uow, now, actor=actor, meeting_id=meeting)
        )
        said = words_for(refused, turn.book)
        await turn.reply.show(screens.feedback(view, turn.book), toast=said, alert=True)
        return
    if refused.refusal is not Refusal.ILLEGAL_MOVE:
        raise refused
    await as_it_stands(turn, meeting, refused)
