"""What organisers see: their home, and the writing of an announcement's texts."""

from aiogram.filters.callback_data import CallbackData

from handlers import callbacks as cb
from handlers import callbacks_checkin as cc
from handlers import callbacks_figures as cf
from handlers import callbacks_moderation as cm
from handlers import callbacks_team as ct
from handlers.callbacks_clusters import Clusters
from handlers.callbacks_editions import Editions
from handlers.screens.breaks import with_break
from handlers.screens.screen import Button, Screen, above, column, paragraphs
from handlers.screens.words import button, choices, language_name
from i18n.markup import escape, visible
from i18n.phrasebook import Phrasebook, Words
from matchmaking.announcements import TEXT_LIMIT
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.organisers import Duty
from matchmaking.usecases.arrivals import Arrival

MESSAGE_UNITS = 4096
"""The longest message (Bot API, "sendMessage"), in UTF-16 units."""

ANNOUNCE = "announce"
"""What `callbacks.Toggle` and `callbacks.Chosen` are about."""

ALL = (1 << len(Language)) - 1
"""Every language, as bits in the order of `Language`."""


HOME: tuple[tuple[Duty, str, cb.To], ...] = (
    (Duty.ANNOUNCE, "organiser.announce", cb.To.ANNOUNCE),
    (Duty.ANNOUNCE, "announcements.button", cb.To.ANNOUNCEMENTS),
    (Duty.ATTENDEES, "organiser.attendees", cb.To.ATTENDEES),
    (Duty.SET_UP, "organiser.event", cb.To.EVENT),
)
"""What an organiser's home leads to: whose duty it is, the button's words, and where it goes."""

TEAM: tuple[tuple[Duty, str, CallbackData], ...] = (
    (Duty.TEAM, "organiser.team", ct.TeamGo(to=ct.TeamTo.LIST)),
    (Duty.FIGURES, "organiser.figures", cf.Report()),
    (Duty.INTRODUCE, "organiser.clusters", Clusters()),
    (Duty.MODERATE, "organiser.reports", cm.Cases(to=cm.CasesTo.QUEUE)),
    (Duty.CHECK_IN, "organiser.checkin", cc.AtDoor(to=cc.DoorTo.SEARCH)),
    (Duty.STAGE, "organiser.stage", ct.TeamGo(to=ct.TeamTo.STAGE)),
)
"""The same, to what concerns people."""


def home(arrival: Arrival, book: Phrasebook, *, key: str = "organiser.home") -> Screen:
    """An organiser's home, with what their duties allow; `key` is the text above the buttons."""
    name = Words(arrival.event.name(Language(book.language)))
    duties = (
        button(words, book, cb.Go(to=to).pack())
        for duty, words, to in HOME
        if duty in arrival.duties
    )
    people = (
        button(words, book, data.pack()) for duty, words, data in TEAM if duty in arrival.duties
    )
    others = button("editions.button", book, Editions().pack()) if arrival.several else None
    rows = column(*duties, *people, *_taking_part(arrival, book), others)
    screen = Screen(html=book.text(key, event=name), rows=rows)
    return with_break(screen, arrival.attendee, book)


def left(arrival: Arrival, book: Phrasebook) -> Screen:
    """The reader has left the team."""
    name = Words(arrival.event.name(Language(book.language)))
    rows = column(*_taking_part(arrival, book))
    return Screen(html=book.text("team.left", event=name), rows=rows)


def _taking_part(arrival: Arrival, book: Phrasebook) -> list[Button]:
    """What an organiser can do as somebody who takes part, or how they come to."""
    attendee = arrival.attendee
    if attendee.ready_at is not None:
        return [
            button("home.matches", book, cb.Go(to=cb.To.MATCHES).pack()),
            button("home.meetings", book, cb.Go(to=cb.To.MEETINGS).pack()),
            button("home.profile", book, cb.Go(to=cb.To.PROFILE).pack()),
        ]
    # Where there are several editions, consent may have been given in another one.
    elsewhere = arrival.several and attendee.blank
    begun = attendee.person.consented_at is not None and not elsewhere
    key = "home.go_on" if begun else "organiser.take_part"
    return [button(key, book, cb.Go(to=cb.To.GO_ON).pack())]


def languages(book: Phrasebook, chosen: int = ALL) -> Screen:
    """In which languages the announcement is written."""
    items = [
        (
            book.capital(book.plain(f"language.{one}")),
            bool(chosen >> place & 1),
            cb.Toggle(of=ANNOUNCE, chosen=chosen ^ (1 << place)).pack(),
        )
        for place, one in enumerate(Language)
    ]
    go_on = cb.Chosen(of=ANNOUNCE, chosen=chosen).pack()
    return Screen(
        html=book.text("announce.languages"),
        rows=(
            *choices(items, book),
            *column(
                button("button.continue", book, go_on),
                button("button.cancel", book, cb.Go(to=cb.To.HOME).pack()),
            ),
        ),
    )


def ask(language: Language, book: Phrasebook) -> Screen:
    """The text in one language."""
    return Screen(
        html=book.text("announce.ask", language=language_name(language, book)),
        rows=column(
            button("announce.skip", book, cb.SkipText(language=language).pack()),
            button("button.cancel", book, cb.Go(to=cb.To.HOME).pack()),
        ),
    )


def nothing_written(book: Phrasebook) -> Screen:
    """Every language was left out."""
    screen = languages(book)
    return Screen(html=book.text("announce.none"), rows=screen.rows)


def copy(text: str, event: Event, book: Phrasebook) -> Screen:
    """An announcement as its reader gets it; `book` is the reader's."""
    name = Words(event.name(Language(book.language)))
    return Screen(
        html=paragraphs(book.text("notice.announcement", event=name), escape(text.strip()))
    )


def excess(text: str, event: Event, book: Phrasebook) -> int:
    """By how much a text is too long for one message, as Telegram counts: UTF-16 units as they
    are read, tags and entities not counted. `book` is the reader's."""
    whole = units(visible(copy(text, event, book).html)) - MESSAGE_UNITS
    return max(units(text) - TEXT_LIMIT, whole, 0)


def units(text: str) -> int:
    """The length of plain text as Telegram counts it; most emoji are two."""
    return len(text.encode("utf-16-le")) // 2


def too_long(text: str, over: int, language: Language, book: Phrasebook) -> Screen:
    """A text is too long by `over`; it is asked for once more."""
    limit = units(text) - over
    said = book.count("announce.too_long", over, limit=limit)
    return above(said, ask(language, book))
