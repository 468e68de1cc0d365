"""An event's workbook as the table that an event file is, and back.

Owns which sheets and columns there are. A row becomes the same table as in the TOML file
(`matchmaking.eventfile` checks both), and every value remembers the cell it came from, so that a
problem is told where the organiser can find it. Dates and hours are the event's own wall times.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from matchmaking.errors import FileFault
from matchmaking.sheets.moments import read_date, read_time
from matchmaking.sheets.table import Line, Place, Problem, Sheet
from matchmaking.sheets.words import code_of, country_of, western

SHEETS = ("event", "settings", "days", "windows", "spans", "sessions", "speakers", "partners")
"""In the order of the workbook; `event` and `settings` are lists of fields and values."""

TITLES = ("title_ar", "title_fr", "title_en")
NAMES = ("name_ar", "name_fr", "name_en")
EVENT_FIELDS = ("code", "short_name", *NAMES, "zone", "mode", "contact")
SETTINGS = ("slot_minutes", "rest_minutes", "tables", "offer_hours", "answer_minutes", "offer_cap",
            "link_template", "walk_ins")  # fmt: skip
NUMBERS = SETTINGS[:6]
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "days": ("date", "audience", *TITLES),
    "windows": ("code", "date", "from", "to", *TITLES),
    "spans": ("code", "date", "from", "to", *TITLES),
    "sessions": ("code", "kind", "date", "from", "to", "language", "seats", "link", *TITLES),
    "speakers": ("session", "part", "name", "organisation", "country", "attendee"),
    "partners": ("code", *NAMES, "link"),
}

LONGEST_NIGHT = timedelta(hours=12)
"""An end before its beginning is on the next day, if the span is no longer than this."""

Loc = tuple[int | str, ...]

_PARTED = re.compile(r"[,;|\n،؛]")


@dataclass(kw_only=True)
class EventTable:
    """A workbook as an event file's table."""

    table: dict[str, Any] = field(default_factory=dict)
    places: dict[Loc, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, fault: FileFault) -> Problem | None:
        """A fault of the table at its cell; None when the row was complained about already."""
        place = self._place(fault.place)
        if any(one.place == place or _same_row(one.place, place) for one in self.problems):
            return None
        return Problem(fault=fault.code, place=place, data=fault.data)

    def _place(self, loc: Loc) -> Place:
        for length in range(len(loc), 0, -1):
            found = self.places.get(loc[:length])
            if found is not None:
                return found
        return Place(head=".".join(map(str, loc)))


def _same_row(one: Place, other: Place) -> bool:
    return bool(one.row) and (one.sheet, one.row) == (other.sheet, other.row)


def is_event(sheets: Sequence[Sheet]) -> bool:
    """Whether a workbook describes an event: two sheets of it or more."""
    known = {code_of("sheets", sheet.name) for sheet in sheets}
    return len(known & set(SHEETS)) >= 2


def event_table(sheets: Sequence[Sheet]) -> EventTable:
    """The table that the sheets make together."""
    read = EventTable()
    by_code: dict[str, Sheet] = {}
    for sheet in sheets:
        code = code_of("sheets", sheet.name)
        if code in SHEETS:
            by_code.setdefault(code, sheet)
    for code in ("event", "settings"):
        if code in by_code:
            _fields(read, by_code[code])
    if "partners" in by_code:
        read.table["partners"] = []  # an empty sheet says that there are none
    for code in ("days", "windows", "spans", "sessions", "partners"):
        if code in by_code:
            _rows(read, code, by_code[code])
    if "speakers" in by_code:
        _speakers(read, by_code["speakers"])
    return read


def _fields(read: EventTable, sheet: Sheet) -> None:
    """A sheet of names and values, one a row. The whole file has one value for each."""
    for line in sheet.lines:
        cells = sorted(line.cells.items())
        code = code_of("event", cells[0][1])
        if code in (None, "field", "value"):
            continue
        value = line.text(cells[1][0]) if len(cells) > 1 else ""
        column = cells[1][0] if len(cells) > 1 else cells[0][0] + 1
        place = Place(sheet=sheet.name, row=line.number, column=column, head=cells[0][1].strip())
        _put_field(read, str(code), value, place)


def _put_field(read: EventTable, code: str, value: str, place: Place) -> None:
    loc: Loc = ("names", code[5:]) if code.startswith("name_") else (code,)
    read.places[loc] = place
    if not value:
        return
    if code in ("mode", "walk_ins"):
        known = code_of("truth" if code == "walk_ins" else "mode", value)
        value = known or value
    if code in NUMBERS:
        value = western(value)
    if len(loc) == 2:
        read.table.setdefault("names", {})[loc[1]] = value
    elif code in (*EVENT_FIELDS, *SETTINGS):
        read.table[code] = value


def _head(read: EventTable, code: str, sheet: Sheet) -> tuple[dict[str, int], Line] | None:
    """Where the columns of a sheet are; None, and a problem, when no row names them."""
    for line in sheet.lines[:10]:
        found = {
            name: column
            for column, cell in line.cells.items()
            if (name := code_of("event", cell)) in COLUMNS[code]
        }
        if len(found) >= 2:
            return {str(name): column for name, column in found.items()}, line
    if sheet.lines:
        place = Place(sheet=sheet.name, row=sheet.lines[0].number)
        read.problems.append(Problem(fault="no_head", place=place))
    return None


