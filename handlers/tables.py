"""What organisers take away, as tables in their language: columns, cells, and the file.

Owns the columns and how a value is written in a cell. Days and hours are the event's; numbers are
numbers, all else is text.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from handlers.figure_lines import day_lines, figure_lines
from i18n.phrasebook import Phrasebook
from matchmaking.aftermath import Useful
from matchmaking.checkin import Guest
from matchmaking.events import Event
from matchmaking.figures import (
    AnnouncementLine,
    AttendeeLine,
    Figures,
    Lines,
    MeetingLine,
    Table,
)
from matchmaking.intents import Kind, Language
from matchmaking.sheets.writing import Cell, Page, text_of, workbook_of


class As(StrEnum):
    """In which form a table is sent."""

    XLSX = "xlsx"
    CSV = "csv"


_COLUMNS: dict[Table, tuple[tuple[str, int], ...]] = {
    Table.ATTENDEES: (
        ("name", 28), ("organisation", 30), ("country", 16), ("role", 22), ("language", 12),
        ("speaks", 24), ("words", 60), ("ready", 12), ("paused", 12), ("arrived", 24),
        ("agreed", 12), ("held", 12),
    ),
    Table.MEETINGS: (
        ("number", 10), ("state", 18), ("day", 12), ("hour", 8), ("table", 8), ("one", 28),
        ("one_house", 30), ("other", 28), ("other_house", 30),
    ),
    Table.CHECK_IN: (
        ("code", 14), ("name", 28), ("organisation", 30), ("role", 22), ("opened", 14),
    ),
    Table.OUTCOMES: (("what", 50), ("count", 10)),
    Table.ANNOUNCEMENTS: (
        ("number", 10), ("state", 18), ("day", 12), ("hour", 8), ("recipients", 12), ("sent", 10),
        ("blocked", 12), ("failed", 10), ("not_sent", 12), ("text_ar", 50), ("text_fr", 50),
        ("text_en", 50),
    ),
}  # fmt: skip
"""What stands in each table, and how wide."""


def page_of(lines: Lines, table: Table, event: Event, book: Phrasebook) -> Page:
    """The table, its rows made as they are written."""
    columns = _COLUMNS[table]
    days = [day.date for day in event.plan.days] if table is Table.CHECK_IN else []
    return Page(
        title=book.plain(f"table.{table}"),
        head=[
            *(book.plain(f"column.{key}") for key, _ in columns),
            *(book.capital(book.day(day)) for day in days),
        ],
        rows=_rows(lines, event, book),
        widths=[*(width for _, width in columns), *(18 for _ in days)],
    )


def content_of(page: Page, form: As, language: Language) -> bytes:
    """The file. Takes a while where there are many rows: not for a thread that others wait for."""
    return workbook_of([page], language) if form is As.XLSX else text_of(page)


def name_of(event: Event, table: Table, form: As) -> str:
    """What the file is called."""
    return f"{event.plan.code}-{table}.{form}"


def _rows(lines: Lines, event: Event, book: Phrasebook) -> Iterable[Sequence[Cell]]:
    if isinstance(lines, Figures):
        yield from _outcomes(lines, book)
        return
    words = _cached(book)
    for line in lines:
        match line:
            case AttendeeLine():
                yield _attendee(line, words, book)
            case MeetingLine():
                yield _meeting(line, event, words)
            case Guest():
                yield _guest(line, event, words)
            case AnnouncementLine():
                yield _announcement(line, event, words)


def _cached(book: Phrasebook) -> Callable[[str], str]:
    """The same few words stand in thousands of rows."""
    known: dict[str, str] = {}

    def word(key: str) -> str:
        if key not in known:
            known[key] = book.plain(key)
        return known[key]

    return word


def _attendee(it: AttendeeLine, word: Callable[[str], str], book: Phrasebook) -> Sequence[Cell]:
    return (
        it.name,
        it.organisation,
        book.country(it.country) if it.country else "",
        word(f"role.{it.role}") if it.role else "",
        book.language_name(it.language),
        ", ".join(book.language_name(one) for one in it.speaks),
        it.words,
        _truth(it.ready, word),
        _truth(it.paused, word),
        ", ".join(day.isoformat() for day in it.arrived),
        it.agreed,
        it.held,
    )


def _guest(it: Guest, event: Event, word: Callable[[str], str]) -> Sequence[Cell]:
    return (
        it.code,
        it.name,
        it.organisation,
        word(f"role.{it.role}") if it.role else "",
        _truth(it.person is not None, word),
        *(_when(it.here.get(day.date), event)[1] for day in event.plan.days),
    )


def _meeting(it: MeetingLine, event: Event, word: Callable[[str], str]) -> Sequence[Cell]:
    return (
        it.number,
        word(f"meeting_state.{it.state}"),
        *_when(it.starts_at, event),
        "" if it.table is None else it.table,
        *it.proposer,
        *it.invitee,
    )


def _announcement(it: AnnouncementLine, event: Event, word: Callable[[str], str]) -> Sequence[Cell]:
    what, far = it.what, it.progress
    return (
        what.id,
        word(f"announcement_state.{what.state}"),
        *_when(what.due_at or what.confirmed_at or what.created_at, event),
        far.total,
        far.sent,
        far.blocked,
        far.failed,
        far.stopped + far.unfit + far.remaining,
        *(what.texts.get(language, "") for language in (Language.AR, Language.FR, Language.EN)),
    )


def _outcomes(it: Figures, book: Phrasebook) -> Iterable[Sequence[Cell]]:
    yield from ((book.plain(key), n) for key, n in figure_lines(it))
    yield from day_lines(it, book)
    yield book.plain("figures.answers"), it.after.answers
    for useful in sorted(Useful, reverse=True):
        said = book.plain(f"feedback.useful_{useful.value}")
        yield book.plain("figures.useful", answer=said), it.after.useful.get(useful, 0)
    for kind in Kind:
        what = book.plain(f"feedback.kind_{kind}")
        yield book.plain("figures.follow_up", what=what), it.after.follow_ups.get(kind, 0)


def _when(at: datetime | None, event: Event) -> tuple[str, str]:
    if at is None:
        return "", ""
    local = at.astimezone(event.zone)
    return f"{local:%Y-%m-%d}", f"{local:%H:%M}"


def _truth(value: bool, word: Callable[[str], str]) -> str:
    return word("table.yes" if value else "table.no")
