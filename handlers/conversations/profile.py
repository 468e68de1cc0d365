"""What is known of somebody: showing it, changing it, pausing, erasing; and the language."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks as cb
from handlers import flow, states
from handlers.duties import everybody
from handlers.places import place
from handlers.screens import home, onboarding, organiser, profile
from handlers.screens.screen import Screen, above
from handlers.turn import Turn
from matchmaking.people import Draft, Question
from matchmaking.ports import Conversation
from matchmaking.usecases import profiles

router = Router(name="profile")


@router.message(Command("profile"))
@everybody
async def show(_: Message, turn: Turn) -> None:
    """All that was told."""
    turn.need_ready()
    await turn.rest()
    await turn.reply.send(profile.profile(turn.attendee, turn.event, turn.book))


@router.callback_query(cb.Go.filter(F.to == cb.To.PROFILE))
@everybody
async def to_profile(_: CallbackQuery, turn: Turn) -> None:
    """The same, by a button."""
    turn.need_ready()
    await turn.rest()
    await turn.reply.show(profile.profile(turn.attendee, turn.event, turn.book))


@router.callback_query(cb.Go.filter(F.to == cb.To.NAME))
@everybody
async def name(_: CallbackQuery, turn: Turn) -> None:
    """Another name."""
    turn.need_ready()
    await turn.work.turn(Conversation(step=states.NAME))
    await turn.reply.show(onboarding.name(turn.book))


@router.message(Command("language"))
@everybody
async def language(_: Message, turn: Turn) -> None:
    """Another language. What is typed next still answers the question that was open."""
    await turn.reply.send(onboarding.language(turn.book))


@router.callback_query(cb.Speak.filter())
@everybody
async def speak(_: CallbackQuery, callback_data: cb.Speak, turn: Turn) -> None:
    """The language of the conversation."""
    draft = Draft(language=callback_data.language)
    step = turn.work.conversation.step
    if not turn.ready and (step == Question.LANGUAGE or not (step or turn.organises)):
        await flow.answer(turn, draft)
        return
    actor = turn.actor
    attendee = await turn.work.do(
        lambda uow, now: profiles.answer(uow, now, actor=actor, draft=draft)
    )
    turn.changed(attendee)
    if turn.ready and step in ("", Question.LANGUAGE):
        await turn.leave(Question.LANGUAGE)
        await turn.reply.show(_changed(turn))
        return
    code = turn.account.language_code
    screen = await place(turn.work, turn.arrival, turn.book, language_code=code)
    await turn.reply.show(screen, toast=turn.book.plain("language.changed"))


def _changed(turn: Turn) -> Screen:
    key = "language.changed"
    if turn.arrival.organiser:
        said = turn.book.text(key)
        return above(said, organiser.home(turn.arrival, turn.book))
    return home.home(turn.book, turn.attendee, key=key)


@router.message(Command("pause"))
@everybody
async def toggle_pause(_: Message, turn: Turn) -> None:
    """A break, or the end of it."""
    turn.need_ready()
    await (_pause if turn.attendee.paused_at is None else _resume)(turn)


@router.callback_query(cb.Go.filter(F.to == cb.To.PAUSE))
@everybody
async def pause(_: CallbackQuery, turn: Turn) -> None:
    """A break."""
    turn.need_ready()
    await _pause(turn)


@router.callback_query(cb.Go.filter(F.to == cb.To.RESUME))
@everybody
async def resume(_: CallbackQuery, turn: Turn) -> None:
    """The end of a break."""
    turn.need_ready()
    await _resume(turn)


async def _pause(turn: Turn) -> None:
    actor = turn.actor
    await turn.work.do(lambda uow, now: profiles.pause(uow, now, actor=actor), then=states.REST)
    await turn.reply.show(profile.paused(turn.book))


async def _resume(turn: Turn) -> None:
    actor = turn.actor
    await turn.work.do(lambda uow, now: profiles.resume(uow, now, actor=actor), then=states.REST)
    await turn.reply.show(profile.resumed(turn.book))


@router.message(Command("privacy"))
@everybody
async def privacy(_: Message, turn: Turn) -> None:
    """What is kept, and who sees it."""
    await turn.reply.send(profile.privacy(turn.book))


@router.callback_query(cb.Go.filter(F.to == cb.To.PRIVACY))
@everybody
async def to_privacy(_: CallbackQuery, turn: Turn) -> None:
    """The same, by a button."""
    await turn.reply.show(profile.privacy(turn.book))


@router.callback_query(cb.Go.filter(F.to == cb.To.ERASE))
@everybody
async def ask_erase(_: CallbackQuery, turn: Turn) -> None:
    """Really?"""
    await turn.work.turn(Conversation(step=states.ERASE))
    await turn.reply.show(profile.erase(turn.book))


@router.callback_query(cb.Go.filter(F.to == cb.To.ERASE_YES))
@everybody
async def erase(_: CallbackQuery, turn: Turn) -> None:
    """Forgets the person."""
    actor, book = turn.actor, turn.book
    await turn.work.do(
        lambda uow, now: profiles.erase(uow, now, actor=actor), then=states.REST, wide=True
    )
    await turn.reply.show(profile.erased(book))