def _rows(read: EventTable, section: str, sheet: Sheet) -> None:
    found = _head(read, section, sheet)
    if found is None:
        return
    columns, head = found
    rows: list[dict[str, Any]] = []
    for line in (one for one in sheet.lines if one.number > head.number):
        row = _Row(read, (section, len(rows)), sheet, line, columns, head)
        rows.append(row.titled(_MAKERS[section](row)))
    if rows:
        read.table[section] = rows


class _Row:
    """One row: its cells by column, and where each value goes."""

    def __init__(
        self,
        read: EventTable,
        loc: Loc,
        sheet: Sheet,
        line: Line,
        columns: Mapping[str, int],
        head: Line,
    ) -> None:
        self._read, self._loc, self._sheet, self._line = read, loc, sheet, line
        self._columns, self._head = columns, head
        read.places[loc] = Place(sheet=sheet.name, row=line.number)

    def text(self, column: str, *at: str) -> str:
        """The text of a column; what is made of it stands at `at` in the table."""
        self._read.places[(*self._loc, *(at or (column,)))] = self.place(column)
        return self._line.text(self._columns.get(column))

    def place(self, column: str) -> Place:
        number = self._columns.get(column, 0)
        head = self._head.cells.get(number, "").strip()
        return Place(sheet=self._sheet.name, row=self._line.number, column=number, head=head)

    def tell(self, column: str, fault: str, value: str) -> None:
        """A cell that cannot be read at all."""
        self._read.problems.append(
            Problem(fault=fault, place=self.place(column), data={"value": value[:60]})
        )

    def coded(self, column: str, vocabulary: str, *at: str) -> str:
        text = self.text(column, *at)
        return code_of(vocabulary, text) or text

    def titled(self, made: dict[str, Any]) -> dict[str, Any]:
        if "titles" in made:
            made["titles"] = _filled(
                {code[6:]: self.text(code, "titles", code[6:]) for code in TITLES}
            )
        return made

    def span(self) -> dict[str, str]:
        """When it starts and ends."""
        day = self._date()
        starts, ends = (
            self._time("from", "starts"),
            self._time("to", "ends"),
        )
        if day is None or starts is None or ends is None:
            return {}
        begin = f"{day.isoformat()}T{starts.isoformat()}"
        night = ends <= starts and _length(starts, ends) <= LONGEST_NIGHT
        last = day + timedelta(days=1) if night else day
        return {"starts": begin, "ends": f"{last.isoformat()}T{ends.isoformat()}"}

    def _date(self) -> date | None:
        text = self.text("date", "starts")
        found = read_date(text)
        if text and found is None:
            self.tell("date", "bad_date", text)
        return found

    def _time(self, column: str, at: str) -> time | None:
        text = self.text(column, at)
        found = read_time(text)
        if text and found is None:
            self.tell(column, "bad_time", text)
        return found


def _length(starts: time, ends: time) -> timedelta:
    minutes = (ends.hour * 60 + ends.minute) - (starts.hour * 60 + starts.minute)
    return timedelta(minutes=minutes % 1440)


def _day(row: _Row) -> dict[str, Any]:
    text = row.text("date")
    found = read_date(text)
    if text and found is None:
        row.tell("date", "bad_date", text)
    audience = [part.strip() for part in _PARTED.split(row.text("audience")) if part.strip()]
    made: dict[str, Any] = {
        "audience": [code_of("role", part) or part for part in audience],
        "titles": {},
    }
    return made | ({"date": found.isoformat()} if found else {})


def _window(row: _Row) -> dict[str, Any]:
    return _filled({"code": row.text("code")}) | row.span() | {"titles": {}}


def _session(row: _Row) -> dict[str, Any]:
    texts = {
        "code": row.text("code"),
        "kind": row.coded("kind", "kind"),
        "language": row.coded("language", "language"),
        "seats": western(row.text("seats")),
        "link": row.text("link"),
    }
    return _filled(texts) | row.span() | {"titles": {}}


def _partner(row: _Row) -> dict[str, Any]:
    names = _filled({code[5:]: row.text(code, "names", code[5:]) for code in NAMES})
    return _filled({"code": row.text("code"), "link": row.text("link")}) | {"names": names}


_MAKERS = {
    "days": _day,
    "windows": _window,
    "spans": _window,
    "sessions": _session,
    "partners": _partner,
}


def _filled(texts: Mapping[str, str]) -> dict[str, Any]:
    return {name: text for name, text in texts.items() if text}


def _speakers(read: EventTable, sheet: Sheet) -> None:
    """Who is on stage: each goes to the session whose code stands beside the name."""
    found = _head(read, "speakers", sheet)
    if found is None:
        return
    columns, head = found
    sessions: list[dict[str, Any]] = read.table.get("sessions", [])
    index = {str(one.get("code", "")).casefold(): place for place, one in enumerate(sessions)}
    for line in (one for one in sheet.lines if one.number > head.number):
        probe = _Row(read, ("speakers", line.number), sheet, line, columns, head)
        code = probe.text("session")
        at = index.get(code.casefold())
        if at is None:
            probe.tell("session", "no_session", code)
            continue
        part = "moderators" if probe.coded("part", "part") == "moderator" else "speakers"
        group = sessions[at].setdefault(part, [])
        row = _Row(read, ("sessions", at, part, len(group)), sheet, line, columns, head)
        country = row.text("country")
        group.append(
            _filled(
                {
                    "name": row.text("name"),
                    "organisation": row.text("organisation"),
                    "country": country_of(country) or country if country else "",
                    "attendee": row.text("attendee"),
                }
            )
        )
