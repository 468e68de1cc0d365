"""What goes into somebody's own calendar: one meeting, or all of them.

Owns which meetings those are. The file is made of them by `handlers.calendar_file`, in the
reader's language.
"""

from dataclasses import dataclass
from datetime import datetime

from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event, Session
from matchmaking.meetings import BOOKED, MeetingId, MeetingView, State
from matchmaking.people import EventId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import programme as usecases
from matchmaking.usecases.actors import acting_attendee, meeting_of, seen_by


@dataclass(frozen=True, kw_only=True)
class Diary:
    """Meetings for a calendar, by start; those that were called off are among them, so that the
    calendar takes them off."""

    event: Event
    meetings: tuple[MeetingView, ...]
    at: datetime


def one(uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId) -> Diary:
    """One meeting of the actor's; raises `Refused` (NOT_YOURS; ILLEGAL_MOVE for an offer, which
    has no hour yet, or one that came to nothing)."""
    attendee, event, meeting = meeting_of(uow, actor, meeting_id)
    if meeting.starts_at is None:
        raise Refused(Refusal.ILLEGAL_MOVE, state=meeting.state)
    return Diary(event=event, meetings=(seen_by(uow, now, meeting, attendee),), at=now)


def all_ahead(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Diary:
    """All of the actor's meetings that are not over; raises `Refused` (EMPTY) when there are
    none."""
    attendee, event = acting_attendee(uow, actor)
    ahead = [
        meeting
        for meeting in uow.meetings.of_attendee(attendee.id)
        if meeting.state in (*BOOKED, State.CANCELLED)
        and meeting.starts_at is not None
        and meeting.starts_at + event.slot_length > now
        and uow.attendees.get(meeting.other(attendee.id)) is not None
    ]
    if not any(meeting.state in BOOKED for meeting in ahead):
        raise Refused(Refusal.NOTHING_AHEAD)
    ahead.sort(key=lambda meeting: (meeting.starts_at or now, meeting.id))
    views = tuple(seen_by(uow, now, meeting, attendee) for meeting in ahead)
    return Diary(event=event, meetings=views, at=now)


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Sessions for a calendar."""

    event: Event
    sessions: tuple[Session, ...]
    at: datetime


def programme(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, mine: bool, of: EventId | None = None
) -> Programme:
    """The whole programme, or the sessions in which the actor sits or stands on stage; raises
    `Refused` (NO_SESSIONS) when there are none."""
    _, event = acting_attendee(uow, actor, of=of)
    sessions = event.plan.sessions
    if mine:
        seen = usecases.mine(uow, now, actor=actor, of=of).sessions
        sessions = tuple(one.session for one in seen if one.seat is None or not one.seat.waiting)
    if not sessions:
        raise Refused(Refusal.NO_SESSIONS)
    return Programme(event=event, sessions=sessions, at=now)
