"""Delimited text (CSV) as a sheet, whatever parts its cells: comma, semicolon, tab or bar.

The separator is the one under which most columns of the head row have a name that is known.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from matchmaking.sheets.decoding import decode
from matchmaking.sheets.table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    BadTable,
    Fault,
    Line,
    Place,
    Sheet,
)

SEPARATORS = ";,\t|"

_LOOK_AT = 10
"""First rows in which a head row is looked for."""

Known = Callable[[Sequence[str]], int]
"""How many of some cells are names of columns."""


def read_delimited(content: bytes, known: Known, *, most_rows: int = MOST_ROWS) -> Sheet:
    """The sheet; raises `BadTable`."""
    text = decode(content)
    if text.count("\0") or _binary(text):
        raise BadTable(Fault.NOT_A_TABLE)
    first, _, rest = text.partition("\n")
    if first.strip().strip('"').lower().startswith("sep="):
        text = "\n" + rest  # a line for spreadsheet programs; rows keep their numbers
    lines = tuple(_lines(text, _separator(text, known), most_rows))
    if not lines:
        raise BadTable(Fault.EMPTY)
    return Sheet(name="", lines=lines)


def _binary(text: str) -> bool:
    """Whether it is no text at all: pictures and the like are full of controls."""
    head = text[:4000]
    odd = sum(ord(char) < 32 and char not in "\t\r\n\f\v" for char in head)
    return odd * 50 > len(head)


def _separator(text: str, known: Known) -> str:
    def promise(separator: str) -> tuple[int, int]:
        rows = _first_rows(text, separator)
        return (
            max((known(row) for row in rows), default=0),
            max((len(row) for row in rows), default=0),
        )

    return max(SEPARATORS, key=promise)


def _first_rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == _LOOK_AT:
                break
    except csv.Error:
        pass  # told with its row when all is read
    return rows


def _lines(text: str, separator: str, most_rows: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    filled = 0
    while True:
        # A cell may hold line breaks: a row is named by the line it begins in.
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise BadTable(Fault.UNREADABLE_TEXT, Place(row=number)) from None
        cells = {
            column: cell[:LONGEST_CELL]
            for column, cell in enumerate(row[:MOST_COLUMNS], start=1)
            if cell.strip()
        }
        if not cells:
            continue
        filled += 1
        if filled > most_rows:
            raise BadTable(Fault.TOO_MANY_ROWS, Place(row=number), limit=most_rows)
        yield Line(number=number, cells=cells)
