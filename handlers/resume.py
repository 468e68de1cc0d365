"""Picks up a conversation whose last answer was lost in a crash."""

from aiogram import Bot
from aiogram.types import CallbackQuery

from handlers import states
from handlers.conversations.matches import placed
from handlers.faces import Faces
from handlers.reply import Reply
from handlers.screens import home, matches, onboarding, organiser
from handlers.screens.notices import reader
from handlers.screens.questions import question_screen
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.errors import Refused
from matchmaking.people import Question, next_question
from matchmaking.ports import Conversation, Work
from matchmaking.usecases import proposals
from matchmaking.usecases.arrivals import Arrival


async def resume(
    bot: Bot,
    work: Work,
    arrival: Arrival,
    *,
    tap: CallbackQuery | None = None,
    faces: Faces | None = None,
) -> None:
    """Shows the screen that the chat is at once more: the update before it was dealt with, but
    its answer may never have been sent. After a tap the tapped message becomes that screen, which
    changes nothing if it is that already; otherwise it comes as a new message."""
    book = reader(arrival.person, arrival.event)
    screen = await _first_match(work, arrival, book) or current_screen(
        work.conversation, arrival, book
    )
    await Reply(bot, arrival.person.telegram_id, tap, faces or Faces()).show(screen)


def current_screen(conversation: Conversation, arrival: Arrival, book: Phrasebook) -> Screen:
    """What a chat that stands there was last shown."""
    ready = arrival.attendee.ready_at is not None
    written = states.written(conversation)
    if written is not None:
        return organiser.ask(written[0], book)
    if conversation.step == states.NAME:
        return onboarding.name(book)
    if conversation.step == states.ADD:
        return onboarding.add(book)
    if conversation.step == Question.LANGUAGE and arrival.person.consented_at is None:
        return onboarding.welcome(arrival.event, book)
    if conversation.step in set(Question):
        return question_screen(Question(conversation.step), arrival, book)
    question = next_question(arrival.attendee)
    if arrival.organiser and question in (None, Question.CONSENT):
        return organiser.home(arrival.event, book, ready=ready)
    if question is not None:
        return question_screen(question, arrival, book)
    return home.home(book)


async def _first_match(work: Work, arrival: Arrival, book: Phrasebook) -> Screen | None:
    """The first of the matches that were about to be shown, or that there are none, if that is
    where the chat is."""
    if not states.at_matches(work.conversation):
        return None
    ids = states.listed(work.conversation)
    if not ids:
        return matches.nobody(book)
    try:
        view = await work.look(
            lambda uow, now: proposals.show(uow, now, actor=arrival.person.id, match_id=ids[0])
        )
    except Refused:
        return None
    return matches.card(placed(view, ids), book, ids=ids)
