"""Attendees as a registration's table states them.

Owns which columns there are, what a row becomes, and what is wrong with it. A cell that is not
understood is left out and told; only a row without a name, or one that repeats another, is left
out as a whole. Reads no intents: see `matchmaking.registrations`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matchmaking.intents import CountryCode, Language, Role
from matchmaking.people import NAME_LIMIT, ORGANISATION_LIMIT, WORDS_LIMIT
from matchmaking.sheets.delimited import read_delimited
from matchmaking.sheets.table import BadTable, Fault, Line, Place, Problem, Sheet
from matchmaking.sheets.words import code_of, country_of, plain
from matchmaking.sheets.workbook import is_archive, read_workbook
from matchmaking.writing import as_written, one_line

COLUMNS = "attendees"
"""The vocabulary of the columns (`sheets.words`)."""

CODE_LIMIT = 60
EMAIL_LIMIT = 254
CLUSTER_LIMIT = 120

_HEAD_WITHIN = 15
"""Rows in which the head row is looked for: some lists begin with a title."""

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}\Z")
_PARTED = re.compile(r"[,;|/+،؛\n]|\bet\b|\band\b|\s-\s|\s+و")


@dataclass(frozen=True, kw_only=True)
class Registration:
    """An attendee as the organiser's table has them. Empty texts and None: not given."""

    row: int
    code: str = ""
    name: str
    organisation: str = ""
    email: str = ""
    country: CountryCode | None = None
    role: Role | None = None
    lang: Language | None = None
    speaks: tuple[str, ...] = ()
    offers: str = ""
    seeks: str = ""
    cluster: str = ""
    """Of which cluster they are a member, as the list names it."""
    manages: str = ""
    """Which cluster they look after."""


@dataclass(frozen=True, kw_only=True)
class PeopleTable:
    """What could be read of a table, and what could not."""

    rows: tuple[Registration, ...]
    problems: tuple[Problem, ...]
    columns: tuple[str, ...] = ()
    """The columns recognised."""
    unknown: tuple[str, ...] = ()
    """What other columns are called."""
    filled: int = 0
    """How many rows there are below the head."""


def read_people(content: bytes) -> PeopleTable:
    """The attendees in a file, whatever its form; raises `BadTable`."""
    if not is_archive(content):
        return people_of(read_delimited(content, known_columns))
    return people_of(most_promising(read_workbook(content)))


def most_promising(sheets: Sequence[Sheet]) -> Sheet:
    """The sheet whose head row names most columns; the first of several."""
    return max(sheets, key=_promise)


def known_columns(cells: Sequence[str]) -> int:
    """How many of the cells name a column of attendees."""
    return len({code for cell in cells if (code := code_of(COLUMNS, cell))})


def _promise(sheet: Sheet) -> int:
    head = _head(sheet)
    return known_columns(list(head.cells.values())) if head else 0


def _head(sheet: Sheet) -> Line | None:
    """The row that names most columns: at least two, one of them whom it is about."""
    lines = sheet.lines[:_HEAD_WITHIN]
    best = max(lines, key=lambda line: known_columns(list(line.cells.values())), default=None)
    if best is None:
        return None
    named = {code_of(COLUMNS, cell) for cell in best.cells.values()}
    names = {"name", "last_name", "first_name"} & named
    return best if names and len(named - {None}) > 1 else None


def people_of(sheet: Sheet) -> PeopleTable:
    """The attendees in a sheet; raises `BadTable` (NO_HEAD)."""
    head = _head(sheet)
    if head is None:
        first = sheet.lines[0].number if sheet.lines else 1
        raise BadTable(Fault.NO_HEAD, Place(sheet=sheet.name, row=first))
    columns: dict[str, int] = {}
    unknown: list[str] = []
    for column, cell in sorted(head.cells.items()):
        code = code_of(COLUMNS, cell)
        if code is None or code in columns:
            unknown.append(one_line(cell)[:60])
        else:
            columns[code] = column
    if "name" not in columns and "first_name" not in columns:
        columns["name"] = columns.pop("last_name")  # "Nom" alone is the whole name
    reader = _Reader(sheet.name, columns, head)
    body = [line for line in sheet.lines if line.number > head.number]
    rows = [one for line in body if (one := reader.row(line)) is not None]
    formulas = [one for one in sheet.problems if one.place.row > head.number]
    return PeopleTable(
        rows=tuple(rows),
        problems=tuple(sorted([*reader.problems, *_softened(formulas)], key=_by_place)),
        columns=tuple(columns),
        unknown=tuple(unknown),
        filled=len(body),
    )


def _by_place(problem: Problem) -> tuple[int, int]:
    return problem.place.row, problem.place.column


def _softened(problems: Iterable[Problem]) -> Iterable[Problem]:
    """A cell without a value is told, and costs no row by itself."""
    for one in problems:
        yield Problem(fault=one.fault, place=one.place, data=one.data, fatal=False)


