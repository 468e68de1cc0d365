"""What an organiser types in the chat: a window, ``14/04 15:30-17:30``, in any script's digits; a
partner, its name and perhaps its address."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from matchmaking.partners import is_address
from matchmaking.writing import one_line

_FORM = re.compile(
    r"^\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}))?[\s,،]+"
    r"(\d{1,2})\s*[:hH.]\s*(\d{2})\s*(?:[-–—]|à|to|إلى)\s*(\d{1,2})\s*[:hH.]\s*(\d{2})\s*$"
)
"""`\\d` is a digit of any script, and `int` reads them all."""

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def window_of(text: str, days: Sequence[date]) -> tuple[datetime, datetime] | None:
    """When it begins and ends by the event's clock; None when it is written otherwise. Without a
    year, the one that brings it nearest to the event's first day is meant."""
    found = _FORM.match(_MARKS.sub("", text))
    if found is None:
        return None
    day, month, year, *clock = (int(part) if part else None for part in found.groups())
    try:
        on = _day(day or 0, month or 0, year, min(days))
        starts, ends = (time(clock[at] or 0, clock[at + 1] or 0) for at in (0, 2))
    except ValueError:
        return None
    return datetime.combine(on, starts), datetime.combine(on, ends)


def partner_of(text: str) -> tuple[str, str]:
    """A partner's name, and the address written behind it; empty texts for none."""
    words = one_line(text).split()
    link = words.pop() if words and is_address(words[-1]) else ""
    return " ".join(words).rstrip(" ,،;؛:–-"), link


def is_arabic(text: str) -> bool:
    """Whether the first letter is an Arabic one."""
    first = next((char for char in text if char.isalpha()), "")
    return "\u0600" <= first <= "\u06ff"


def _day(day: int, month: int, year: int | None, first: date) -> date:
    if year is not None:
        return date(year, month, day)
    years = (first.year - 1, first.year, first.year + 1)
    near = [one for one in (_date(year, month, day) for year in years) if one is not None]
    if not near:
        raise ValueError(f"no day {day} of month {month}")
    return min(near, key=lambda one: abs(one - first))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
