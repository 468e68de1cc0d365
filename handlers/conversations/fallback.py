"""Home, help, /cancel, and all that nothing else understood: never silence."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks as cb
from handlers import flow, states
from handlers.filters import Step, Unready
from handlers.screens import home, organiser
from handlers.screens.screen import Screen, above
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.people import Question, next_question

commands = Router(name="commands")
router = Router(name="fallback")


@commands.message(Command("help"))
async def help_(_: Message, turn: Turn) -> None:
    """What can be done here."""
    await turn.reply.send(_help(turn))


def _help(turn: Turn) -> Screen:
    return home.help_(turn.book, ready=turn.ready, organiser=turn.arrival.organiser)


@commands.message(Command("cancel"))
async def cancel(_: Message, turn: Turn) -> None:
    """Leaves what was begun."""
    kept = turn.work.conversation.step == Question.CHIPS
    await turn.rest()
    if turn.organises and not turn.ready:
        await turn.work.turn(states.REST)
        await turn.reply.send(_organiser_home(turn, "organiser.left"))
        return
    await turn.reply.send(home.stopped(turn.book, ready=turn.ready, kept=kept))


def _organiser_home(turn: Turn, key: str = "organiser.home") -> Screen:
    return organiser.home(turn.event, turn.book, ready=turn.ready, key=key)


@commands.callback_query(cb.Go.filter(F.to == cb.To.HOME))
async def to_home(_: CallbackQuery, callback_data: cb.Go, turn: Turn) -> None:
    """Home, leaving what was begun."""
    await turn.rest()
    if turn.organises:
        screen = _organiser_home(turn)
    else:
        screen = home.home(turn.book) if turn.ready else home.stopped(turn.book, ready=False)
    await (turn.reply.send if callback_data.new else turn.reply.show)(screen)


@router.message(F.text.startswith("/"))
async def unknown_command(_: Message, turn: Turn) -> None:
    """A command that does not exist."""
    await turn.reply.send(_help(turn))


@router.message(Step(states.ANNOUNCE))
async def no_announcement(_: Message, turn: Turn) -> None:
    """A file where an organiser's text is awaited: the text asked for once more."""
    written = states.written(turn.work.conversation)
    if written is None or not turn.arrival.organiser:
        raise Refused(Refusal.NOT_YOURS)
    screen = organiser.ask(written[0], turn.book)
    await turn.reply.send(above(turn.book.text("announce.only_text"), screen))


@router.message(Unready())
async def not_an_answer(message: Message, turn: Turn) -> None:
    """Something that answers no open question: the question once more."""
    if turn.organises and not turn.work.conversation.step:
        await turn.reply.send(_organiser_home(turn, "organiser.unknown"))
        return
    question = next_question(turn.attendee)
    key = "onboarding.tap" if message.text else "unknown.file"
    if question is None:
        await turn.reply.send(home.not_understood(turn.book))
        return
    await turn.work.turn(states.asking(question))
    await turn.reply.send(above(turn.book.text(key), flow.screen_of(turn, question)))


@router.message(F.text)
async def not_understood(_: Message, turn: Turn) -> None:
    """Words that answer nothing."""
    await turn.reply.send(home.not_understood(turn.book))


@router.message()
async def not_words(_: Message, turn: Turn) -> None:
    """A photo, a sticker, a voice message."""
    await turn.reply.send(home.home(turn.book, key="unknown.file"))


@router.callback_query()
async def unknown_button(_: CallbackQuery) -> None:
    """A button that was never ours, or is none any more."""
    raise Refused(Refusal.NOT_YOURS)
