"""The event's programme as a calendar file, and sessions read from one.

Owns how a session stands in a calendar and what of somebody else's calendar can be taken: every
entry that cannot is named with its place and what is wrong, and the others are read all the same.
What only we write (kinds, titles in three languages, seats, who is on stage) stands in properties
of our own, so that our file comes back as it went. An attendee's file holds none of them, and no
address of a room: that is told to those who sit, when it is time.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from matchmaking.clocks import exists
from matchmaking.events import EventPlan, Session, SessionKind, Speaker, Titles
from matchmaking.ics import Entry, calendar_file
from matchmaking.intents import CountryCode, Language

if TYPE_CHECKING:
    from icalendar.cal import Component as IcsEvent

MOST = 1000
"""Most entries that are read."""

LARGEST = 2_000_000
"""Most bytes of a file that is read."""

KIND, TITLE, SEATS = "X-MULTAQA-KIND", "X-MULTAQA-TITLE", "X-MULTAQA-SEATS"
TONGUE, STAGE = "X-MULTAQA-LANGUAGE", "X-MULTAQA-STAGE"


class Fault(StrEnum):
    """What is wrong with an entry, or with the file."""

    NO_CALENDAR = "no_calendar"
    """The file is no calendar, or broken."""
    TOO_LARGE = "too_large"
    NO_TITLE = "no_title"
    NO_START = "no_start"
    NO_END = "no_end"
    BACKWARDS = "backwards"
    """It ends before it begins, or at once."""
    ALL_DAY = "all_day"
    """It has a day and no hour."""
    REPEATS = "repeats"
    """It stands for several; each has to be an entry of its own."""
    NO_SUCH_HOUR = "no_such_hour"
    """The clocks leave that hour out."""
    TWICE = "twice"
    """An entry before it has the same UID."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """An entry that was left out: its place in the file (from 1; 0 for the file), its title."""

    entry: int
    title: str
    fault: Fault
    code: str = ""
    """The code that its session would have."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """The sessions of a file, in order of time, and what was left out and why."""

    sessions: tuple[Session, ...]
    problems: tuple[Problem, ...]
    said: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By code: which fields of the session the file itself tells, beside its title and hours."""


def programme_file(
    plan: EventPlan, *, language: Language, now: datetime, sequence: int = 0
) -> bytes:
    """The programme for calendars, in one language, with the others beside for reading back.
    `sequence` rises with every change of the plan."""
    entries = [_entry(session, plan, language, sequence) for session in plan.sessions]
    zone = ZoneInfo(plan.zone)
    return calendar_file(
        entries, name=plan.names[language], zone=zone, language=language.value, now=now
    )


def visitors_file(
    plan: EventPlan,
    sessions: Iterable[Session],
    *,
    language: Language,
    now: datetime,
    sequence: int = 0,
) -> bytes:
    """Some sessions for the calendar of somebody who takes part."""
    entries = [
        replace(
            _entry(session, plan, language, sequence),
            url="",
            location="" if _is_address(session.link) else session.link,
            more=(),
        )
        for session in sessions
    ]
    zone = ZoneInfo(plan.zone)
    return calendar_file(
        entries, name=plan.names[language], zone=zone, language=language.value, now=now
    )


