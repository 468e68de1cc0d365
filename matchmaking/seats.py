"""Seats in the sessions of a programme, and the line of those who wait for one.

Owns who sits, who waits, who is next, and what about a session is worth telling those who come.
A session of 0 seats is open to everybody; taking a seat in it means only that one wants to be
reminded. Those who wait are served in the order in which they came.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from matchmaking.events import Event, EventPlan, Session
from matchmaking.people import AttendeeId, EventId

SESSION_SOON = timedelta(minutes=15)
"""How long before a session those who hold a seat are reminded, and its door opens."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """An attendee in a session, sitting or waiting since an instant (UTC)."""

    event_id: EventId
    session: str
    """The session's code."""
    attendee: AttendeeId
    since: datetime
    waiting: bool


@dataclass(frozen=True, kw_only=True)
class SessionChange:
    """A session as it was and as it is; None when it does not take place any more."""

    before: Session
    after: Session | None


def in_line(seats: Iterable[Seat]) -> list[Seat]:
    """Those who wait, whose turn comes first at the head."""
    return sorted(
        (seat for seat in seats if seat.waiting), key=lambda seat: (seat.since, seat.attendee)
    )


def free_seats(session: Session, seats: Collection[Seat]) -> int | None:
    """How many more may sit; None where everybody may."""
    if session.seats == 0:
        return None
    return max(0, session.seats - sum(not seat.waiting for seat in seats))


def promoted(session: Session, seats: Collection[Seat]) -> list[Seat]:
    """Those who wait and may sit now, as they sit."""
    line, free = in_line(seats), free_seats(session, seats)
    now_sit = line if free is None else line[:free]
    return [
        Seat(
            event_id=seat.event_id,
            session=seat.session,
            attendee=seat.attendee,
            since=seat.since,
            waiting=False,
        )
        for seat in now_sit
    ]


def overlap(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    """Whether two stretches share more than an edge."""
    return start < other_end and other_start < end


def session_of(event: Event, code: str) -> Session | None:
    """The session with this code, if the event has it."""
    return next((one for one in event.plan.sessions if one.code == code), None)


def changes(before: EventPlan, after: EventPlan) -> list[SessionChange]:
    """What is worth telling those who come: another hour or place, or that it is off. A title or
    a speaker that changes is seen by whoever looks."""
    now = {session.code: session for session in after.sessions}
    return [
        SessionChange(before=session, after=now.get(session.code))
        for session in before.sessions
        if (one := now.get(session.code)) is None or _where(session) != _where(one)
    ]


def _where(session: Session) -> tuple[datetime, datetime, str]:
    return session.starts_at, session.ends_at, session.link


def slots_within(
    slots: Iterable[datetime], length: timedelta, sessions: Sequence[Session]
) -> set[datetime]:
    """Those of the slots that touch one of the sessions."""
    return {
        slot
        for slot in slots
        if any(overlap(slot, slot + length, one.starts_at, one.ends_at) for one in sessions)
    }
