"""The programme for attendees: what takes place when, and a seat in it.

Owns taking a seat, waiting for one, giving it back, and what follows for those who wait. What is
told when the organiser changes a session is `programme_changes`'. A session has a code of its own
event's: `of` says which edition is meant, if not the one the actor is in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event, Session
from matchmaking.meetings import BOOKED, MeetingView
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, EventId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.seats import (
    SESSION_SOON,
    Seat,
    free_seats,
    in_line,
    overlap,
    promoted,
    session_of,
    slots_within,
)
from matchmaking.slots import slots_of
from matchmaking.usecases.actors import acting_attendee, consenting_attendee, seen_by


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """A session as an attendee sees it."""

    event: Event
    session: Session
    viewer: Attendee
    seat: Seat | None
    free: int | None
    """Seats left; None where everybody may come."""
    waiting: int
    """How many wait."""
    place: int | None
    """The viewer's own place in that line, from 1."""
    meetings: tuple[MeetingView, ...] = ()
    """The viewer's meetings at that time."""
    others: tuple[Session, ...] = ()
    """Other sessions in which the viewer has a seat at that time."""
    open_door: bool = False
    """Whether it is time to go in."""
    over: bool = False

    @property
    def sits(self) -> bool:
        """Whether the viewer has a seat."""
        return self.seat is not None and not self.seat.waiting


@dataclass(frozen=True, kw_only=True)
class DayView:
    """A day's sessions, or all in which the viewer sits or waits (`day` is None)."""

    event: Event
    viewer: Attendee
    days: tuple[date, ...]
    day: date | None
    sessions: tuple[SessionView, ...]


def days_of(event: Event) -> tuple[date, ...]:
    """The days on which sessions take place, by the event's clock."""
    return tuple(sorted({_day(session, event) for session in event.plan.sessions}))


def day(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    number: int | None = None,
    of: EventId | None = None,
) -> DayView:
    """One day of the programme; without a number today's, or else the next or the last. A number
    that no day has any more is the nearest."""
    attendee, event = acting_attendee(uow, actor, of=of)
    days = days_of(event)
    chosen = _chosen(days, now.astimezone(event.zone).date(), number)
    sessions = [one for one in event.plan.sessions if _day(one, event) == chosen]
    return _listed(uow, now, attendee, event, days, chosen, sessions)


def mine(uow: UnitOfWork, now: datetime, *, actor: PersonId, of: EventId | None = None) -> DayView:
    """Everything in which the actor sits, waits, or stands on stage."""
    attendee, event = acting_attendee(uow, actor, of=of)
    codes = {seat.session for seat in uow.seats.of_attendee(attendee.id)}
    sessions = [one for one in event.plan.sessions if one.code in codes or _on_stage(one, attendee)]
    return _listed(uow, now, attendee, event, days_of(event), None, sessions)


def look(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, code: str, of: EventId | None = None
) -> SessionView:
    """One session; raises `Refused` (NOT_YOURS) for one that the event has not."""
    attendee, event = acting_attendee(uow, actor, of=of)
    return view_of(uow, now, attendee, event, _session(event, code))


def take(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, code: str, of: EventId | None = None
) -> SessionView:
    """Takes a seat, or a place in the line where none is free; the same again changes nothing.
    Raises `Refused` (NOT_YOURS, SESSION_OVER)."""
    attendee, event = consenting_attendee(uow, actor, of=of)
    session = _session(event, code)
    if session.ends_at <= now:
        raise Refused(Refusal.SESSION_OVER)
    uow.seats.hold(event.id, code)
    seats = uow.seats.of_session(event.id, code)
    if all(seat.attendee != attendee.id for seat in seats):
        full = free_seats(session, seats) == 0
        seat = Seat(event_id=event.id, session=code, attendee=attendee.id, since=now, waiting=full)
        uow.seats.put(seat)
        if not full:
            uow.notices.renew(reminders(session, [attendee], event=event, now=now))
    return view_of(uow, now, attendee, event, session)


def give_back(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, code: str, of: EventId | None = None
) -> SessionView:
    """Gives the seat back, or leaves the line; whoever is next gets the seat and is told. The same
    again changes nothing. Raises `Refused` (NOT_YOURS)."""
    attendee, event = acting_attendee(uow, actor, of=of)
    session = _session(event, code)
    _leave(uow, now, attendee, event, [session])
    return view_of(uow, now, attendee, event, session)


def leave_all_seats(uow: UnitOfWork, now: datetime, *, attendee: Attendee, event: Event) -> None:
    """Gives everything back because the attendee leaves for good."""
    codes = {seat.session for seat in uow.seats.of_attendee(attendee.id)}
    _leave(uow, now, attendee, event, [s for s in event.plan.sessions if s.code in codes])


def promote(uow: UnitOfWork, now: datetime, event: Event, session: Session) -> None:
    """Gives free seats to those who wait, and tells them."""
    if session.ends_at <= now:
        return
    now_sit = promoted(session, uow.seats.of_session(event.id, session.code))
    for seat in now_sit:
        uow.seats.put(seat)
    people = list(uow.attendees.many([seat.attendee for seat in now_sit]).values())
    uow.notices.leave([_free(session, one, event, now) for one in people])
    uow.notices.renew(reminders(session, people, event=event, now=now))