class _Reader:
    """Row by row, with what was seen before."""

    def __init__(self, sheet: str, columns: Mapping[str, int], head: Line) -> None:
        self.problems: list[Problem] = []
        self._sheet, self._columns, self._head = sheet, columns, head
        self._seen: dict[tuple[str, ...], int] = {}

    def row(self, line: Line) -> Registration | None:
        """What a row says; None when it is left out."""
        name = self._name(line)
        if not name:
            self._tell(line, "name", Fault.MISSING, fatal=True)
            return None
        lang = self._coded(line, "lang", "language")
        if lang is not None and lang not in set(Language):
            lang = None
        speaks = self._speaks(line)
        role = self._coded(line, "role", "role")
        registration = Registration(
            row=line.number,
            code=self._line(line, "code", CODE_LIMIT),
            name=name,
            organisation=self._line(line, "organisation", ORGANISATION_LIMIT),
            email=self._email(line),
            country=self._country(line),
            role=Role(role) if role else None,
            lang=Language(lang) if lang else None,
            speaks=speaks,
            offers=self._words(line, "offers"),
            seeks=self._words(line, "seeks"),
            cluster=self._line(line, "cluster", CLUSTER_LIMIT),
            manages=self._line(line, "manages", CLUSTER_LIMIT),
        )
        return None if self._repeats(line, registration) else registration

    def _name(self, line: Line) -> str:
        whole = self._raw(line, "name")
        if not whole:
            whole = f"{self._raw(line, 'first_name')} {self._raw(line, 'last_name')}"
        name = one_line(whole)
        if len(name) > NAME_LIMIT:
            self._tell(line, "name", Fault.TOO_LONG, limit=NAME_LIMIT)
        return name[:NAME_LIMIT].strip()

    def _repeats(self, line: Line, one: Registration) -> bool:
        key = identity(one)
        first = self._seen.setdefault(key, line.number)
        if first != line.number:
            self._tell(line, key[0], Fault.TWICE, fatal=True, row=first)
        return first != line.number

    def _raw(self, line: Line, column: str) -> str:
        return unicodedata.normalize("NFC", line.text(self._columns.get(column)))

    def _line(self, line: Line, column: str, limit: int) -> str:
        text = one_line(self._raw(line, column))
        if len(text) > limit:
            self._tell(line, column, Fault.TOO_LONG, limit=limit)
        return text[:limit].strip()

    def _words(self, line: Line, column: str) -> str:
        limit = WORDS_LIMIT // 2  # both sides together are what somebody may say of themselves
        text = as_written(self._raw(line, column))
        if len(text) > limit:
            self._tell(line, column, Fault.TOO_LONG, limit=limit)
        return text[:limit].strip()

    def _email(self, line: Line) -> str:
        text = self._raw(line, "email").removeprefix("mailto:").strip().lower()
        if text and (len(text) > EMAIL_LIMIT or not _EMAIL.match(text)):
            self._tell(line, "email", Fault.BAD_EMAIL, value=text[:60])
            return ""
        return text

    def _country(self, line: Line) -> CountryCode | None:
        text = self._raw(line, "country")
        code = country_of(text) if text else None
        if text and code is None:
            self._tell(line, "country", Fault.UNKNOWN_WORD, value=text[:60])
        return code

    def _coded(self, line: Line, column: str, vocabulary: str) -> str | None:
        text = self._raw(line, column)
        code = code_of(vocabulary, text) if text else None
        if text and code is None:
            self._tell(line, column, Fault.UNKNOWN_WORD, value=text[:60])
        return code

    def _speaks(self, line: Line) -> tuple[str, ...]:
        text = self._raw(line, "speaks")
        parts = [part for part in _PARTED.split(text) if part.strip()]
        if len(parts) == 1 and code_of("language", text) is None:
            parts = text.split()
        known = {part: code_of("language", part) or _iso(part) for part in parts}
        for part, code in known.items():
            if code is None:
                self._tell(line, "speaks", Fault.UNKNOWN_WORD, value=part.strip()[:60])
        return tuple(dict.fromkeys(code for code in known.values() if code))

    def _tell(
        self, line: Line, column: str, fault: Fault, *, fatal: bool = False, **data: str | int
    ) -> None:
        at = self._columns.get(column, 0)
        place = Place(
            sheet=self._sheet,
            row=line.number,
            column=at,
            head=one_line(self._head.cells.get(at, ""))[:60],
        )
        self.problems.append(Problem(fault=fault, place=place, data=data, fatal=fatal))


def _iso(text: str) -> str | None:
    code = text.strip().lower()
    return code if len(code) in (2, 3) and code.isascii() and code.isalpha() else None


def identity(one: Registration) -> tuple[str, ...]:
    """By what the same attendee is known again: the surest of what is given. Who has a code is
    another than whoever has a different one, had they one address between them."""
    if one.code:
        return ("code", one.code.casefold())
    if one.email:
        return ("email", one.email)
    return ("name", plain(one.name), plain(one.organisation))
