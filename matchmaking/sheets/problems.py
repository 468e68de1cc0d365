"""Problems of tables as JSON values, for drafts and for the program that reads files."""

from collections.abc import Mapping
from typing import Any

from matchmaking.sheets.table import Place, Problem


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """A problem as JSON values."""
    place = problem.place
    return {
        "fault": str(problem.fault),
        "place": [place.sheet, place.row, place.column, place.head],
        "data": dict(problem.data),
        "fatal": problem.fatal,
    }


def problem_of_json(told: Mapping[str, Any]) -> Problem:
    """The problem again."""
    sheet, row, column, head = told["place"]
    return Problem(
        fault=told["fault"],
        place=Place(sheet=sheet, row=row, column=column, head=head),
        data=told["data"],
        fatal=told["fatal"],
    )
