"""Whom an announcement addresses, asked of the database: `matchmaking.segments` in SQL.

Owns one condition for each criterion. They mean what `segments.traits` says of one attendee; a
test compares the two over many people.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Exists, Text, and_, cast, exists, false, or_, true

from matchmaking.events import Event
from matchmaking.meetings import State
from matchmaking.segments import HAD, SOME, Criterion, Segment, Values
from storage.checkins import has_come
from storage.tables import ATTENDEE, ATTENDEE_WINDOW, INTENT, MEETING, PERSON, SEAT


def in_segment(segment: Segment, event: Event) -> ColumnElement[bool]:
    """The condition on a person and attendee of the event."""
    return and_(
        true(), *(CONDITIONS[each](values, event) for each, values in segment.criteria.items())
    )


def _language(values: Values, _event: Event) -> ColumnElement[bool]:
    return PERSON.c.language.in_(sorted(values))


def _role(values: Values, _event: Event) -> ColumnElement[bool]:
    return ATTENDEE.c.role.in_(sorted(values))


def _country(values: Values, _event: Event) -> ColumnElement[bool]:
    return PERSON.c.country.in_(sorted(values))


def _sector(values: Values, _event: Event) -> ColumnElement[bool]:
    # A list of concepts is JSON text: ["agrifood.olive_oil","water"].
    concepts = cast(INTENT.c.concepts, Text)
    return _has_intent(
        or_(*(concepts.like(f'%"{value}{end}%') for value in sorted(values) for end in '".'))
    )


def _intent(values: Values, _event: Event) -> ColumnElement[bool]:
    pairs = [value.split(".") for value in sorted(values)]
    return _has_intent(
        or_(*(and_(INTENT.c.kind == kind, INTENT.c.side == side) for kind, side in pairs))
    )


def _has_intent(condition: ColumnElement[bool]) -> Exists:
    return exists().where(INTENT.c.attendee_id == ATTENDEE.c.id, condition)


def _day(values: Values, event: Event) -> ColumnElement[bool]:
    days = [day for day in event.plan.days if day.date.isoformat() in values]
    if any(not day.audience for day in days):
        return true()
    return ATTENDEE.c.role.in_(sorted({role.value for day in days for role in day.audience}))


def _free(values: Values, event: Event) -> ColumnElement[bool]:
    windows = [
        window.id
        for window in event.plan.windows
        if window.starts_at.astimezone(event.zone).date().isoformat() in values
    ]
    if not windows:
        return false()
    return exists().where(
        ATTENDEE_WINDOW.c.attendee_id == ATTENDEE.c.id, ATTENDEE_WINDOW.c.window_id.in_(windows)
    )


def _meeting(values: Values, _event: Event) -> ColumnElement[bool]:
    had = sorted(state.value for state in HAD)
    is_part = or_(
        exists().where(MEETING.c.proposer_id == ATTENDEE.c.id, MEETING.c.state.in_(had)),
        exists().where(MEETING.c.invitee_id == ATTENDEE.c.id, MEETING.c.state.in_(had)),
    )
    return _either(is_part, values)


def _offer(values: Values, _event: Event) -> ColumnElement[bool]:
    waits = exists().where(
        MEETING.c.invitee_id == ATTENDEE.c.id, MEETING.c.state == State.OFFERED.value
    )
    return _either(waits, values)


def _arrived(values: Values, _event: Event) -> ColumnElement[bool]:
    return _either(has_come(), values)


def _seat(values: Values, event: Event) -> ColumnElement[bool]:
    return _in_session(values, event, waiting=False)


def _line(values: Values, event: Event) -> ColumnElement[bool]:
    return _in_session(values, event, waiting=True)


def _in_session(values: Values, event: Event, *, waiting: bool) -> Exists:
    return exists().where(
        SEAT.c.attendee_id == ATTENDEE.c.id,
        SEAT.c.event_id == event.id,
        SEAT.c.session.in_(sorted(values)),
        SEAT.c.waiting == waiting,
    )


def _either(some: ColumnElement[bool], values: Values) -> ColumnElement[bool]:
    """`some` holds, or it does not, or it is the same which."""
    if len(values) > 1:
        return true()
    return some if SOME in values else ~some


CONDITIONS: Mapping[Criterion, Callable[[Values, Event], ColumnElement[Any]]] = {
    Criterion.LANGUAGE: _language,
    Criterion.ROLE: _role,
    Criterion.COUNTRY: _country,
    Criterion.SECTOR: _sector,
    Criterion.INTENT: _intent,
    Criterion.DAY: _day,
    Criterion.FREE: _free,
    Criterion.MEETING: _meeting,
    Criterion.OFFER: _offer,
    Criterion.ARRIVED: _arrived,
    Criterion.SEAT: _seat,
    Criterion.WAITS: _line,
}
