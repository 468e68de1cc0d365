"""A series: several events served by one bot, each an edition.

Owns where an edition lies in time, which one is meant when nobody says, and the code in its link.
Which edition somebody is in is remembered with them (`ports_events.Events.of_person`).
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from matchmaking.events import Event, EventPlan

EDITION = "e_"
"""How the payload of an edition's public link begins; its code follows."""


class Time(StrEnum):
    """Where an edition lies in time, by its own days."""

    PAST = "past"
    ON = "on"
    COMING = "coming"


def days(plan: EventPlan) -> tuple[date, date]:
    """The first day and the last, by the event's own calendar."""
    found = [day.date for day in plan.days]
    if not found:
        found = [moment.astimezone(_zone(plan)).date() for moment in plan.moments()]
    return (min(found), max(found)) if found else (date.max, date.max)


def time_of(event: Event, now: datetime) -> Time:
    """Whether it is over, under way, or still to come."""
    today = now.astimezone(event.zone).date()
    first, last = days(event.plan)
    if last < today:
        return Time.PAST
    return Time.COMING if today < first else Time.ON


def front(editions: Sequence[Event], now: datetime) -> Event | None:
    """The edition meant when nobody says which: the one that is on or comes next, otherwise the
    one added last. `editions` come in the order in which they were added."""
    ahead = [one for one in editions if time_of(one, now) is not Time.PAST]
    if ahead:
        return min(ahead, key=lambda one: days(one.plan)[0])
    return editions[-1] if editions else None


def payload_of(plan: EventPlan) -> str:
    """What the edition's public link carries: at most 42 of the 64 characters that a link may."""
    return f"{EDITION}{plan.code}"


def _zone(plan: EventPlan) -> ZoneInfo:
    return ZoneInfo(plan.zone)
