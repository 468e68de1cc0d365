"""What organisers see: their home, and an announcement from first word to last copy."""

from collections.abc import Mapping
from datetime import timedelta

from handlers import callbacks as cb
from handlers.screens.screen import Button, Row, Screen, column, lines, paragraphs
from handlers.screens.words import button, choices, language_name
from i18n.markup import escape, visible
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.announcements import AnnouncementState
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.usecases.announcing import AnnouncementView

PER_SECOND = 25
"""How many messages the courier sends a second."""

ANNOUNCE = "announce"
"""What `callbacks.Toggle` and `callbacks.Chosen` are about."""

ALL = (1 << len(Language)) - 1
"""Every language, as bits in the order of `Language`."""


def home(event: Event, book: Phrasebook, *, ready: bool, key: str = "organiser.home") -> Screen:
    """An organiser's home; `key` is the text above the same buttons."""
    name = Words(event.name(Language(book.language)))
    rest = (
        [
            button("home.matches", book, cb.Go(to=cb.To.MATCHES).pack()),
            button("home.meetings", book, cb.Go(to=cb.To.MEETINGS).pack()),
        ]
        if ready
        else [button("organiser.take_part", book, cb.Go(to=cb.To.GO_ON).pack())]
    )
    return Screen(
        html=book.text(key, event=name),
        rows=column(button("organiser.announce", book, cb.Go(to=cb.To.ANNOUNCE).pack()), *rest),
    )


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
            button("announce.skip", book, cb.Go(to=cb.To.SKIP_TEXT).pack()),
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


def fits(texts: Mapping[Language, str], event: Event, books: Mapping[Language, Phrasebook]) -> bool:
    """Whether each copy is within what one message holds: 4096 UTF-16 units as it is read, tags
    and entities not counted."""
    return all(
        len(visible(copy(text, event, books[language]).html).encode("utf-16-le")) // 2 <= 4096
        for language, text in texts.items()
    )


def preview(view: AnnouncementView, book: Phrasebook) -> Screen:
    """Whom it would reach and how long that takes; the copies stand above it."""
    total = sum(view.recipients.values())
    number = view.announcement.id
    again, discard = (
        cb.Announcement(announcement=number, act=act).pack() for act in ("again", "discard")
    )
    send = cb.Announcement(announcement=number, act="send").pack()
    confirm = Button(label=book.plain_count("announce.send", total), data=send) if total else None
    return Screen(
        html=paragraphs(
            book.text("announce.preview" if total else "announce.nobody"),
            lines(*(_recipients(one, n, book) for one, n in view.recipients.items())),
            _takes(total, book),
        ),
        rows=column(
            confirm,
            button("announce.again", book, again),
            button("announce.discard", book, discard),
        ),
    )


def _recipients(language: Language, n: int, book: Phrasebook) -> Html:
    name = book.capital(book.plain(f"language.{language}"))
    return book.count("announce.recipients", n, language=name)


def _takes(total: int, book: Phrasebook) -> str:
    if not total:
        return ""
    seconds = -(-total // PER_SECOND)
    if seconds < 60:
        return book.text("announce.takes_little")
    return book.text("announce.takes", duration=book.duration(timedelta(seconds=seconds)))


def announcement_progress(view: AnnouncementView, book: Phrasebook) -> Screen:
    """How far an announcement has come; its message is edited as it goes."""
    progress, state = view.progress, view.announcement.state
    if state is AnnouncementState.DISCARDED:
        return Screen(html=book.text("announce.discarded"), rows=_onward(book))
    lost = progress.blocked + progress.failed
    unreached = book.count("announce.unreached", lost) if lost else ""
    if state is AnnouncementState.DONE or not progress.remaining:
        said = lines(book.count("announce.done", progress.sent), unreached)
        return Screen(html=said, rows=_onward(book))
    sending = book.text("announce.sending", sent=progress.sent, total=progress.total)
    return Screen(html=lines(sending, unreached))


def _onward(book: Phrasebook) -> tuple[Row, ...]:
    # In messages of their own: what became of the announcement stays to be read.
    return column(
        button("announce.another", book, cb.Go(to=cb.To.ANNOUNCE, new=True).pack()),
        button("organiser.to_home", book, cb.Go(to=cb.To.HOME, new=True).pack()),
    )
