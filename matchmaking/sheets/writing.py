"""Tables that we hand out: the attendees' template, and everybody with their link.

Columns are headed in the organiser's language, sheets run from right to left in Arabic, and cells
whose text a spreadsheet program would take for a formula are made harmless. What is text
stays text: a code with zeros at its head stays as it is.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from matchmaking.intents import Language
from matchmaking.registrations import Registered
from matchmaking.sheets.words import codes, word_for

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
_HEAD = PatternFill("solid", fgColor="FFDCEBE1")


Cell = str | int
"""Text, or a number to reckon with."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A sheet to write. Rows are as wide as the head."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()


def harmless(text: str) -> str:
    """The text as no spreadsheet program takes it for a formula, and no file refuses it."""
    clean = text.translate(_CONTROLS)
    # A workbook's XML has no carriage return: what is read again is a new line.
    lines = clean.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{lines}" if clean.startswith(_FORMULA) else lines


def workbook_of(pages: Iterable[Page], language: Language) -> bytes:
    """A workbook, row by row, so that memory does not follow its length."""
    book = Workbook(write_only=True)
    for page in pages:
        sheet = book.create_sheet(page.title[:31])
        assert isinstance(sheet, WriteOnlyWorksheet)
        sheet.sheet_view.rightToLeft = language is Language.AR
        sheet.freeze_panes = "A2"
        columns: Any = sheet.column_dimensions  # type: ignore[attr-defined] # the stubs lack it
        for place, width in enumerate(page.widths, start=1):
            columns[get_column_letter(place)].width = width
        sheet.append([_head(sheet, text) for text in page.head])
        for row in page.rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: WriteOnlyWorksheet, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> Any:
    if isinstance(value, int):
        return value
    if not value:
        return None
    cell = WriteOnlyCell(sheet, harmless(value))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def text_of(page: Page, *, separator: str = ";") -> bytes:
    """A page as text that spreadsheet programs open with their letters whole (UTF-8, marked)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow([harmless(text) for text in page.head])
    writer.writerows(
        [value if isinstance(value, int) else harmless(value) for value in row] for row in page.rows
    )
    return out.getvalue().encode("utf-8-sig")


# What is handed out

_GIVEN = ("code", "name", "organisation", "email", "country", "role", "lang", "speaks", "offers",
          "seeks")  # fmt: skip
_WIDTHS = {"name": 28, "organisation": 30, "email": 30, "offers": 50, "seeks": 50, "role": 22}


def attendees_template(language: Language) -> Page:
    """An empty list to fill in."""
    return Page(
        title=word_for("sheets", "attendees", language),
        head=[word_for("attendees", code, language) for code in _GIVEN],
        rows=(),
        widths=[_WIDTHS.get(code, 14) for code in _GIVEN],
    )


def links_page(registered: Iterable[Registered], address: str, language: Language) -> Page:
    """Everybody with their link. `address` is the bot's, such as `https://t.me/bot`."""
    columns = ("code", "name", "organisation", "email", "country", "lang")
    link, opened = _LINK[language]
    yes, no = (word_for("truth", code, language) for code in ("true", "false"))
    return Page(
        title=word_for("sheets", "attendees", language),
        head=[*(word_for("attendees", code, language) for code in columns), link, opened],
        rows=(
            [
                one.what.code,
                one.what.name,
                one.what.organisation,
                one.what.email,
                one.what.country or "",
                word_for("language", one.what.lang.value, language) if one.what.lang else "",
                link_of(one, address),
                yes if one.claimed_at is not None else no,
            ]
            for one in registered
        ),
        widths=[14, 28, 30, 30, 10, 12, 58, 10],
    )


_LINK = {
    Language.AR: ("الرابط الشخصي", "فُتح"),
    Language.FR: ("Lien personnel", "Ouvert"),
    Language.EN: ("Personal link", "Opened"),
}
"""What the columns are called that only we write."""


def link_of(registered: Registered, address: str) -> str:
    """Somebody's personal link."""
    return f"{address}?start={registered.payload}"


def badge_link_of(registered: Registered, address: str) -> str:
    """What the code on somebody's badge opens."""
    return f"{address}?start={registered.badge}"


assert set(_GIVEN) <= set(codes("attendees"))
