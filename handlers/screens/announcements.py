"""An announcement as it is read, and as a draft that its organiser is about to send."""

from collections.abc import Iterable
from datetime import timedelta

from handlers import callbacks as cb
from handlers.screens import organiser
from handlers.screens.screen import (
    Button,
    Picture,
    Row,
    Screen,
    column,
    flow,
    lines,
    paragraphs,
)
from handlers.screens.segments import conditions
from handlers.screens.words import button, clip, label, language_name, when
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.announcements import (
    Announcement,
    AnnouncementButton,
    ButtonKind,
    MediaKind,
)
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.usecases.announcing import AnnouncementView

PER_SECOND = 25.0
"""How many messages the courier sends a second, unless the settings say otherwise."""

FILE_NAME = 40
"""Most characters of a file's name in a line."""


def copy(announcement: Announcement, event: Event, book: Phrasebook) -> Screen:
    """An announcement as a reader gets it; `book` is the reader's."""
    text = announcement.text_for(Language(book.language))
    media = announcement.media
    picture = Picture(file=media.file, document=media.kind is MediaKind.DOCUMENT) if media else None
    return Screen(
        html=organiser.copy(text, event, book).html,
        rows=column(*(_reader_button(one, book) for one in announcement.buttons)),
        picture=picture,
    )


def _reader_button(one: AnnouncementButton, book: Phrasebook) -> Button:
    if one.kind is ButtonKind.AGENDA:
        return button("link.agenda", book, cb.Go(to=cb.To.MEETINGS, new=True).pack())
    return Button(label=label(button_name(one, book), book), url=one.url)


def button_name(one: AnnouncementButton, book: Phrasebook) -> str:
    """What a button under an announcement says to this reader."""
    if one.kind is ButtonKind.AGENDA:
        return book.plain("link.agenda")
    return one.label or book.plain("link.open")


def act(view: AnnouncementView, does: cb.Act) -> str:
    """What a button carries that does something to the announcement."""
    return cb.Announcement(announcement=view.announcement.id, act=does).pack()


# The draft


def draft(view: AnnouncementView, book: Phrasebook, *, per_second: float = PER_SECOND) -> Screen:
    """What is about to go out, to whom, when, and how long that takes."""
    announced, total = view.announcement, view.total
    counts = [*(_gets(one, n, view, book) for one, n in view.recipients.items())]
    counts += [
        book.count("announce.left_out", n, language=_language(one, book))
        for one, n in view.left_out.items()
    ]
    return Screen(
        html=paragraphs(
            book.text("announce.shown" if total else "announce.nobody"),
            lines(
                *conditions(announced.segment, view.event, book), *with_lines(announced, book),
                _goes_out(view, book),
            ),
            lines(*counts, _takes(total, book, per_second)),
        ),
        rows=_draft_rows(view, book),
    )  # fmt: skip


def _draft_rows(view: AnnouncementView, book: Phrasebook) -> tuple[Row, ...]:
    total = view.total
    key = "announce.schedule" if view.announcement.due_at else "announce.send"
    confirm = Button(label=book.plain_count(key, total), data=act(view, cb.Act.SEND))
    missing = [one for one in (*view.recipients, *view.left_out) if _is_missing(one, view)]
    names = book.list(language_name(one, book) for one in missing)
    return (
        *column(confirm if total else None),
        *flow(
            button(f"announce.{name}", book, act(view, cb.Act(name)))
            for name in ("whom", "hour", "media", "buttons")
        ),
        *column(
            button("announce.fallback", book, act(view, cb.Act.FALLBACK), languages=names)
            if missing
            else None,
            button("announce.test", book, act(view, cb.Act.TEST)),
            button("announce.again", book, act(view, cb.Act.AGAIN)),
            button("announce.discard", book, act(view, cb.Act.DISCARD)),
        ),
    )


def _is_missing(language: Language, view: AnnouncementView) -> bool:
    return not view.announcement.texts.get(language)


def _gets(language: Language, n: int, view: AnnouncementView, book: Phrasebook) -> Html:
    name, other = _language(language, book), view.announcement.fallback
    if _is_missing(language, view) and other is not None:
        text = language_name(other, book)
        return book.count("announce.other_text", n, language=name, other=text)
    return book.count("announce.recipients", n, language=name)


def _language(language: Language, book: Phrasebook) -> str:
    return book.capital(book.plain(f"language.{language}"))


def with_lines(announced: Announcement, book: Phrasebook) -> Iterable[str]:
    """What goes with the text."""
    media = announced.media
    if media is not None:
        name = Words(clip(media.name, FILE_NAME)) if media.name else "…"
        photo = media.kind is MediaKind.PHOTO
        yield (
            book.text("announce.with_photo")
            if photo
            else book.text("announce.with_document", name=name)
        )
    if announced.buttons:
        names = book.list(Words(button_name(one, book)) for one in announced.buttons)
        yield book.text("announce.with_buttons", labels=names)


def _goes_out(view: AnnouncementView, book: Phrasebook) -> str:
    due = view.announcement.due_at
    return book.text("announce.goes_out", when=when(due, view.event, book)) if due else ""


def _takes(total: int, book: Phrasebook, per_second: float) -> str:
    if not total:
        return ""
    seconds = total / per_second
    if seconds < 60:
        return book.text("announce.takes_little")
    return book.text("announce.takes", duration=book.duration(timedelta(seconds=seconds)))
