"""What is wrong with an event file, as codes that have words of their own.

Owns how an error of pydantic's becomes a `FileFault`. Knows nothing of the file's form but the
least and most of its numbers.
"""

from collections.abc import Mapping
from typing import Any

from matchmaking.errors import FileFault


class Wrong(ValueError):
    """A rule of the file is broken: in a line for terminals, and as a code with its place below
    the table that was looked at."""

    def __init__(
        self, line: str, code: str, *, at: tuple[int | str, ...] = (), **data: str | int
    ) -> None:
        super().__init__(line)
        self.code, self.at, self.data = code, at, data


_KINDS = (
    ("missing", "missing"), ("string_too_short", "missing"), ("too_short", "none_there"),
    ("string_too_long", "too_long"), ("string_pattern", "bad_code"), ("enum", "unknown_word"),
    ("bool", "unknown_word"), ("int", "bad_number"), ("greater_than", "number_range"),
    ("less_than", "number_range"), ("date", "bad_date"), ("extra", "unknown_field"),
)  # fmt: skip
"""How pydantic's errors begin, and what they are here."""


def fault_of(error: Mapping[str, Any]) -> FileFault:
    """An error of pydantic's as a code and data."""
    place, context = tuple(error["loc"]), error.get("ctx") or {}
    wrong = context.get("error")
    if isinstance(wrong, Wrong):
        return FileFault(place=(*place, *wrong.at), code=wrong.code, data=wrong.data)
    code = next((ours for kind, ours in _KINDS if str(error["type"]).startswith(kind)), "other")
    if code == "bad_code" and place and place[-1] == "country":
        code = "unknown_word"
    given = error.get("input")
    data: dict[str, str | int] = {
        "value": str(given)[:60]
        if isinstance(given, str | int | float)
        else "".join(map(str, place[-1:])),
        "limit": int(context.get("max_length", 0)),
    }
    low, high = _RANGES.get(str(place[-1]) if place else "", (0, 0))
    return FileFault(place=place, code=code, data=data | {"low": low, "high": high})


_RANGES = {
    "slot_minutes": (5, 240),
    "rest_minutes": (0, 120),
    "tables": (0, 5000),
    "offer_hours": (1, 336),
    "answer_minutes": (0, 2880),
    "offer_cap": (1, 100),
    "seats": (0, 100_000),
}
"""Least and most of each number, as the models of `eventfile` say."""
