"""An event's plan as the table that `eventfile` reads: the way back, in JSON values.

`read_event(table_of(plan))` is the plan again, but for ids that only the store gives.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from matchmaking.events import EventPlan, Session, Speaker, Titles
from matchmaking.partners import partner_table

_PLAIN = (
    "code", "short_name", "zone", "slot_minutes", "rest_minutes", "tables", "offer_hours",
    "answer_minutes", "offer_cap", "link_template", "walk_ins", "contact",
)  # fmt: skip
"""Fields that stand in the table as they are."""


def table_of(plan: EventPlan) -> dict[str, Any]:
    """The plan as a table of JSON values."""
    zone = ZoneInfo(plan.zone)
    return {
        **{name: getattr(plan, name) for name in _PLAIN},
        "names": titles_table(plan.names),
        "mode": plan.mode.value,
        "reminders": [one.value for one in plan.reminders],
        "days": [
            {
                "date": day.date.isoformat(),
                "audience": [role.value for role in day.audience],
                "titles": titles_table(day.titles),
            }
            for day in plan.days
        ],
        **{
            name: [
                {
                    "code": one.code,
                    **_span(one.starts_at, one.ends_at, zone),
                    "titles": titles_table(one.titles),
                }
                for one in spans
            ]
            for name, spans in (("windows", plan.windows), ("spans", plan.spans))
        },
        "sessions": [session_table(one, plan.zone) for one in plan.sessions],
        "partners": [partner_table(one) for one in plan.partners],
    }


def titles_table(titles: Titles) -> dict[str, str]:
    """Titles by the code of their language."""
    return {language.value: text for language, text in titles.items()}


def session_table(one: Session, zone: str) -> dict[str, Any]:
    """A session as a table of JSON values, its hours by the clock of `zone`."""
    return {
        "code": one.code,
        "kind": one.kind.value,
        **_span(one.starts_at, one.ends_at, ZoneInfo(zone)),
        "titles": titles_table(one.titles),
        "language": one.language,
        "seats": one.seats,
        "link": one.link,
        "speakers": [_speaker(speaker) for speaker in one.speakers],
        "moderators": [_speaker(speaker) for speaker in one.moderators],
    }


def _speaker(one: Speaker) -> dict[str, Any]:
    return {
        "name": one.name,
        "organisation": one.organisation,
        "country": one.country,
        "attendee": one.attendee,
    }


def _span(starts: datetime, ends: datetime, zone: ZoneInfo) -> dict[str, str]:
    first, last = (one.astimezone(zone).replace(tzinfo=None) for one in (starts, ends))
    return {"starts": first.isoformat(), "ends": last.isoformat()}
