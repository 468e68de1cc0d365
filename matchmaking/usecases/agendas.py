"""What somebody has ahead: meetings, and offers received and sent."""

from dataclasses import dataclass
from datetime import datetime

from matchmaking.events import Event
from matchmaking.meetings import MeetingView, State, is_ahead
from matchmaking.people import Attendee, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import owing
from matchmaking.usecases.actors import acting_attendee, seen_by


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What an attendee has ahead: meetings by start, offers received and sent."""

    viewer: Attendee
    event: Event
    booked: tuple[MeetingView, ...]
    received: tuple[MeetingView, ...]
    sent: tuple[MeetingView, ...]


def agenda(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Agenda:
    """What the actor has ahead."""
    attendee, event = acting_attendee(uow, actor)
    return agenda_of(uow, now, attendee=attendee, event=event)


def agenda_of(uow: UnitOfWork, now: datetime, *, attendee: Attendee, event: Event) -> Agenda:
    """What an attendee has ahead: nothing that is over."""
    ahead = [
        seen_by(uow, now, meeting, attendee)
        for meeting in uow.meetings.of_attendee(attendee.id)
        if is_ahead(meeting, now=now, length=event.slot_length)
    ]
    offers = [seen for seen in ahead if seen.meeting.state is State.OFFERED]
    booked = [seen for seen in ahead if seen.meeting.state is not State.OFFERED]
    return Agenda(
        viewer=attendee,
        event=event,
        booked=tuple(sorted(booked, key=lambda seen: seen.meeting.starts_at or now)),
        received=tuple(o for o in offers if o.meeting.invitee == attendee.id),
        sent=tuple(o for o in offers if o.meeting.proposer == attendee.id),
    )


def move_agendas(uow: UnitOfWork, now: datetime, *, attendee: Attendee, event: Event) -> None:
    """The agendas of what the attendee has ahead follow them (`owing.move_agendas`)."""
    ahead = agenda_of(uow, now, attendee=attendee, event=event)
    starts = [seen.meeting.starts_at for seen in ahead.booked if seen.meeting.starts_at]
    owing.move_agendas(uow, now, attendee=attendee, event=event, starts=starts)
