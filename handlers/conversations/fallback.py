"""Home, help, /cancel, and all that nothing else understood: never silence."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks as cb
from handlers import flow, states
from handlers.duties import everybody
from handlers.filters import Open, Unready
from handlers.places import awaited
from handlers.screens import home, organiser
from handlers.screens.screen import Screen, above
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.people import Question, next_question

commands = Router(name="commands")
router = Router(name="fallback")


@commands.message(Command("help"))
@everybody
async def help_(_: Message, turn: Turn) -> None:
    """What can be done here."""
    await turn.reply.send(await _help(turn))


async def _help(turn: Turn) -> Screen:
    """The help, and below it what an organiser was about to write or send."""
    if turn.work.conversation.step in states.ANNOUNCING:
        open_ = await awaited(turn.work, turn.arrival, turn.book)
        if open_ is not None:
            return above(home.help_text(turn.book, duties=turn.arrival.duties), open_)
    return home.help_(turn.book, ready=turn.ready, duties=turn.arrival.duties)


@commands.message(Command("cancel"))
@everybody
async def cancel(_: Message, turn: Turn) -> None:
    """Leaves what was begun."""
    step = turn.work.conversation.step
    await turn.rest()
    await turn.reply.send(_left(turn, step))


def _left(turn: Turn, step: str) -> Screen:
    """What is true once that step is left."""
    if step in (states.ANNOUNCE, states.LANGUAGES):
        return _organiser_home(turn, "organiser.unwritten")
    if step in states.ON_DRAFT:
        return _organiser_home(turn, "organiser.unsent")
    if turn.ready:
        unconfirmed = turn.attendee.confirmed_at is None or step == Question.CHIPS
        key = "left_kept" if unconfirmed else "left_as_was" if step else "left_nothing"
        if turn.arrival.organiser:
            return above(turn.book.text(key), _organiser_home(turn))
        return home.home(turn.book, turn.attendee, key=key)
    if turn.arrival.organiser:
        return _organiser_home(turn, "organiser.left")
    return home.stopped(turn.book)


def _organiser_home(turn: Turn, key: str = "organiser.home") -> Screen:
    return organiser.home(turn.arrival, turn.book, key=key)


@commands.callback_query(cb.Go.filter(F.to == cb.To.HOME))
@everybody
async def to_home(_: CallbackQuery, callback_data: cb.Go, turn: Turn) -> None:
    """Home, leaving what was begun."""
    await turn.rest()
    if turn.arrival.organiser:
        screen = _organiser_home(turn)
    else:
        ready = turn.ready
        screen = home.home(turn.book, turn.attendee) if ready else home.stopped(turn.book)
    await (turn.reply.send if callback_data.new else turn.reply.show)(screen)


@router.message(F.text.startswith("/"))
@everybody
async def unknown_command(_: Message, turn: Turn) -> None:
    """A command that does not exist."""
    await turn.reply.send(await _help(turn))


@router.message(Open())
@everybody
async def not_an_answer(message: Message, turn: Turn) -> None:
    """Something that answers not what is awaited: that once more, and how to answer it."""
    step, code = turn.work.conversation.step, turn.account.language_code
    screen = await awaited(turn.work, turn.arrival, turn.book, language_code=code)
    if screen is None:
        await turn.rest()
        await turn.reply.send(_resting(turn, message))
        return
    if message.text is None:
        key = "announce.only_text" if step == states.ANNOUNCE else "unknown.no_words"
    else:
        key = f"await.{step}"
    await turn.reply.send(above(turn.book.text(key), screen))


def _resting(turn: Turn, message: Message) -> Screen:
    if message.text is None:
        return home.home(turn.book, turn.attendee, key="unknown.file")
    return home.not_understood(turn.book)


@router.message(Unready())
@everybody
async def before_all_is_answered(message: Message, turn: Turn) -> None:
    """Nothing is asked just now, and questions are open: the first of them."""
    question = next_question(turn.attendee)
    if turn.organises or question is None:
        await turn.reply.send(_organiser_home(turn, "organiser.unknown"))
        return
    await turn.work.turn(states.asking(question))
    key = "await.open" if message.text else "unknown.no_words"
    await turn.reply.send(above(turn.book.text(key), flow.screen_of(turn, question)))


@router.message()
@everybody
async def not_understood(message: Message, turn: Turn) -> None:
    """Words that answer nothing; a photo, a sticker, a voice message."""
    await turn.reply.send(_resting(turn, message))


@router.callback_query()
@everybody
async def unknown_button(_: CallbackQuery) -> None:
    """A button that was never ours, or is none any more."""
    raise Refused(Refusal.NOT_YOURS)
