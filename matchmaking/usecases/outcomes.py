"""What became of an event's meetings, for its organisers: numbers, and what is not settled."""

from dataclasses import dataclass
from datetime import datetime

from matchmaking.aftermath import Counts
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.meetings import BOOKED, Meeting, MeetingId, MeetingView, State
from matchmaking.organisers import Duty
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.actors import acting_organiser, organiser_of

SHOWN = 8
"""Most unsettled meetings shown at a time, the earliest first."""


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """The numbers, and the meetings that wait for words."""

    event: Event
    counts: Counts
    waiting: tuple[MeetingView, ...]


def look(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Outcomes:
    """All of it; raises `Refused` (NOT_ORGANISER)."""
    event = acting_organiser(uow, actor, duty=Duty.MODERATE)
    started = now - event.slot_length
    numbers = uow.feedback.to_close(event.id, started=started, limit=SHOWN)
    found = [uow.meetings.get(number) for number in numbers]
    views = [_view(uow, meeting) for meeting in found if meeting is not None]
    return Outcomes(
        event=event,
        counts=uow.feedback.counts(event.id, started=started),
        waiting=tuple(view for view in views if view is not None),
    )


def show(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId
) -> tuple[MeetingView, Event]:
    """One meeting that is over; raises `Refused` (NOT_ORGANISER, NOT_YOURS)."""
    meeting = uow.meetings.get(meeting_id)
    of = meeting.event_id if meeting else None
    event = organiser_of(uow, actor, of, duty=Duty.MODERATE)
    view = _view(uow, meeting) if meeting is not None else None
    over = meeting is not None and _over(meeting, event, now)
    if view is None or not over or view.meeting.event_id != event.id:
        raise Refused(Refusal.NOT_YOURS)
    return view, event


def _over(meeting: Meeting, event: Event, now: datetime) -> bool:
    agreed = meeting.state in BOOKED | {State.HELD, State.NO_SHOW, State.UNCONFIRMED}
    start = meeting.starts_at
    return agreed and start is not None and start + event.slot_length <= now


def _view(uow: UnitOfWork, meeting: Meeting) -> MeetingView | None:
    sides = uow.attendees.many([meeting.proposer, meeting.invitee])
    if len(sides) < 2:
        return None
    return MeetingView(
        meeting=meeting, viewer=sides[meeting.proposer], other=sides[meeting.invitee]
    )
