"""What is wrong with a file that was sent, by sheet, row and column, in the organiser's words."""

from collections.abc import Sequence

from handlers.screens.screen import lines
from handlers.screens.words import units
from i18n.bidi import strip_controls
from i18n.markup import visible
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.sheets.table import Place, Problem, letters

MOST = 25
"""Problems on one screen."""

ROOM = 3000
"""Characters that they may take: names of sheets and columns can be long."""


def problem_line(problem: Problem, book: Phrasebook) -> Html:
    """One problem: where, and what."""
    what = book.text(f"fault.{problem.fault}", **_values(problem))
    place = _entry(problem, book) or place_of(problem.place, book)
    return book.text("sheet.problem", place=place, what=what) if place else what


def _entry(problem: Problem, book: Phrasebook) -> Html:
    """An entry of a calendar, by its number in the file and its title; empty for other files."""
    number, title = problem.data.get("entry"), str(problem.data.get("title", ""))
    if not isinstance(number, int):
        return Html("")
    if not strip_controls(title):
        return book.text("ics.entry_bare", n=number)
    return book.text("ics.entry", n=number, title=Words(title))


def place_of(place: Place, book: Phrasebook) -> Html:
    """``feuille Jours, ligne 3, colonne C (Date)``; empty where there is none."""
    parts: list[Html] = []
    if place.sheet:
        parts.append(book.text("sheet.sheet", sheet=Words(place.sheet)))
    if place.row:
        parts.append(book.text("sheet.row", row=place.row))
    if place.column:
        letter = Words(letters(place.column))
        if place.head:
            parts.append(book.text("sheet.column", letter=letter, head=Words(place.head)))
        else:
            parts.append(book.text("sheet.column_bare", letter=letter))
    elif place.head:
        parts.append(book.text("sheet.named", name=Words(place.head)))
    comma = "، " if book.language == "ar" else ", "
    return Html(book.capital(comma.join(parts)))


def problem_lines(problems: Sequence[Problem], book: Phrasebook, *, most: int = MOST) -> Html:
    """The first problems, and how many more there are."""
    shown: list[Html] = []
    room = ROOM
    for one in problems[:most]:
        line = problem_line(one, book)
        room -= units(visible(line)) + 1
        if room < 0:
            break
        shown.append(line)
    more = len(problems) - len(shown)
    return lines(*shown, book.count("import.more", more) if more else "")


def _values(problem: Problem) -> dict[str, object]:
    """Numbers in the reader's digits; words of the file isolated."""
    return {
        name: value if isinstance(value, int) else Words(str(value))
        for name, value in problem.data.items()
    }
