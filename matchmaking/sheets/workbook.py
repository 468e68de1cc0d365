"""A workbook (.xlsx, .xlsm) as sheets of texts.

Reads values only: a formula counts by the result that was saved with it, macros, pictures and
links to other files are not looked at. Sheets that are hidden are left out.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from matchmaking.sheets.package import Attributes, Package, resolve
from matchmaking.sheets.table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    BadTable,
    Fault,
    Line,
    Place,
    Problem,
    Sheet,
)

MOST_SHEETS = 50
_WORKBOOK = "xl/workbook.xml"
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""The built-in number formats that are dates or times (ECMA-376, part 1, 18.8.30)."""

_NOT_A_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - wall times of a sheet
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")


def is_archive(content: bytes) -> bool:
    """Whether a file claims to be a workbook, of this form or an older one."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))


def read_workbook(content: bytes, *, most_rows: int = MOST_ROWS) -> list[Sheet]:
    """The visible sheets, in order; raises `BadTable`."""
    package = Package(content)
    if _WORKBOOK not in package:
        raise BadTable(Fault.NOT_A_TABLE)
    book, links = _Book(), _Links()
    package.visit(_WORKBOOK, book)
    package.visit("xl/_rels/workbook.xml.rels", links)
    strings, styles = _Strings(), _Styles()
    for kind, visitor in (("sharedStrings", strings), ("styles", styles)):
        part = links.of_kind.get(kind)
        if part is not None and resolve(_WORKBOOK, part) in package:
            package.visit(resolve(_WORKBOOK, part), visitor)
    sheets: list[Sheet] = []
    for name, link in book.sheets[:MOST_SHEETS]:
        target = links.sheets.get(link)
        if target is None:
            continue  # a chart, or a sheet of another kind
        cells = _Cells(name, strings.texts, styles.dates, book.epoch, most_rows)
        package.visit(resolve(_WORKBOOK, target), cells, sheet=name)
        sheets.append(Sheet(name=name, lines=tuple(cells.lines), problems=tuple(cells.problems)))
    if not any(sheet.lines for sheet in sheets):
        raise BadTable(Fault.EMPTY)
    return sheets


@dataclass
class _Silent:
    """A visitor that hears nothing."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def text(self, data: str) -> None:
        """Text."""

    def end(self, name: str) -> None:
        """An element ends."""


@dataclass
class _Book(_Silent):
    """The list of sheets."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    epoch: datetime = _EPOCH

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = _EPOCH_1904
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            link = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            self.sheets.append((attributes.get("name", "")[:100], link))


@dataclass
class _Links(_Silent):
    """Which part is what."""

    sheets: dict[str, str] = field(default_factory=dict)
    of_kind: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: Attributes) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
        if kind == "worksheet":
            self.sheets[attributes.get("Id", "")] = target
        else:
            self.of_kind.setdefault(kind, target)


@dataclass
class _Strings(_Silent):
    """The texts that cells refer to by number; readings of signs (`rPh`) are left out."""

    texts: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002 - a visitor's signature
        self._path.append(name)
        if name == "si":
            self._open = []

    def text(self, data: str) -> None:
        if self._path and self._path[-1] == "t" and "rPh" not in self._path:
            self._open.append(data)

    def end(self, name: str) -> None:
        self._path.pop()
        if name == "si":
            self.texts.append("".join(self._open)[:LONGEST_CELL])


@dataclass
class _Styles(_Silent):
    """Which cell styles show a number as a date or time."""

    dates: list[bool] = field(default_factory=list)
    _own: dict[int, str] = field(default_factory=dict)
    _in_cells: bool = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._own[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            number = int(attributes.get("numFmtId", 0))
            code = _NOT_A_DATE.sub("", self._own.get(number, "")).lower()
            self.dates.append(number in _DATES or any(letter in code for letter in "ymdhs"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


class _Cells(_Silent):
    """The filled rows of a sheet."""

    def __init__(
        self, name: str, strings: list[str], dates: list[bool], epoch: datetime, most_rows: int
    ) -> None:
        self.lines: list[Line] = []
        self.problems: list[Problem] = []
        self._sheet, self._strings, self._dates = name, strings, dates
        self._epoch, self._most = epoch, most_rows
        self._row = self._column = 0
        self._cells: dict[int, str] = {}
        self._kind, self._style = "", ""
        self._value: list[str] = []
        self._hears, self._formula = False, False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t"):
            self._hears = True
        elif name == "f":
            self._formula = True
        elif name == "row":
            given = attributes.get("r", "")
            self._row = int(given) if given.isdigit() else self._row + 1
            self._column, self._cells = 0, {}
        elif name == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def _begin_cell(self, attributes: Attributes) -> None:
        found = _CELL.match(attributes.get("r", ""))
        self._column = _column(found[1]) if found else self._column + 1
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._value, self._formula = [], False

    def text(self, data: str) -> None:
        if self._hears:
            self._value.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._hears = False
        elif name == "c":
            self._end_cell()
        elif name == "row" and self._cells:
            if len(self.lines) >= self._most:
                place = Place(sheet=self._sheet, row=self._row)
                raise BadTable(Fault.TOO_MANY_ROWS, place, limit=self._most)
            self.lines.append(Line(number=self._row, cells=self._cells))

    def _end_cell(self) -> None:
        if self._column > MOST_COLUMNS:
            return
        shown = self._shown("".join(self._value))
        if shown.strip():
            self._cells[self._column] = shown[:LONGEST_CELL]
        elif self._kind == "e" or (self._formula and not self._value):
            place = Place(sheet=self._sheet, row=self._row, column=self._column)
            self.problems.append(Problem(fault=Fault.FORMULA, place=place))

    def _shown(self, raw: str) -> str:
        """A cell's value as text."""
        if self._kind == "s":
            at = int(raw or -1)
            return self._strings[at] if 0 <= at < len(self._strings) else ""
        if self._kind == "b":
            return {"1": "true", "0": "false"}.get(raw, raw)
        if self._kind != "n":
            return "" if self._kind == "e" else raw
        style = int(self._style) if self._style.isdigit() else -1
        is_date = 0 <= style < len(self._dates) and self._dates[style]
        try:
            number = float(raw)
        except ValueError:
            return raw
        if is_date and 0 <= number < 2_958_466:
            return _date(number, self._epoch)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)

    def _merged(self, ref: str) -> None:
        """Merged cells below the head row hide values; those of one cell or in a title do not."""
        first, _, last = ref.partition(":")
        one, other = _CELL.match(first), _CELL.match(last)
        if one is None or other is None or len(self.problems) >= 1000:
            return
        top = self.lines[0].number if self.lines else 0
        row = int(one[2])
        if row > top and first != last:
            place = Place(sheet=self._sheet, row=row, column=_column(one[1]))
            self.problems.append(Problem(fault=Fault.MERGED, place=place, data={"cells": ref}))


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def _date(number: float, epoch: datetime) -> str:
    """A serial number as a date, a time, or both. Spreadsheets count 29 February 1900, too."""
    moment = epoch + timedelta(seconds=round(number * 86400))
    if number < 1:
        return moment.time().isoformat()
    return moment.date().isoformat() if number.is_integer() else moment.isoformat()
