"""What one plan of an event changes in another, as an organiser would tell it.

Owns what counts as the same thing: days by their date, windows, breaks, sessions and partners by
their code, people on stage by their name. Values are texts in the event's own wall times, for
reading only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from matchmaking.events import EventPlan, Session, Speaker, Titles
from matchmaking.partners import Partner


class How(StrEnum):
    """What happens to a thing."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One field (`sheets.words`, `event`) that changes; empty texts where nothing stood."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that changes: `what` is its sheet (`sheets.words`), `name` its code, date or
    name; empty for the event itself."""

    how: How
    what: str
    name: str = ""
    details: tuple[Detail, ...] = ()


Fields = Mapping[str, str]


def changes(before: EventPlan, after: EventPlan) -> tuple[Change, ...]:
    """What changes, in the order of the workbook; empty when nothing does."""
    return tuple(_changes(before, after))


def _changes(before: EventPlan, after: EventPlan) -> Iterator[Change]:
    for what in ("event", "settings"):
        details = _details(_fields(before, what), _fields(after, what))
        if details:
            yield Change(how=How.CHANGED, what=what, details=details)
    for what in ("days", "windows", "spans", "sessions", "speakers", "partners"):
        yield from _compared(what, _things(before, what), _things(after, what))


def _compared(
    what: str, before: Mapping[str, Fields], after: Mapping[str, Fields]
) -> Iterator[Change]:
    for name, fields in after.items():
        if name not in before:
            yield Change(how=How.ADDED, what=what, name=name)
        elif details := _details(before[name], fields):
            yield Change(how=How.CHANGED, what=what, name=name, details=details)
    for name in before:
        if name not in after:
            yield Change(how=How.REMOVED, what=what, name=name)


def _details(before: Fields, after: Fields) -> tuple[Detail, ...]:
    return tuple(
        Detail(field=field, before=before.get(field, ""), after=after.get(field, ""))
        for field in {**before, **after}
        if before.get(field, "") != after.get(field, "")
    )


def _fields(plan: EventPlan, what: str) -> Fields:
    if what == "event":
        return {
            "code": plan.code,
            "short_name": plan.short_name,
            **{f"name_{language}": name for language, name in plan.names.items()},
            "zone": plan.zone,
            "mode": plan.mode.value,
            "contact": plan.contact,
        }
    return {
        "slot_minutes": str(plan.slot_minutes),
        "rest_minutes": str(plan.rest_minutes),
        "tables": str(plan.tables),
        "offer_hours": str(plan.offer_hours),
        "answer_minutes": str(plan.answer_minutes),
        "offer_cap": str(plan.offer_cap),
        "link_template": plan.link_template,
        "walk_ins": str(plan.walk_ins).lower(),
        "reminders": ", ".join(plan.reminders),
    }


def _things(plan: EventPlan, what: str) -> dict[str, Fields]:
    zone = ZoneInfo(plan.zone)
    match what:
        case "days":
            return {
                day.date.isoformat(): {"audience": ", ".join(day.audience)} | _titles(day.titles)
                for day in plan.days
            }
        case "windows":
            return {
                one.code: _span(one.starts_at, one.ends_at, zone) | _titles(one.titles)
                for one in plan.windows
            }
        case "spans":
            return {
                one.code: _span(one.starts_at, one.ends_at, zone) | _titles(one.titles)
                for one in plan.spans
            }
        case "sessions":
            return {one.code: _session(one, zone) for one in plan.sessions}
        case "partners":
            return {one.code: _partner(one, place) for place, one in enumerate(plan.partners, 1)}
        case _:
            return _on_stage(plan.sessions)


def _session(one: Session, zone: ZoneInfo) -> Fields:
    return {
        "kind": one.kind.value,
        **_span(one.starts_at, one.ends_at, zone),
        "language": one.language,
        "seats": str(one.seats),
        "link": one.link,
        **_titles(one.titles),
    }


def _on_stage(sessions: Sequence[Session]) -> dict[str, Fields]:
    """Everybody on stage, by session and name; the order among them counts, too."""
    return {
        f"{session.code}: {speaker.name}": _speaker(speaker, part, place)
        for session in sessions
        for part, group in (("speaker", session.speakers), ("moderator", session.moderators))
        for place, speaker in enumerate(group, start=1)
    }


def _speaker(one: Speaker, part: str, place: int) -> Fields:
    return {
        "part": f"{part} {place}",
        "organisation": one.organisation,
        "country": one.country,
        "attendee": one.attendee or "",
    }


def _partner(one: Partner, place: int) -> Fields:
    """A partner; the order among them counts, too."""
    names = {f"name_{language}": name for language, name in one.names.items()}
    return {"place": str(place), **names, "link": one.link}


def _span(starts: datetime, ends: datetime, zone: ZoneInfo) -> dict[str, str]:
    first, last = starts.astimezone(zone), ends.astimezone(zone)
    return {
        "date": first.date().isoformat(),
        "from": f"{first:%H:%M}",
        "to": f"{last:%H:%M}" if last.date() == first.date() else f"{last:%Y-%m-%d %H:%M}",
    }


def _titles(titles: Titles) -> dict[str, str]:
    return {f"title_{language}": title for language, title in titles.items()}
