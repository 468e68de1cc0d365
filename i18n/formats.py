"""How numbers, days, times and lists are written for a locale.

Owns what CLDR (through Babel) says and the few places where an event needs it otherwise.
Knows no catalog.

* **Digits.** Babel writes Latin digits always, even where it is asked for the locale's own
  numbering system (it then changes the separators alone); `digits` turns them into the locale's.
* **Clock.** Everybody reads the 24-hour clock (10:40, 10 h 40, ١٠:٤٠), whatever CLDR has for
  the country: people compare slots across countries, and morning and evening must not hang on
  a small letter. Only readers in the United States get 10:40 AM.
* **Months.** Always whole in Arabic: CLDR gives ar_LB the months of Lebanon in their wide form
  only (d MMM would say مايو where d MMMM says أيار).

Days and times are the same few for everybody and take Babel 50 microseconds each, so that they
are kept once written.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from operator import attrgetter
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

_SYMBOLS: dict[str, Any] = {"numbering_system": "default"}
"""The separators of the locale's own digits; Babel's functions know the option, some type stubs
of it do not."""

_numbering_system = attrgetter("default_numbering_system")  # left out of the same stubs

_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def digits(text: str, locale: Locale) -> str:
    """`text` with its Latin digits written as the locale writes them."""
    return text.translate(_ARABIC_INDIC) if _numbering_system(locale) == "arab" else text


def number(value: int | float, locale: Locale) -> str:
    """A number with the locale's digits and separators."""
    return digits(format_decimal(value, locale=locale, **_SYMBOLS), locale)


def listing(items: Sequence[str], locale: Locale, *, alternatives: bool = False) -> str:
    """``a, b et c``, or ``a, b ou c`` when they are alternatives; nothing for no items."""
    return str(format_list(items, style="or" if alternatives else "standard", locale=locale))


def language_name(code: str, locale: Locale) -> str:
    """The name of an ISO 639 language; the code itself when there is none."""
    return str(locale.languages.get(code.lower(), code))


def day(value: date, locale: Locale, *, year: bool = False) -> str:
    """``mardi 13 avril``; the order is the locale's."""
    # Instants that are the same in two zones are equal, and their dates are not.
    return _day(date(value.year, value.month, value.day), locale, year)


@lru_cache(maxsize=1024)
def _day(value: date, locale: Locale, year: bool) -> str:
    if locale.language == "ar":
        pattern = "EEEE d MMMM y" if year else "EEEE d MMMM"
    else:
        american = locale.territory == "US"
        pattern = "EEEE, MMMM d" if american else "EEEE d MMMM"
        if year:
            pattern += ", y" if american else " y"
    return digits(format_date(value, pattern, locale=locale), locale)


def weekday(value: date, locale: Locale) -> str:
    """The name of the day in a sentence: ``mardi``."""
    return _weekday(date(value.year, value.month, value.day), locale)


@lru_cache(maxsize=1024)
def _weekday(value: date, locale: Locale) -> str:
    return format_date(value, "EEEE", locale=locale)


def clock(value: datetime, locale: Locale) -> str:
    """The time of day as it stands in `value`, to the minute."""
    return _clock(time(value.hour, value.minute), locale)


@lru_cache(maxsize=1024)
def _clock(value: time, locale: Locale) -> str:
    if locale.language == "fr":
        pattern = "H\u202f'h'\u202fmm" if value.minute else "H\u202f'h'"
    else:
        pattern = "h:mm\u202fa" if locale.territory == "US" else "H:mm"
    return digits(format_time(value, pattern, locale=locale), locale)
