"""Time zones as an organiser names them: a city or a country in any language, or an IANA name."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from handlers import countries
from i18n.locales import LANGUAGES
from i18n.phrasebook import phrasebook
from matchmaking.reading.normalise import plain

REGION = (
    "Africa/Algiers", "Africa/Cairo", "Africa/Casablanca", "Africa/Tripoli", "Africa/Tunis",
    "Asia/Amman", "Asia/Beirut", "Asia/Riyadh", "Asia/Dubai", "Europe/Istanbul", "Europe/Paris",
    "Europe/Rome",
)  # fmt: skip
"""Zones that are offered as buttons."""


def find_zones(text: str, moments: Sequence[datetime]) -> tuple[str, ...]:
    """The zones that somebody may mean; none when nothing is understood. Of a country, those whose
    clocks differ at one of `moments`."""
    typed = _key(text)
    exact = [name for name in available_timezones() if name.casefold() == text.strip().casefold()]
    if exact and "/" in exact[0]:
        return (exact[0],)
    if typed in _cities():
        return (_cities()[typed],)
    country = countries.find(text)
    return countries.zones_of(country, moments) if country else ()


def _key(text: str) -> str:
    return " ".join(plain(word) for word in text.replace("-", " ").replace("_", " ").split())


@cache
def _cities() -> dict[str, str]:
    places = [name for name in sorted(available_timezones()) if countries.country_of(name)]
    found: dict[str, str] = {}
    for name in places:
        found.setdefault(_key(name.rsplit("/", 1)[1]), name)
        for language in LANGUAGES:
            found.setdefault(_key(phrasebook(language).zone_city(name)), name)
    return found
