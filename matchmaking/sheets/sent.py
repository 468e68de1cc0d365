"""A file that an organiser has sent: what it is, and what it says, as JSON values.

Owns the choice between an attendee list and an event. Takes as long as the file is long, so that
a program of its own does it (`python -m matchmaking.sheets`); nothing is believed of the file's
name but the endings that its content cannot tell.
"""

from collections.abc import Callable, Mapping
from typing import Any

from matchmaking.registrations import hear, heard_as_json
from matchmaking.sheets.delimited import read_delimited
from matchmaking.sheets.people import PeopleTable, known_columns, most_promising, people_of
from matchmaking.sheets.problems import problem_as_json
from matchmaking.sheets.table import BadTable
from matchmaking.sheets.workbook import is_archive, read_workbook

Told = Callable[[int, int], None]
"""Is told how many rows of how many are read."""

STEP = 250
"""Rows after which somebody who waits is told."""


def understand(content: bytes, _name: str, told: Told) -> Mapping[str, Any]:
    """What a file says: `{"kind": "attendees" …}` or `{"kind": "refused", "problem": …}`."""
    try:
        if is_archive(content):
            sheets = read_workbook(content)
            return _attendees(people_of(most_promising(sheets)), told)
        return _attendees(people_of(read_delimited(content, known_columns)), told)
    except BadTable as bad:
        return {"kind": "refused", "problem": problem_as_json(bad.problem)}


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
