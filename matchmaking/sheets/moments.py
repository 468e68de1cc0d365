"""Dates and hours as spreadsheets and people write them, in any script's digits."""

import re
from datetime import date, time

from matchmaking.sheets.words import western

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_TIME = re.compile(r"(\d{1,2})(?:\s*[:hH.]\s*(\d{2})?)?(?::\d{2})?\s*")


def read_date(text: str) -> date | None:
    """A date as spreadsheets and people write it, day before month; None for none."""
    found = _DATE.match(western(text.strip()))
    if found is None:
        return None
    year, month, day, day2, month2, year2 = found.groups()
    try:
        return date(int(year or year2), int(month or month2), int(day or day2))
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """An hour: 9:30, 09:30:00, 9h30, 9 h, 9; None for none."""
    found = _TIME.fullmatch(western(text.strip()))
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None