def read_programme(data: bytes, *, zone: ZoneInfo) -> Read:
    """The sessions in a calendar file. Hours without a zone are the event's."""
    from icalendar import Calendar

    if len(data) > LARGEST:
        return _refused(Fault.TOO_LARGE)
    try:
        calendar = Calendar.from_ical(data.decode("utf-8-sig", "replace"))
        events = list(calendar.walk("VEVENT"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return _refused(Fault.NO_CALENDAR)
    if calendar.name != "VCALENDAR":
        return _refused(Fault.NO_CALENDAR)
    if len(events) > MOST:
        return _refused(Fault.TOO_LARGE)
    sessions: list[Session] = []
    problems: list[Problem] = []
    said: dict[str, frozenset[str]] = {}
    seen: set[str] = set()
    for number, event in enumerate(events, start=1):
        if str(event.get("status", "")).upper() == "CANCELLED":
            continue
        title, uid = _text(event, "summary"), _text(event, "uid")
        fault = Fault.TWICE if uid and uid in seen else _fault(event, title, zone)
        seen.add(uid)
        code = _code(uid, number, sessions)
        if fault is not None:
            problems.append(Problem(entry=number, title=title[:80], fault=fault, code=code))
            continue
        sessions.append(_session(event, title, code, zone))
        said[code] = _said(event)
    ordered = sorted(sessions, key=lambda one: (one.starts_at, one.code))
    return Read(sessions=tuple(ordered), problems=tuple(problems), said=said)


def _refused(fault: Fault) -> Read:
    return Read(sessions=(), problems=(Problem(entry=0, title="", fault=fault),))


def _said(event: "IcsEvent") -> frozenset[str]:
    """Which fields an entry tells. What we wrote ourselves tells all, also what is empty."""
    if KIND in event:
        return frozenset({"kind", "seats", "language", "link", "titles", "stage"})
    told = {"kind": "categories", "seats": SEATS, "language": TONGUE, "link": "url",
            "titles": TITLE, "stage": STAGE}  # fmt: skip
    return frozenset(name for name, key in told.items() if key in event)


def _is_address(link: str) -> bool:
    return link.startswith(("https://", "http://"))


def _entry(session: Session, plan: EventPlan, language: Language, sequence: int) -> Entry:
    stage = [_speaker_data(one, moderates) for moderates, one in _on_stage(session)]
    names = ", ".join(f"{one.name} ({one.organisation})" for _, one in _on_stage(session))
    more = [(KIND, "", session.kind.value), (SEATS, "", str(session.seats))]
    more.append((TONGUE, "", session.language))
    more += [(TITLE, tongue.value, title) for tongue, title in session.titles.items()]
    more += [(STAGE, "", json.dumps(stage, ensure_ascii=False))] if stage else []
    return Entry(
        uid=f"{session.code}@{plan.code}.multaqa",
        sequence=sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=session.titles[language],
        description=names,
        url=session.link,
        categories=(session.kind.value.replace("_", " "),),
        more=tuple(more),
    )


def _on_stage(session: Session) -> Iterator[tuple[bool, Speaker]]:
    for moderates, group in ((False, session.speakers), (True, session.moderators)):
        for one in group:
            yield moderates, one


def _speaker_data(one: Speaker, moderates: bool) -> dict[str, Any]:
    return {
        "name": one.name,
        "organisation": one.organisation,
        "country": one.country,
        "attendee": one.attendee,
        "moderates": moderates,
    }


def _fault(event: "IcsEvent", title: str, zone: ZoneInfo) -> Fault | None:
    """What keeps an entry from being a session; None when nothing does."""
    if not title:
        return Fault.NO_TITLE
    if any(name in event for name in ("rrule", "rdate")):
        return Fault.REPEATS
    start, end = _moment(event, "dtstart"), _moment(event, "dtend")
    if start is None:
        return Fault.NO_START
    if not isinstance(start, datetime):
        return Fault.ALL_DAY
    if end is None:
        length = _moment(event, "duration")
        if length is None:
            return Fault.NO_END
        end = start + length
    if not isinstance(end, datetime):
        return Fault.ALL_DAY
    if any(one.tzinfo is None and not exists(one, zone) for one in (start, end)):
        return Fault.NO_SUCH_HOUR
    return Fault.BACKWARDS if _instant(start, zone) >= _instant(end, zone) else None


def _session(event: "IcsEvent", title: str, code: str, zone: ZoneInfo) -> Session:
    start, end = _moment(event, "dtstart"), _moment(event, "dtend")
    speakers, moderators = _stage(event)
    return Session(
        code=code,
        kind=_kind(event),
        starts_at=_instant(start, zone),
        ends_at=_instant(end if end is not None else start + _moment(event, "duration"), zone),
        titles=_titles(event, title),
        language=_text(event, TONGUE) or Language.EN.value,
        seats=int(seats) if (seats := _text(event, SEATS)[:6]).isdecimal() else 0,
        link=_link(event),
        speakers=speakers,
        moderators=moderators,
    )


def _link(event: "IcsEvent") -> str:
    """An address; the name of a room only where we wrote it ourselves."""
    link = _text(event, "url")
    return link if _is_address(link) or KIND in event else ""


def _moment(event: "IcsEvent", name: str) -> Any:
    """The date, hour or length of a property; None where there is none, or none that is one."""
    found = event.get(name)
    return getattr(found, "dt", None) if not isinstance(found, list) else None


def _instant(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _text(event: "IcsEvent", name: str) -> str:
    found = event.get(name, "")
    return " ".join(str(found[0] if isinstance(found, list) else found).split())


def _titles(event: "IcsEvent", title: str) -> Titles:
    """The title in each language; where only one was written, that one."""
    found = event.get(TITLE, [])
    given = found if isinstance(found, list) else [found]
    told = {str(one.params.get("LANGUAGE", "")).lower(): str(one) for one in given}
    return {language: told.get(language.value) or title for language in Language}


def _kind(event: "IcsEvent") -> SessionKind:
    """As we wrote it, or by a word of the categories; a panel where nothing says."""
    told = _text(event, KIND)
    if told in set(SessionKind):
        return SessionKind(told)
    categories = event.get("categories")
    words = categories.to_ical().decode().lower() if hasattr(categories, "to_ical") else ""
    if re.search("table|طاولة|مستديرة|workshop|atelier|ورشة", words):
        return SessionKind.ROUND_TABLE
    if re.search("networking|réseautage|تشبيك|تعارف", words):
        return SessionKind.NETWORKING
    return SessionKind.PANEL


def _stage(event: "IcsEvent") -> tuple[tuple[Speaker, ...], tuple[Speaker, ...]]:
    """Speakers and moderators as we wrote them; none where that is not to be read."""
    groups: tuple[list[Speaker], list[Speaker]] = ([], [])
    try:
        for one in json.loads(_text(event, STAGE) or "[]"):
            groups[bool(one["moderates"])].append(
                Speaker(
                    name=str(one["name"]),
                    organisation=str(one["organisation"]),
                    country=CountryCode(str(one["country"])),
                    attendee=str(one["attendee"]) if one["attendee"] else None,
                )
            )
    except (ValueError, KeyError, TypeError):
        return (), ()
    return tuple(groups[0]), tuple(groups[1])


def _code(uid: str, number: int, before: list[Session]) -> str:
    """What stands before the @ of the UID, which is our own code in our own; unique among those
    before."""
    plain = re.sub("[^A-Za-z0-9_-]+", "-", uid.partition("@")[0]).strip("-")
    code = plain[:40] or f"s{number}"
    return code if all(one.code != code for one in before) else f"{code[:34]}-{number}"
