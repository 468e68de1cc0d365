"""What went wrong, in the reader's words: the one place where a code becomes a sentence."""

import logging
import secrets

from aiogram.filters.callback_data import CallbackData

from handlers import callbacks as cb
from handlers import callbacks_after as after
from handlers import callbacks_rounds as rounds
from handlers import states
from handlers.callbacks_calendar import MeetingFile
from handlers.callbacks_clusters import OF_INTRODUCTIONS
from handlers.reply import Reply
from handlers.screens.matches import gone
from handlers.screens.questions import question_screen
from handlers.screens.screen import Screen, above
from handlers.turn import Turn
from i18n.markup import escape
from i18n.phrasebook import Phrasebook
from matchmaking.errors import Refusal, Refused
from matchmaking.people import next_question

log = logging.getLogger(__name__)

GONE = {Refusal.NOT_YOURS, Refusal.NOT_AVAILABLE}
"""Refusals after which there is nothing to show of what a button was about."""

_READABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No letter or digit that is taken for another when read aloud."""


def words_for(refused: Refused, book: Phrasebook) -> str:
    """A refusal in the reader's words, without tags; at most 200 characters."""
    data = refused.data
    values = {name: data[name] for name in ("limit", "cap") if name in data}
    return book.plain(f"refused.{refused.refusal}", **values)


async def explain(refused: Refused, turn: Turn) -> None:
    """Tells whoever writes why not: over the tapped message, or as a message."""
    words = words_for(refused, turn.book)
    if refused.refusal in GONE and _about_people(turn):
        await turn.reply.show(gone(turn.book))
        return
    question = None if turn.stranger or turn.ready else next_question(turn.attendee)
    if refused.refusal is Refusal.NOT_READY and question is not None:
        await turn.work.turn(states.asking(question))
        screen = question_screen(question, turn.arrival, turn.book)
        await turn.reply.show(above(escape(words), screen))
        return
    if turn.reply.tap is not None:
        await turn.reply.toast(words, alert=True)
        return
    await turn.reply.send(Screen(html=escape(words)))


def _about_people(turn: Turn) -> bool:
    """Whether the tapped button belongs to a card of a match or a meeting. What it was about is
    gone or never was the reader's: the card says so itself, the same in both cases."""
    data = (turn.reply.tap.data or "") if turn.reply.tap else ""
    about: tuple[type[CallbackData], ...] = (
        *cb.ABOUT_PEOPLE,
        *rounds.OF_MEETINGS,
        *after.ABOUT_MEETINGS,
        MeetingFile,
        *OF_INTRODUCTIONS,
    )
    return not turn.stranger and cb.unpack(data, about) is not None


async def trouble(error: Exception, reply: Reply, book: Phrasebook) -> None:
    """Something failed that nobody foresaw: a reference for the log and for whoever writes."""
    reference = new_reference()
    log.error("trouble %s: %s", reference, type(error).__name__, exc_info=error)
    if reply.tap is not None:
        await reply.toast(book.plain("trouble", reference=reference), alert=True)
        return
    await reply.send(Screen(html=book.text("trouble", reference=reference)))


def new_reference() -> str:
    """Four characters to find a trouble in the log by, such as 7K2P."""
    return "".join(secrets.choice(_READABLE) for _ in range(4))
