"""Countries as the conversation asks for them: the region's list, guesses, typed names, clocks.

Owns which countries are offered as buttons and how a typed name becomes a code. The zones of a
country come from the tz database's own table (`tzdata`, zone.tab), the likeliest zone first.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from i18n.locales import LANGUAGES, locale_for
from i18n.places import country as country_name
from matchmaking.reading.normalise import plain

REGION = ("AL", "DZ", "BA", "HR", "CY", "EG", "FR", "GR", "IL", "IT", "JO", "LB", "LY", "MT",
          "ME", "MA", "PS", "PT", "SI", "ES", "TN", "TR")  # fmt: skip
"""The 22 countries of the region."""

_LONGEST = 5
"""Most words of a name looked for inside a sentence."""

SEVERAL_CLOCKS = (("ES", "Atlantic/Canary"), ("PT", "Atlantic/Azores"))
"""Parts of the region's countries with a clock of their own: one tap instead of two questions."""

_ALSO = {
    "AE": "UAE, U.A.E., Emirates, Emirats, Dubai, Abu Dhabi, Émirats arabes, الإمارات",
    "BA": "Bosnia, Bosnie, البوسنة",
    "CD": "Congo, DR Congo, DRC, RDC, الكونغو",
    "CI": "Ivory Coast, Côte d'Ivoire, كوت ديفوار",
    "CZ": "Czech Republic, République tchèque",
    "DE": "Deutschland",
    "DZ": "Algerie, Dzayer",
    "EG": "Masr, Misr",
    "ES": "España, اسبانيا",
    "FR": "La France",
    "GB": "UK, U.K., Great Britain, Britain, England, Scotland, Wales, Northern Ireland, "
    "Angleterre, Grande-Bretagne, Écosse, Pays de Galles, Irlande du Nord, بريطانيا, إنجلترا, "
    "انكلترا, اسكتلندا, أيرلندا الشمالية",
    "GR": "Hellas, Ellada",
    "HR": "Hrvatska",
    "IT": "Italia",
    "KR": "Korea, Corée, كوريا",
    "LB": "Lubnan",
    "MA": "Maghreb, Al Maghrib",
    "NL": "Holland, Hollande, The Netherlands, هولندا",
    "PS": "State of Palestine, Filastin, Gaza, West Bank",
    "SA": "KSA, Saudi, Saudi Arabia, Arabie saoudite, السعودية",
    "SI": "Slovenija",
    "SY": "Syria, Syrie, سوريا, سورية",
    "TR": "Turkey, Turquie, Türkiye, تركيا",
    "US": "US, U.S., USA, U.S.A., United States of America, America, Amérique, États-Unis, "
    "New Jersey, New Mexico, الولايات المتحدة, أمريكا, أميركا",
}
"""Names and abbreviations that people type and CLDR does not give, by country."""

_ALONE = frozenset({"us", "u s", "maghreb"})
"""Names that mean something else inside a sentence ("tell us")."""

_WORD = re.compile(r"[^\W_]+")
_ARABIC_PREFIXES = "وبل"
"""And, in, to: Arabic writes them onto the name."""

CLOSE = 88
"""How alike (of 100) a typed name must be to a country's: one slip in a name of eight letters."""


def guess(language_code: str | None) -> str | None:
    """The country in a language tag such as ``fr-TN``, if it names one."""
    _, _, region = (language_code or "").replace("_", "-").partition("-")
    code = region.upper()
    return code if code in _zones() else None


def find(text: str) -> str | None:
    """The country that somebody typed, in any of our languages, slips forgiven."""
    typed = _key(text)
    names = _names()
    if typed in names:
        return names[typed]
    if len(typed) < 4:
        return None
    named = _named_in(typed.split())
    if named:
        return named.pop() if len(named) == 1 else None
    best = process.extractOne(typed, names.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
    return names[best[0]] if best else None


def _named_in(words: Sequence[str]) -> set[str]:
    """The countries named among some words, the longest names first: ``Papua New Guinea`` is
    not ``Guinea``."""
    names = _names()
    found: set[str] = set()
    at = 0
    while at < len(words):
        spans = (
            (length, name)
            for length in range(min(_LONGEST, len(words) - at), 0, -1)
            for name in _readings(" ".join(words[at : at + length]))
            if name in names and name not in _ALONE
        )
        length, name = next(spans, (1, ""))
        if name:
            found.add(names[name])
        at += length
    return found


def _readings(name: str) -> tuple[str, ...]:
    bare = name[1:] if name[0] in _ARABIC_PREFIXES else name
    return (name, bare) if len(bare) > 2 else (name,)


def zones_of(code: str, moments: Sequence[datetime]) -> tuple[str, ...]:
    """The zones of a country whose clocks differ at one of `moments`, the likeliest first."""
    distinct: dict[tuple[object, ...], str] = {}
    for name in _zones().get(code, ()):
        clock = tuple(moment.astimezone(ZoneInfo(name)).utcoffset() for moment in moments)
        distinct.setdefault(clock, name)
    return tuple(distinct.values())


def only_zone(code: str, moments: Sequence[datetime]) -> str | None:
    """The zone of a country with one clock, or of the part of it that the plain button means."""
    names = zones_of(code, moments)
    plain_button = any(code == several for several, _ in SEVERAL_CLOCKS)
    return names[0] if len(names) == 1 or (names and plain_button) else None


def country_of(zone: str) -> str | None:
    """The country of a zone; None for a zone of none."""
    return next((code for code, names in _zones().items() if zone in names), None)


def is_zone_of(name: str, code: str) -> bool:
    """Whether a zone (as a tapped button claims) is one of the country's."""
    return name in _zones().get(code, ())


def is_country(code: str) -> bool:
    """Whether a code (as a tapped button claims) is a country's."""
    return code in _zones()


def around(moments: Sequence[datetime]) -> tuple[datetime, ...]:
    """The moments at which clocks are compared: those given, and both halves of that year."""
    year = moments[0].year
    return (*moments, datetime(year, 1, 15, tzinfo=UTC), datetime(year, 7, 15, tzinfo=UTC))


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    zones: dict[str, list[str]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            code, _, name, *_ = line.split("\t")
            zones.setdefault(code, []).append(name)
    return {code: tuple(names) for code, names in zones.items()}


def _key(text: str) -> str:
    """A name in one plain spelling: words without signs between them."""
    return " ".join(_WORD.findall(" ".join(plain(word) for word in text.split())))


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in LANGUAGES:
        locale = locale_for(language)
        for code in _zones():
            name = country_name(code, locale)
            names.setdefault(_key(name), code)
    for code, also in _ALSO.items():
        for name in also.split(","):
            names.setdefault(_key(name), code)
    return names
