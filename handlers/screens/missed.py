"""Whom an announcement did not reach, as a message and as a file; and the list of all of them."""

import csv
import io
from collections.abc import Sequence

from handlers import announce_callbacks as acb
from handlers import callbacks as cb
from handlers.screens.announcements import act
from handlers.screens.paging import turns
from handlers.screens.screen import Button, Screen, column, lines, paragraphs
from handlers.screens.words import NAME_IN_LIST, button, clip, label
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.announcements import AnnouncementState, Unreached
from matchmaking.intents import Language
from matchmaking.usecases.announcing import AnnouncementView
from matchmaking.usecases.steering import Missed

NAMED = 25
"""Most names in the message; the file has all."""

PAGE = 8
"""Most announcements on a page of the list."""

FIRST_WORDS = 28
"""Most characters of an announcement's words on its button."""

LINE_WORDS = 60
"""The same on its line."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run."""


def missed(found: Missed, book: Phrasebook) -> Screen:
    """The names and why, as many as one reads, and what can be done."""
    view, people = found.view, found.people
    back = button("button.back", book, act(view, cb.Act.SHOW))
    if not people:
        return Screen(html=book.text("missed.nobody"), rows=column(back))
    named = [_named(one, book) for one in people[:NAMED]]
    more = len(people) - len(named)
    can_retry = view.announcement.state in (AnnouncementState.SENDING, AnnouncementState.DONE)
    return Screen(
        html=paragraphs(
            book.count("missed.title", len(people)),
            lines(*named, book.count("missed.more", more) if more else ""),
        ),
        rows=column(
            button("missed.retry", book, act(view, cb.Act.RETRY)) if can_retry else None,
            button("missed.file", book, act(view, cb.Act.FILE)),
            back,
        ),
    )


def missed_file(found: Missed, book: Phrasebook) -> bytes:
    """The same as a spreadsheet reads it: CSV in UTF-8 with its mark, a person a line."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    heads = ("name", "language", "why", "detail")
    rows.writerow([book.plain(f"missed.column_{head}") for head in heads])
    for one in found.people:
        language = book.plain(f"language.{one.language}")
        cells = (one.name, language, book.plain(f"missed.{one.why}"), one.detail)
        rows.writerow([_harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _named(one: Unreached, book: Phrasebook) -> Html:
    name = book.user(clip(one.name, NAME_IN_LIST))
    return book.text("missed.line", name=name, why=book.plain(f"missed.{one.why}"))


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


# The list of announcements


def listing(views: Sequence[AnnouncementView], book: Phrasebook, page: int = 0) -> Screen:
    """All announcements, those first that need the organiser."""
    write = button("organiser.announce", book, cb.Go(to=cb.To.ANNOUNCE, new=True).pack())
    if not views:
        return Screen(html=book.text("announcements.none"), rows=column(write, _home(book)))
    last = (len(views) - 1) // PAGE
    page = min(max(page, 0), last)
    shown = views[page * PAGE : (page + 1) * PAGE]
    return Screen(
        html=paragraphs(
            book.text("announcements.title"), lines(*(_line(view, book) for view in shown))
        ),
        rows=(
            *column(*(_open(view, book) for view in shown)),
            *turns(page, last + 1, lambda to: acb.Announcements(page=to).pack(), book),
            *column(write, _home(book)),
        ),
    )


def _line(view: AnnouncementView, book: Phrasebook) -> Html:
    return book.text(
        "announcements.line",
        number=view.announcement.id,
        state=_state(view, book),
        words=Words(clip(_words(view, book), LINE_WORDS)),
    )


def _state(view: AnnouncementView, book: Phrasebook) -> str:
    key, of = f"announcements.state.{view.announcement.state}", view.progress
    due = view.announcement.due_at
    if view.announcement.state is AnnouncementState.SCHEDULED and due is not None:
        day, zone = book.day(due), view.event.plan.zone
        return book.plain("when.full", day=day, time=book.time_both(due, zone))
    if view.announcement.state in (AnnouncementState.SENDING, AnnouncementState.PAUSED):
        return book.plain(key, sent=of.sent, total=of.total)
    return book.plain(key)


def _words(view: AnnouncementView, book: Phrasebook) -> str:
    """The first words, in the reader's language where there are some."""
    texts = view.announcement.texts
    own = texts.get(Language(book.language))
    return own or next((text for text in texts.values() if text), "…")


def _open(view: AnnouncementView, book: Phrasebook) -> Button:
    words = clip(_words(view, book), FIRST_WORDS)
    text = book.plain("announcements.label", number=view.announcement.id, words=words)
    return Button(label=label(text, book), data=act(view, cb.Act.SHOW))


def _home(book: Phrasebook) -> Button:
    return button("organiser.to_home", book, cb.Go(to=cb.To.HOME, new=True).pack())
