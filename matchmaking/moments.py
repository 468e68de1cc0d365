"""An hour as people type it, in three languages: ``tomorrow 9:00``, ``14/04 18 h 30``, ``غداً ٩``.

Owns the short forms of days and hours. Days come before months (14/04), as everywhere in the
region. What is not understood whole is not understood: a wrong guess would wake thousands.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from matchmaking.reading.normalise import plain

FAR = timedelta(days=180)
"""A day without a year that is over for longer than this is meant of the year after."""

_DAYS = {
    "today": 0, "tonight": 0, "aujourd'hui": 0, "aujourdhui": 0, "اليوم": 0, "الليله": 0,
    "tomorrow": 1, "demain": 1, "غدا": 1, "غد": 1, "بكره": 1,
    "apres-demain": 2, "apres demain": 2, "after tomorrow": 2, "day after tomorrow": 2,
    "بعد غد": 2, "بعد غدا": 2,
}  # fmt: skip

_WEEKDAYS = (
    ("monday", "mon", "lundi", "الاثنين", "الإثنين"),
    ("tuesday", "tue", "mardi", "الثلاثاء"),
    ("wednesday", "wed", "mercredi", "الاربعاء", "الأربعاء"),
    ("thursday", "thu", "jeudi", "الخميس"),
    ("friday", "fri", "vendredi", "الجمعة"),
    ("saturday", "sat", "samedi", "السبت"),
    ("sunday", "sun", "dimanche", "الاحد", "الأحد"),
)

_MONTHS = (
    ("january", "jan", "janvier", "janv", "يناير", "جانفي", "كانون الثاني"),
    ("february", "feb", "fevrier", "fevr", "فبراير", "فيفري", "شباط"),
    ("march", "mar", "mars", "مارس", "آذار"),
    ("april", "apr", "avril", "avr", "أبريل", "إبريل", "أفريل", "نيسان"),
    ("may", "mai", "مايو", "ماي", "أيار"),
    ("june", "jun", "juin", "يونيو", "جوان", "حزيران"),
    ("july", "jul", "juillet", "juil", "يوليو", "يوليوز", "جويلية", "تموز"),
    ("august", "aug", "aout", "أغسطس", "أوت", "غشت", "آب"),
    ("september", "sep", "sept", "septembre", "سبتمبر", "شتنبر", "أيلول"),
    ("october", "oct", "octobre", "أكتوبر", "تشرين الأول"),
    ("november", "nov", "novembre", "نوفمبر", "نونبر", "تشرين الثاني"),
    ("december", "dec", "decembre", "ديسمبر", "دجنبر", "كانون الأول"),
)

_UNITS = {
    60: ("hour", "hours", "hr", "hrs", "h", "heure", "heures", "ساعه", "ساعات"),
    1: ("minute", "minutes", "min", "mins", "mn", "دقيقه", "دقائق"),
    1440: ("day", "days", "jour", "jours", "يوم", "ايام"),
}  # minutes in each

_ALONE = {
    "an hour": 60, "one hour": 60, "une heure": 60, "ساعه": 60, "ساعتين": 120,
    "half an hour": 30, "une demi-heure": 30, "نصف ساعه": 30, "ربع ساعه": 15,
    "a quarter of an hour": 15, "un quart d'heure": 15, "ساعه ونصف": 90,
    "two hours": 120, "deux heures": 120, "يوم": 1440, "يومين": 2880,
}  # fmt: skip

_FILLERS = {
    "a", "at", "on", "the", "le", "la", "les", "de", "du", "next", "this", "prochain", "ce", "of",
    "يوم", "في", "على", "الساعه", "القادم", "المقبل", "عند", "تمام", "o'clock", "oclock",
}  # fmt: skip
"""What stands around a day and an hour and says nothing."""

_AFTERNOON = ("pm", "p.m.", "مساء", "م", "soir", "apres-midi", "عصرا")
_FORENOON = ("am", "a.m.", "صباحا", "ص", "matin")
_NOON = {"noon": time(12), "midi": time(12), "ظهرا": time(12), "الظهر": time(12)}

_HALF = "|".join(re.escape(one) for one in (*_AFTERNOON, *_FORENOON))
_TIME = re.compile(
    rf"(\d{{1,2}})(?:\s*(?:[:.٫]|h|heures?|hrs?|hours?)\s*(\d{{2}})?)?"
    rf"(?:\s*(?:de l')?\s*({_HALF}))?"
)
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DAY_MONTH = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?![\d:])\b")
_AMOUNT = re.compile(r"(\d{1,3})\s*([^\W\d_]+)")


def read_moment(said: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """The instant (UTC) that is meant, by the clock of `zone`; None when that is not clear. It
    may have passed."""
    text = " ".join(plain(said.replace("،", " ").replace(",", " ").replace("’", "'")).split())
    minutes = _from_now(text)
    if minutes is not None:
        return now + timedelta(minutes=minutes)
    here = now.astimezone(zone)
    for day, rest, tonight in _days(text, here.date()):
        hour = _hour(rest, tonight=tonight)
        if hour is None:
            continue
        if day is None:
            late = hour <= here.timetz().replace(tzinfo=None)
            day = here.date() + timedelta(days=late)
        elif isinstance(day, int):
            ahead = (day - here.weekday()) % 7
            over = ahead == 0 and hour <= here.timetz().replace(tzinfo=None)
            day = here.date() + timedelta(days=7 if over else ahead)
        return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)
    return None


def _from_now(text: str) -> int | None:
    """``in 2 hours``, ``dans 1 h 30``, ``بعد ساعتين``: in minutes."""
    word, _, rest = text.partition(" ")
    if word not in ("in", "dans", "بعد") or not rest:
        return None
    if rest in _ALONE:
        return _ALONE[rest]
    minutes, left = 0, re.sub(r"(\d+)\s*h\s*(\d+)$", r"\1 h \2 min", rest)
    for number, unit in _AMOUNT.findall(left):
        each = next((size for size, names in _UNITS.items() if unit in names), None)
        if each is None:
            return None
        minutes += int(number) * each
    clear = not set(_AMOUNT.sub(" ", left).split()) - {"and", "et", "و"}
    return minutes if minutes and clear else None


Day = tuple[date | int | None, str, bool]
"""A day (or a day of the week, or none), the rest of the text, and whether an evening is meant."""


def _days(text: str, today: date) -> list[Day]:
    """The ways to find a day in a text, the likeliest first."""
    found: list[Day] = []
    for name in sorted(_DAYS, key=len, reverse=True):
        if _has(text, name):
            tonight = name in ("tonight", "الليله")
            found.append((today + timedelta(days=_DAYS[name]), _without(text, name), tonight))
            break
    if _has(text, "ce soir"):
        found.append((today, _without(text, "ce soir"), True))
    for number, names in enumerate(_WEEKDAYS):
        found += [(number, _without(text, n), False) for n in map(plain, names) if _has(text, n)]
    found += _written(text, today)
    found.append((None, text, False))
    return found


def _written(text: str, today: date) -> list[Day]:
    """``2027-04-14``, ``14/04``, ``14 avril``, ``April 14``."""
    found: list[Day] = []
    if match := _ISO.search(text):
        year, month, day = map(int, match.groups())
        found.append((_date(year, month, day), _cut(text, match), False))
    if match := _DAY_MONTH.search(text):
        day, month = int(match[1]), int(match[2])
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0) if match[3] else 0
        found.append((_near(year, month, day, today), _cut(text, match), False))
    for month, names in enumerate(_MONTHS, start=1):
        for name in sorted(map(plain, names), key=len, reverse=True):
            either = rf"\b(?:(\d{{1,2}})(?:er)?\s+{name}|{name}\s+(\d{{1,2}})(?![\d:]))\b"
            if match := re.search(either, text):
                day = int(match[1] or match[2])
                found.append((_near(0, month, day, today), _cut(text, match), False))
                break
    return [one for one in found if one[0] is not None]


def _near(year: int, month: int, day: int, today: date) -> date | None:
    if year:
        return _date(year, month, day)
    this = _date(today.year, month, day)
    if this is not None and today - this > FAR:
        return _date(today.year + 1, month, day)
    return this


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hour(text: str, *, tonight: bool) -> time | None:
    """The hour that is all there is in a text but for fillers."""
    rest = " ".join(word for word in text.split() if word not in _FILLERS)
    if rest in _NOON:
        return _NOON[rest]
    match = _TIME.fullmatch(rest)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3] or ""
    if half and not 1 <= hour <= 12:
        return None
    if (half in _AFTERNOON or (tonight and not half)) and hour < 12:
        hour += 12
    elif half in _FORENOON and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _has(text: str, name: str) -> bool:
    return re.search(rf"(?<!\S){re.escape(name)}(?!\S)", text) is not None


def _without(text: str, name: str) -> str:
    return " ".join(re.sub(rf"(?<!\S){re.escape(name)}(?!\S)", " ", text).split())


def _cut(text: str, match: "re.Match[str]") -> str:
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
