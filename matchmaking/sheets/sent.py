"""A file that an organiser has sent: what it is, and what it says, as JSON values.

Owns the choice between an attendee list, an event and a calendar. Takes as long as the file is
long, so that a program of its own does it (`python -m matchmaking.sheets`); nothing is believed of
the file's name but the endings that its content cannot tell.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from matchmaking.errors import BadEventFile, FileFault
from matchmaking.eventfile import read_event
from matchmaking.programme_ics import read_programme
from matchmaking.programme_merge import read_as_json, told_problems
from matchmaking.registrations import hear, heard_as_json
from matchmaking.sheets.decoding import decode
from matchmaking.sheets.delimited import read_delimited
from matchmaking.sheets.event import EventTable, event_table, is_event
from matchmaking.sheets.people import PeopleTable, known_columns, most_promising, people_of
from matchmaking.sheets.problems import problem_as_json
from matchmaking.sheets.table import BadTable, Fault, Place, Problem, Sheet
from matchmaking.sheets.workbook import is_archive, read_workbook

Told = Callable[[int, int], None]
"""Is told how many rows of how many are read."""

STEP = 250
"""Rows after which somebody who waits is told."""


def understand(content: bytes, name: str, told: Told, zone: str = "UTC") -> Mapping[str, Any]:
    """What a file says, `name` being the ending of its name: `{"kind": "attendees" …}`,
    `{"kind": "event" …}`, `{"kind": "programme" …}` or `{"kind": "refused", "problem": …}`. Hours
    of a calendar that name no zone are those of `zone`."""
    try:
        if name.lower() == ".ics":
            return _programme(content, zone)
        if name.lower() == ".toml":
            return _toml(content)
        if not is_archive(content):
            return _attendees(people_of(read_delimited(content, known_columns)), told)
        sheets = read_workbook(content)
        if is_event(sheets):
            return _event(event_table(sheets), sheets)
        return _attendees(people_of(most_promising(sheets)), told)
    except BadTable as bad:
        return {"kind": "refused", "problem": problem_as_json(bad.problem)}


def _toml(content: bytes) -> Mapping[str, Any]:
    """An event file. Its places are names, such as `windows[2].starts`."""
    try:
        table = json.loads(json.dumps(tomllib.loads(decode(content)), default=_plain))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        row = re.search(r"line (\d+)", str(error))
        place = Place(row=int(row[1]) if row else 0)
        raise BadTable(Fault.NOT_TOML, place) from None
    return {"kind": "event", "table": table, "problems": _faults(table, _named)}


def _programme(content: bytes, zone: str) -> Mapping[str, Any]:
    """A calendar file."""
    read = read_programme(content, zone=ZoneInfo(zone))
    problems = [problem_as_json(one) for one in told_problems(read.problems)]
    whole = [one for one in read.problems if not one.entry]
    if whole or not (read.sessions or problems):
        fault = problems[0] if whole else problem_as_json(Problem(fault="ics_empty"))
        return {"kind": "refused", "problem": fault}
    return {"kind": "programme", **read_as_json(read, zone), "notes": problems}


def _plain(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    raise ValueError(f"not a value of an event file: {value!r}")


def _named(fault: FileFault) -> Problem:
    path = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in fault.place)
    return Problem(fault=fault.code, place=Place(head=path.lstrip(".")), data=fault.data)


def _event(read: EventTable, sheets: Sequence[Sheet]) -> Mapping[str, Any]:
    own = [one for sheet in sheets for one in sheet.problems]
    problems = [problem_as_json(one) for one in (*own, *read.problems)]
    problems += _faults(read.table, read.problem)
    table = json.loads(json.dumps(read.table))
    return {"kind": "event", "table": table, "problems": problems}


def _faults(
    table: Mapping[str, Any], place: Callable[[FileFault], Problem | None]
) -> list[dict[str, Any]]:
    try:
        read_event(table)
    except BadEventFile as bad:
        found = [place(one) for one in bad.faults]
        return [problem_as_json(one) for one in found if one is not None]
    return []


def _attendees(table: PeopleTable, told: Told) -> Mapping[str, Any]:
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(table.rows):
        if number % STEP == 0:
            told(number, len(table.rows))
        rows.append(heard_as_json(hear(row)))
    return {
        "kind": "attendees",
        "rows": rows,
        "problems": [problem_as_json(one) for one in table.problems],
        "unknown": list(table.unknown),
    }