def reminders(
    session: Session, attendees: Iterable[Attendee], *, event: Event, now: datetime
) -> list[NewNotice]:
    """The reminder owed to each of those who sit, if there is still time for it."""
    due = session.starts_at - SESSION_SOON
    return [
        NewNotice(
            recipient=one.person.id,
            kind=NoticeKind.SESSION_SOON,
            key=f"session_soon:{event.id}:{session.code}:{session.starts_at.isoformat()}",
            due_at=due,
            expires_at=session.starts_at,
            data={
                "session": session.code,
                "start": session.starts_at.isoformat(),
                "edition": event.id,
            },
        )
        for one in attendees
        if due > now
    ]


def hours_taken(uow: UnitOfWork, event: Event, *attendees: Attendee) -> set[datetime]:
    """The slots in which one of these sits in a session: no time for a meeting."""
    codes = {
        seat.session
        for one in attendees
        for seat in uow.seats.of_attendee(one.id)
        if not seat.waiting
    }
    sessions = [one for one in event.plan.sessions if one.code in codes]
    if not sessions:
        return set()
    slots = [slot for window in event.plan.windows for slot in slots_of(window, event)]
    return slots_within(slots, event.slot_length, sessions)


def view_of(
    uow: UnitOfWork, now: datetime, attendee: Attendee, event: Event, session: Session
) -> SessionView:
    """The session as that attendee sees it now, with what stands in its way."""
    view = _brief(uow.seats.of_session(event.id, session.code), now, attendee, event, session)
    if view.over:
        return view
    meetings = [
        seen_by(uow, now, meeting, attendee)
        for meeting in uow.meetings.of_attendee(attendee.id)
        if meeting.state in BOOKED
        and meeting.starts_at is not None
        and overlap(
            meeting.starts_at,
            meeting.starts_at + event.slot_length,
            session.starts_at,
            session.ends_at,
        )
    ]
    codes = {seat.session for seat in uow.seats.of_attendee(attendee.id) if not seat.waiting} - {
        session.code
    }
    others = tuple(
        one
        for one in event.plan.sessions
        if one.code in codes
        and overlap(one.starts_at, one.ends_at, session.starts_at, session.ends_at)
    )
    return replace(view, meetings=tuple(meetings), others=others)


def _leave(
    uow: UnitOfWork, now: datetime, attendee: Attendee, event: Event, sessions: Sequence[Session]
) -> None:
    for session in sessions:
        uow.seats.hold(event.id, session.code)
        for seat in uow.seats.of_session(event.id, session.code):
            if seat.attendee == attendee.id:
                uow.seats.remove(seat)
        promote(uow, now, event, session)


def _free(session: Session, to: Attendee, event: Event, now: datetime) -> NewNotice:
    return NewNotice(
        recipient=to.person.id,
        kind=NoticeKind.SEAT,
        key=f"seat:{event.id}:{session.code}:{now.isoformat()}",
        due_at=now,
        expires_at=session.ends_at,
        data={"session": session.code, "edition": event.id},
    )


def _brief(
    seats: Sequence[Seat], now: datetime, attendee: Attendee, event: Event, session: Session
) -> SessionView:
    line = [seat.attendee for seat in in_line(seats)]
    return SessionView(
        event=event,
        session=session,
        viewer=attendee,
        seat=next((seat for seat in seats if seat.attendee == attendee.id), None),
        free=free_seats(session, seats),
        waiting=len(line),
        place=line.index(attendee.id) + 1 if attendee.id in line else None,
        open_door=session.starts_at - SESSION_SOON <= now < session.ends_at,
        over=session.ends_at <= now,
    )


def _listed(
    uow: UnitOfWork,
    now: datetime,
    attendee: Attendee,
    event: Event,
    days: tuple[date, ...],
    chosen: date | None,
    sessions: Iterable[Session],
) -> DayView:
    by_code: dict[str, list[Seat]] = {}
    for seat in uow.seats.of_event(event.id):
        by_code.setdefault(seat.session, []).append(seat)
    in_order = sorted(sessions, key=lambda one: (one.starts_at, one.ends_at, one.code))
    views = [_brief(by_code.get(one.code, []), now, attendee, event, one) for one in in_order]
    return DayView(event=event, viewer=attendee, days=days, day=chosen, sessions=tuple(views))


def _chosen(days: Sequence[date], today: date, number: int | None) -> date | None:
    if not days:
        return None
    if number is not None:
        return days[min(max(number, 0), len(days) - 1)]
    return next((one for one in days if one >= today), days[-1])


def _day(session: Session, event: Event) -> date:
    return session.starts_at.astimezone(event.zone).date()


def _session(event: Event, code: str) -> Session:
    session = session_of(event, code)
    if session is None:
        raise Refused(Refusal.NOT_YOURS)
    return session


def _on_stage(session: Session, attendee: Attendee) -> bool:
    return attendee.code is not None and any(
        one.attendee == attendee.code for one in (*session.speakers, *session.moderators)
    )
