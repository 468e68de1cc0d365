"""What a sent table is once it is read: sheets of lines of plain texts, and what is wrong where.

Owns the values and the codes of problems; their words are elsewhere. Knows no file format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST_BYTES = 20_000_000
"""A larger file cannot be fetched by a bot (Bot API, "getFile": 20 MB)."""

MOST_ROWS = 20_000
"""Filled rows of a sheet that are read."""

MOST_COLUMNS = 60
"""Columns that are looked at; what stands further right is passed over."""

LONGEST_CELL = 32_767
"""Characters of a cell (what spreadsheet programs hold)."""


class Fault(StrEnum):
    """What is wrong with a table or a place in it."""

    EMPTY = "empty"
    """Nothing is written in the file."""
    TOO_LARGE = "too_large"
    """More than is read; `data["limit"]` says how much (bytes, rows or parts)."""
    TOO_MANY_ROWS = "too_many_rows"
    """More filled rows than `data["limit"]`."""
    NOT_A_TABLE = "not_a_table"
    """Neither a workbook nor text."""
    OLD_WORKBOOK = "old_workbook"
    """The binary form before 2007 (.xls), or another program's (.ods)."""
    LOCKED = "locked"
    """A workbook behind a password."""
    BROKEN = "broken"
    """A workbook whose parts contradict each other or cannot be read."""
    NOT_TOML = "not_toml"
    """An event file that is not written as one."""
    UNREADABLE_TEXT = "unreadable_text"
    """A text in which a row cannot be parted into cells."""
    NO_HEAD = "no_head"
    """No row names columns that are known."""
    FORMULA = "formula"
    """A formula whose result is not in the file."""
    MERGED = "merged"
    """Cells merged over several rows or columns: only the first holds a value; `data["cells"]`."""
    MISSING = "missing"
    """A cell that must be filled is empty."""
    TOO_LONG = "too_long"
    """More than `data["limit"]` characters: cut."""
    UNKNOWN_WORD = "unknown_word"
    """`data["value"]` is none of the words that may stand here: passed over."""
    BAD_EMAIL = "bad_email"
    """`data["value"]` is no e-mail address: passed over."""
    TWICE = "twice"
    """The same as in row `data["row"]`."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something stands. Rows and columns are counted from 1, as spreadsheet programs do;
    0 where there is none. `head` is what the column is called in the file."""

    sheet: str = ""
    row: int = 0
    column: int = 0
    head: str = ""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong. `fatal`: what stands there is left out altogether."""

    fault: str
    place: Place = Place()
    data: Mapping[str, str | int] = field(default_factory=dict)
    fatal: bool = True


class BadTable(Exception):
    """A file of which nothing can be used; `problem` says why and where."""

    def __init__(self, fault: Fault, place: Place | None = None, **data: str | int) -> None:
        super().__init__(fault.value)
        self.problem = Problem(fault=fault, place=place or Place(), data=data)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row that is not empty: its texts by column."""

    number: int
    cells: Mapping[int, str]

    def text(self, column: int | None) -> str:
        """What stands in a column, without blanks around it; empty when nothing does."""
        text = self.cells.get(column, "").strip() if column is not None else ""
        # Our own tables put a mark before what a spreadsheet program would take for a formula.
        return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet. Numbers, dates and truth values are written as text: `12`, `0.5`,
    `2027-04-13T08:30:00`, `2027-04-13`, `08:30:00`, `true`."""

    name: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()


def letters(column: int) -> str:
    """A column as spreadsheet programs name it: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
