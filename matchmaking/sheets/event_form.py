"""An event as the pages of a workbook, or the empty form of one: what `sheets.event` reads."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from matchmaking.events import EventPlan, Span, Titles, Window
from matchmaking.intents import Language
from matchmaking.sheets.event import COLUMNS, EVENT_FIELDS, NAMES, SETTINGS, TITLES
from matchmaking.sheets.words import word_for
from matchmaking.sheets.writing import Page

_WIDE = {*TITLES, *NAMES, "audience", "organisation", "name", "link"}


def event_pages(
    plan: EventPlan | None, language: Language, *, help_: Sequence[str] = ()
) -> list[Page]:
    """The pages of an event; of an empty form without a plan. `help_` is the first page's text."""
    pages = [
        _page(section, rows, language)
        for section, rows in (
            ("days", _days(plan, language) if plan else ()),
            ("windows", _windows(plan.windows, plan.zone) if plan else ()),
            ("spans", _windows(plan.spans, plan.zone) if plan else ()),
            ("sessions", _sessions(plan, language) if plan else ()),
            ("speakers", _speakers(plan, language) if plan else ()),
            ("partners", _partners(plan) if plan else ()),
        )
    ]
    first = [Page(title=_title("help", language), head=[_title("help", language)],
                  rows=[[line] for line in help_], widths=[100])]  # fmt: skip
    return [
        *(first if help_ else []),
        _list("event", EVENT_FIELDS, plan, language),
        _list("settings", SETTINGS, plan, language),
        *pages,
    ]


def _title(sheet: str, language: Language) -> str:
    return word_for("sheets", sheet, language)


def _list(sheet: str, fields: Sequence[str], plan: EventPlan | None, language: Language) -> Page:
    return Page(
        title=_title(sheet, language),
        head=[word_for("event", code, language) for code in ("field", "value")],
        rows=[
            [word_for("event", code, language), _value(plan, code, language) if plan else ""]
            for code in fields
        ],
        widths=[36, 60],
    )


def _value(plan: EventPlan, code: str, language: Language) -> str:
    if code.startswith("name_"):
        return plan.names[Language(code[5:])]
    if code == "mode":
        return word_for("mode", plan.mode.value, language)
    if code == "walk_ins":
        return word_for("truth", str(plan.walk_ins).lower(), language)
    return str(getattr(plan, code))


def _page(section: str, rows: Iterable[Sequence[str]], language: Language) -> Page:
    columns = COLUMNS[section]
    return Page(
        title=_title(section, language),
        head=[word_for("event", code, language) for code in columns],
        rows=rows,
        widths=[40 if code in _WIDE else 14 for code in columns],
    )


def _titles(titles: Titles) -> list[str]:
    return [titles[language] for language in (Language.AR, Language.FR, Language.EN)]


def _days(plan: EventPlan, language: Language) -> Iterable[list[str]]:
    for day in plan.days:
        audience = ", ".join(word_for("role", role.value, language) for role in day.audience)
        yield [day.date.isoformat(), audience, *_titles(day.titles)]


def _windows(spans: Sequence[Window | Span], zone: str) -> Iterable[list[str]]:
    for one in spans:
        hours = _span(one.starts_at, one.ends_at, ZoneInfo(zone))
        yield [one.code, *hours, *_titles(one.titles)]


def _span(starts: datetime, ends: datetime, zone: ZoneInfo) -> list[str]:
    first, last = starts.astimezone(zone), ends.astimezone(zone)
    return [first.date().isoformat(), f"{first:%H:%M}", f"{last:%H:%M}"]


def _sessions(plan: EventPlan, language: Language) -> Iterable[list[str]]:
    zone = ZoneInfo(plan.zone)
    for one in plan.sessions:
        yield [
            one.code,
            word_for("kind", one.kind.value, language),
            *_span(one.starts_at, one.ends_at, zone),
            one.language,
            str(one.seats) if one.seats else "",
            one.link,
            *_titles(one.titles),
        ]


def _speakers(plan: EventPlan, language: Language) -> Iterable[list[str]]:
    for session in plan.sessions:
        for part, group in (("speaker", session.speakers), ("moderator", session.moderators)):
            for one in group:
                yield [
                    session.code,
                    word_for("part", part, language),
                    one.name,
                    one.organisation,
                    one.country,
                    one.attendee or "",
                ]


def _partners(plan: EventPlan) -> Iterable[list[str]]:
    for one in plan.partners:
        names = (one.names.get(Language(code[5:]), "") for code in NAMES)
        yield [one.code, *names, one.link]
