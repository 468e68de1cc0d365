"""Calendar files (RFC 5545): from entries to a file that other calendars take.

Owns what an entry is, which properties stand in the file, and the zone's description in it.
Hours are written as wall times of the event's zone and not in UTC, since that is what people
agreed on: a calendar that hears of new clock rules later then still shows the right hour. There
is no ORGANIZER: nobody is to be answered by mail, and no address is known. Knows no meeting and
no words of ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from matchmaking.clocks import clock_of

if TYPE_CHECKING:
    from icalendar import Calendar, Timezone

PRODUCT = "-//Multaqa//Meetings//EN"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in a calendar. Texts are plain; instants are aware."""

    uid: str
    """The same for ever, so that a later file changes the entry instead of adding one."""
    sequence: int
    """Rises with each change of hour, place or being on."""
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    cancelled: bool = False
    more: tuple[tuple[str, str, str], ...] = ()
    """Further properties: name, language (or nothing), value."""


def calendar_file(
    entries: Sequence[Entry], *, name: str, zone: ZoneInfo, language: str, now: datetime
) -> bytes:
    """The file: one that takes entries off if all of them are cancelled, else one that adds or
    changes them. `name` is the calendar's; `now` becomes the time stamp of every entry."""
    # Half a second, for those few who want a file.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    off = bool(entries) and all(entry.cancelled for entry in entries)
    calendar.add("method", "CANCEL" if off else "PUBLISH")
    calendar.add("x-wr-calname", name, parameters={"language": language})
    calendar.add("x-wr-timezone", zone.key)
    calendar.add_component(_zone(zone, entries))
    for entry in sorted(entries, key=lambda one: (one.starts_at, one.uid)):
        _add(calendar, entry, zone, language, now)
    return bytes(calendar.to_ical())


def _add(calendar: "Calendar", entry: Entry, zone: ZoneInfo, language: str, now: datetime) -> None:
    from icalendar import Event

    event, spoken = Event(), {"language": language}
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.summary, parameters=spoken)
    for key, value in (("description", entry.description), ("location", entry.location)):
        if value:
            event.add(key, value, parameters=spoken)
    if entry.url:
        event.add("url", entry.url)
    if entry.categories:
        event.add("categories", list(entry.categories))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    for key, tongue, value in entry.more:
        event.add(key, value, parameters={"language": tongue} if tongue else {})
    calendar.add_component(event)


def _zone(zone: ZoneInfo, entries: Iterable[Entry]) -> "Timezone":
    """The zone as far as these entries need it, by the rules of today.

    `icalendar` can describe a zone itself, but begins summer time an hour late in it: an onset is
    written in the wall time that ends with it."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    moments = [moment for entry in entries for moment in (entry.starts_at, entry.ends_at)]
    clock = clock_of(zone, moments)
    described = Timezone()
    described.add("tzid", zone.key)
    first = clock[0]
    for (_, before), (since, after) in pairwise((first, *clock)):
        was, then = timedelta(seconds=before), timedelta(seconds=after)
        part = TimezoneDaylight() if after > before else TimezoneStandard()
        part.add("dtstart", (since + was).replace(tzinfo=None))
        part.add("tzoffsetfrom", was)
        part.add("tzoffsetto", then)
        part.add("tzname", since.astimezone(zone).tzname() or zone.key)
        described.add_component(part)
    return described
