"""The resting places of the conversation: home, help, and what was not understood."""

from handlers import callbacks as cb
from handlers.screens.breaks import with_break
from handlers.screens.screen import Row, Screen, column, lines, paragraphs
from handlers.screens.words import button
from i18n.markup import Words, escape
from i18n.phrasebook import Html, Phrasebook
from matchmaking.organisers import Duty
from matchmaking.people import Attendee, Question


def home(book: Phrasebook, attendee: Attendee, *, key: str = "home.text") -> Screen:
    """What would you like to do? `key` is the text above the same buttons."""
    return with_break(Screen(html=book.text(key), rows=_ways(book)), attendee, book)


HELP: tuple[tuple[Duty, str], ...] = (
    (Duty.ANNOUNCE, "help.organiser"),
    (Duty.TEAM, "help.team"),
    (Duty.INTRODUCE, "help.clusters"),
    (Duty.MODERATE, "help.reports"),
    (Duty.MODERATE, "help.outcomes"),
    (Duty.FIGURES, "help.figures"),
    (Duty.CHECK_IN, "help.checkin"),
    (Duty.STAGE, "help.stage"),
)
"""The commands of those who help: whose duty they are, and their lines."""


def help_(book: Phrasebook, *, ready: bool, duties: frozenset[Duty] = frozenset()) -> Screen:
    """What can be done here."""
    announce = button("organiser.announce", book, cb.Go(to=cb.To.ANNOUNCE, new=True).pack())
    ways = _ways(book) if ready else go_on(book)
    return Screen(
        html=help_text(book, duties=duties),
        rows=(*column(announce if Duty.ANNOUNCE in duties else None), *ways),
    )


def help_text(book: Phrasebook, *, duties: frozenset[Duty]) -> Html:
    """The commands, in a line each."""
    return lines(book.text("help.text"), *(book.text(key) for duty, key in HELP if duty in duties))


def not_understood(book: Phrasebook) -> Screen:
    """Something was typed that answers nothing."""
    return Screen(
        html=book.text("unknown.text"),
        rows=column(
            button("home.seek", book, cb.Ask(question=Question.WORDS).pack()),
            button("home.meetings", book, cb.Go(to=cb.To.MEETINGS).pack()),
            button("home.matches", book, cb.Go(to=cb.To.MATCHES).pack()),
        ),
    )


def stopped(book: Phrasebook) -> Screen:
    """The first questions are left for now."""
    return Screen(html=book.text("left_for_now"), rows=go_on(book))


def go_on(book: Phrasebook) -> tuple[Row, ...]:
    """The way back into the questions."""
    return column(button("home.go_on", book, cb.Go(to=cb.To.GO_ON).pack()))


def _ways(book: Phrasebook) -> tuple[Row, ...]:
    return column(
        button("home.matches", book, cb.Go(to=cb.To.MATCHES).pack()),
        button("home.meetings", book, cb.Go(to=cb.To.MEETINGS).pack()),
        button("home.profile", book, cb.Go(to=cb.To.PROFILE).pack()),
    )


def door(said: str, contact: str, book: Phrasebook) -> Screen:
    """Somebody who cannot come in: why, and whom the organiser names for questions."""
    asked = book.text("start.ask_contact", contact=Words(contact)) if contact else ""
    return Screen(html=paragraphs(escape(said), asked))
