"""A reader's phrasebook: every text, number, day and time as one reader reads it.

Owns what joins the catalogs (`i18n.texts`) with the formats of a locale; knows nothing of the
product's data. A phrasebook is made for the *recipient* of a message: their language, country
and zone are given, never taken from a context.

Instants are aware datetimes; they are shown in the reader's zone, or, where none is
known, in the zone they come with.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale

from i18n import formats, places
from i18n.catalogs import Catalog, MissingKey, catalog
from i18n.locales import locale_for
from i18n.markup import Html, Words, tg_time, to_html
from i18n.texts import MissingValue, Texts

__all__ = ["Html", "MissingKey", "MissingValue", "Phrasebook", "Words", "phrasebook"]

Zone = ZoneInfo | str | None


@lru_cache(maxsize=1024)
def phrasebook(language: str, country: str | None = None, zone: str | None = None) -> "Phrasebook":
    """The phrasebook for a reader; ValueError for a language that is not ours."""
    return Phrasebook(
        language=language,
        locale=locale_for(language, country),
        zone=ZoneInfo(zone) if zone else None,
        texts=catalog(language),
    )


class Phrasebook(Texts):
    """See the module. Immutable after it is made, so that it can be shared."""

    def __init__(
        self, *, language: str, locale: Locale, zone: ZoneInfo | None, texts: Catalog
    ) -> None:
        super().__init__(language=language, locale=locale, texts=texts)
        self.zone = zone

    # People's words

    def user(self, name: str) -> Html:
        """A person's name: bold, isolated."""
        return Html(
            to_html(Words(name)).replace("\u2068", "\u2068<b>").replace("\u2069", "</b>\u2069")
        )

    def quote(self, words: str) -> Html:
        """Somebody's own words in the reader's quotation marks."""
        return self.text("common.quote", words=Words(words))

    # Lists and names

    def list(self, items: Iterable[str | Words]) -> Html:
        """``a, b et c``; values as in `text`."""
        return Html(formats.listing([to_html(item) for item in items], self.locale))

    def choices(self, items: Iterable[str | Words]) -> Html:
        """``a, b ou c``; values as in `text`."""
        parts = [to_html(item) for item in items]
        return Html(formats.listing(parts, self.locale, alternatives=True))

    def country(self, code: str) -> str:
        """A country's name; the code when it is unknown."""
        return places.country(code, self.locale)

    def in_country(self, code: str) -> str:
        """Where that is: ``in the Netherlands``, ``au Liban``, ``في لبنان``."""
        place = places.country_in_sentence(code, self.locale)
        return self.plain("common.in_country", country=place)

    def language_name(self, code: str) -> str:
        """A language's name as in the middle of a sentence; the code when it is unknown."""
        return formats.language_name(code, self.locale)

    def capital(self, text: str) -> str:
        """`text` with its first letter as at the head of a line or button."""
        return text[:1].upper() + text[1:]

    def inline(self, text: str) -> str:
        """A label of the catalogs as in the middle of a sentence; initials stay (PME)."""
        return text if text[:2].isupper() else text[:1].lower() + text[1:]

    def zone_city(self, zone: str) -> str:
        """The city that names an IANA zone: ``Le Caire``."""
        return places.zone_city(zone, self.locale)

    def in_city(self, zone: str) -> str:
        """Where that is: ``in Cairo``, ``au Caire``, ``في القاهرة``."""
        return self._with_city("common.in_city", zone)

    def on_clock(self, zone: str) -> str:
        """Whose clock a time is read from: ``in Cairo``, ``au Caire``, ``بتوقيت القاهرة``."""
        return self._with_city("common.on_clock", zone)

    def _with_city(self, key: str, zone: str) -> str:
        words = self.plain(key, city=self.zone_city(zone))
        return places.french_contraction(words) if self.language == "fr" else words

    # Days and times

    def day(self, moment: date, *, zone: Zone = None, year: bool = False) -> str:
        """``mardi 13 avril``. A date is taken as it is, an instant in the reader's zone."""
        return formats.day(self._local_date(moment, zone), self.locale, year=year)

    def weekday(self, moment: date, *, zone: Zone = None) -> str:
        """``mardi``."""
        return formats.weekday(self._local_date(moment, zone), self.locale)

    def time(self, moment: datetime, *, zone: Zone = None) -> str:
        """``10:40``, ``10 h 40``, ``١٠:٤٠``."""
        return formats.clock(self._local(moment, zone), self.locale)

    def time_range(self, start: datetime, end: datetime, *, zone: Zone = None) -> str:
        """``10:40 to 11:00`` in words, so that it cannot be read backwards."""
        times = {"start": self.time(start, zone=zone), "end": self.time(end, zone=zone)}
        return self.plain("time.range", **times)

    def weekday_time(self, moment: datetime, *, zone: Zone = None) -> str:
        """``mardi 10 h 40``: what a slot's button says."""
        parts = {"day": self.weekday(moment, zone=zone), "time": self.time(moment, zone=zone)}
        return self.plain("time.weekday_time", **parts)

    def weekday_part(self, moment: datetime, *, zone: Zone = None) -> str:
        """``Tuesday morning``, ``mardi matin``, ``صباح الثلاثاء``."""
        key = f"time.weekday_{self._part(moment, zone)}"
        return self.plain(key, day=self.weekday(moment, zone=zone))

    def time_both(self, moment: datetime, event_zone: str) -> str:
        """The event's time, and before it the reader's where their clocks differ at that instant.

        ``10:40 in Beirut``, or ``9:40 (10:40 in Beirut)``; the event's day is named too when it
        is another.
        """
        here, there = self._local(moment, None), self._local(moment, event_zone)
        time, place = self.time(moment), self.on_clock(event_zone)
        if here.utcoffset() == there.utcoffset():
            return self.plain("time.here", time=time, place=place)
        show = self.time if here.date() == there.date() else self.weekday_time
        other = show(moment, zone=event_zone)
        return self.plain("time.both", time=time, other=other, place=place)

    def duration(self, span: timedelta) -> str:
        """``15 minutes``, ``1 heure et 30 minutes``, ``2 days``: at most two units, to the minute.

        As after a preposition ("in …", "بعد …").
        """
        minutes = max(0, round(span.total_seconds() / 60))
        days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
        units = {"days": days, "hours": hours, "minutes": rest}
        first, *more = [name for name, n in units.items() if n] or ["minutes"]
        words = self.plain_count(f"duration.{first}", units[first])
        if not more:
            return words
        second = self.plain_count(f"duration.{more[0]}", units[more[0]])
        return self.plain("duration.two", first=words, second=second)

    def tg_time(self, moment: datetime, text: str | Words, form: str = "wDT") -> Html:
        """`text` that a tap shows in the device's own zone; ValueError for a wrong `form`.

        `form`: empty (the text as it is), ``r`` (relative), or ``w`` day of the week, ``d``/``D``
        short/long date, ``t``/``T`` short/long time in this order.
        """
        return tg_time(int(self._local(moment, None).timestamp()), text, form)

    def _part(self, moment: datetime, zone: Zone) -> str:
        hour = self._local(moment, zone).hour
        return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"

    def _local(self, moment: datetime, zone: Zone) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("an instant needs its zone")
        wanted = ZoneInfo(zone) if isinstance(zone, str) else zone or self.zone
        return moment.astimezone(wanted) if wanted else moment

    def _local_date(self, moment: date, zone: Zone) -> date:
        return self._local(moment, zone) if isinstance(moment, datetime) else moment
