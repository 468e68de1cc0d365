"""Organisers: the texts of an announcement, from the choice of languages to the draft."""

from collections.abc import Mapping

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks as cb
from handlers import states
from handlers.duties import needs
from handlers.filters import Step
from handlers.places import awaited
from handlers.screens import announcements
from handlers.screens import organiser as screens
from handlers.turn import Turn
from i18n.phrasebook import Phrasebook, phrasebook
from matchmaking.errors import Refusal, Refused
from matchmaking.intents import Language
from matchmaking.organisers import Duty
from matchmaking.ports import Conversation
from matchmaking.usecases import announcing

router = Router(name="organiser")


@router.message(Command("announce"))
@needs(Duty.ANNOUNCE)
async def announce(_: Message, turn: Turn) -> None:
    """In which languages?"""
    await turn.work.turn(Conversation(step=states.LANGUAGES))
    await turn.reply.send(screens.languages(turn.book))


@router.callback_query(cb.Go.filter(F.to == cb.To.ANNOUNCE))
@needs(Duty.ANNOUNCE)
async def to_announce(_: CallbackQuery, callback_data: cb.Go, turn: Turn) -> None:
    """The same, by a button."""
    await turn.work.turn(Conversation(step=states.LANGUAGES))
    screen = screens.languages(turn.book)
    await (turn.reply.send if callback_data.new else turn.reply.show)(screen)


@router.callback_query(cb.Toggle.filter(F.of == screens.ANNOUNCE))
@needs(Duty.ANNOUNCE)
async def toggle(_: CallbackQuery, callback_data: cb.Toggle, turn: Turn) -> None:
    """A language more or less."""
    await turn.reply.show(screens.languages(turn.book, callback_data.chosen))


@router.callback_query(cb.Chosen.filter(F.of == screens.ANNOUNCE))
@needs(Duty.ANNOUNCE)
async def chosen(_: CallbackQuery, callback_data: cb.Chosen, turn: Turn) -> None:
    """The first text."""
    languages = cb.picked(tuple(Language), callback_data.chosen)
    if not languages:
        await turn.reply.toast(turn.book.plain("speaks.none"), alert=True)
        return
    await turn.work.turn(states.writing(languages[0], languages[1:], {}))
    await turn.reply.show(screens.ask(languages[0], turn.book))


@router.message(Step(states.ANNOUNCE), F.text & ~F.text.startswith("/"))
@needs(Duty.ANNOUNCE)
async def text(message: Message, turn: Turn, pace: float) -> None:
    """A text in the language asked for."""
    said = (message.text or "").strip()
    written = states.written(turn.work.conversation)
    if written is None:
        raise Refused(Refusal.NOT_YOURS)
    language, left, texts = written
    over = screens.excess(said, turn.event, _book_in(language))
    if over:
        await turn.reply.send(screens.too_long(said, over, language, turn.book))
        return
    await _next(turn, left, {**texts, language: said}, pace)


@router.callback_query(cb.SkipText.filter())
@needs(Duty.ANNOUNCE)
async def skip(_: CallbackQuery, callback_data: cb.SkipText, turn: Turn, pace: float) -> None:
    """No text in that language; an old button leads to where the announcement is by now."""
    written = states.written(turn.work.conversation)
    if written is None or written[0] != callback_data.language:
        screen = await awaited(turn.work, turn.arrival, turn.book)
        rest = screens.home(turn.arrival, turn.book)
        passed = turn.book.plain("announce.passed_by")
        await turn.reply.show(screen or rest, toast=passed, alert=True)
        return
    left, texts = written[1:]
    await _next(turn, left, texts, pace)


async def _next(
    turn: Turn, left: list[Language], texts: Mapping[Language, str], pace: float
) -> None:
    """The next text, or the previews and the question whether to send."""
    if left:
        await turn.work.turn(states.writing(left[0], left[1:], texts))
        await turn.reply.show(screens.ask(left[0], turn.book))
        return
    if not texts:
        await turn.work.turn(Conversation(step=states.LANGUAGES))
        await turn.reply.show(screens.nothing_written(turn.book))
        return
    actor = turn.actor
    view = await turn.work.do(
        lambda uow, now: announcing.draft(uow, now, actor=actor, texts=texts),
        then=lambda drafted: states.deciding(drafted.announcement.id),
    )
    for language, said in view.announcement.texts.items():
        await turn.reply.send(screens.copy(said, view.event, _book_in(language)))
    await turn.reply.send(announcements.draft(view, turn.book, per_second=pace))


def _book_in(language: Language) -> Phrasebook:
    return phrasebook(language.value)
