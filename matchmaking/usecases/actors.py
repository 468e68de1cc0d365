"""Who acts, and whether they may: the first lines of every use case.

An id that never existed and an id that is somebody else's are refused in the same way, so
that guessing reveals nothing.
"""

from datetime import datetime

from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.matching import Match, MatchId
from matchmaking.meetings import BOOKED, Meeting, MeetingId, MeetingView
from matchmaking.moderation import Standing
from matchmaking.organisers import Duty, duties_of
from matchmaking.people import Attendee, AttendeeId, Person, PersonId
from matchmaking.places import room_of
from matchmaking.ports import UnitOfWork
from matchmaking.slots import takeable


def current_event(uow: UnitOfWork) -> Event:
    """The event being served; its absence is a fault of the set-up, not of a person."""
    event = uow.events.current()
    if event is None:
        raise LookupError("there is no event yet: import one")
    return event


def acting_person(uow: UnitOfWork, actor: PersonId) -> Person:
    """The person who acts; raises `Refused` (NOT_YOURS) for an unknown one."""
    person = uow.people.get(actor)
    if person is None:
        raise Refused(Refusal.NOT_YOURS)
    return person


def acting_attendee(uow: UnitOfWork, actor: PersonId) -> tuple[Attendee, Event]:
    """The actor as an attendee of the current event; raises `Refused` (NOT_YOURS, REMOVED)."""
    event = current_event(uow)
    attendee = uow.attendees.of_person(actor, event.id)
    if attendee is None:
        raise Refused(Refusal.NOT_YOURS)
    if uow.moderation.standing(actor, event.id) is Standing.REMOVED:
        raise Refused(Refusal.REMOVED)
    return attendee, event


def consenting_attendee(uow: UnitOfWork, actor: PersonId) -> tuple[Attendee, Event]:
    """The same, refusing (NOT_READY) somebody who has not agreed that anything is kept."""
    attendee, event = acting_attendee(uow, actor)
    if attendee.person.consented_at is None:
        raise Refused(Refusal.NOT_READY)
    return attendee, event


def ready_attendee(uow: UnitOfWork, actor: PersonId) -> tuple[Attendee, Event]:
    """The same, refusing (NOT_READY) somebody whose profile is not complete, and (PAUSED) one
    whom organisers have paused."""
    attendee, event = acting_attendee(uow, actor)
    if attendee.ready_at is None:
        raise Refused(Refusal.NOT_READY)
    if uow.moderation.standing(actor, event.id) is Standing.PAUSED:
        raise Refused(Refusal.PAUSED)
    return attendee, event


def acting_organiser(uow: UnitOfWork, actor: PersonId, *, duty: Duty) -> Event:
    """The event in which the actor may do such a thing (`matchmaking.organisers`); raises
    `Refused` (NOT_ORGANISER), the same for whoever never was an organiser, is none any more, or
    is one of another duty."""
    event = current_event(uow)
    if duty not in duties_of(uow.organisers.role_of(actor, event.id)):
        raise Refused(Refusal.NOT_ORGANISER)
    return event


def own_match(uow: UnitOfWork, viewer: Attendee, match_id: MatchId) -> Match:
    """The viewer's match; raises `Refused` (NOT_YOURS)."""
    match = uow.matches.get(match_id)
    if match is None or match.what.viewer != viewer.id:
        raise Refused(Refusal.NOT_YOURS)
    return match


def own_meeting(uow: UnitOfWork, attendee: Attendee, meeting_id: MeetingId) -> Meeting:
    """A meeting or offer the attendee is part of; raises `Refused` (NOT_YOURS)."""
    meeting = uow.meetings.get(meeting_id)
    if meeting is None or attendee.id not in (meeting.proposer, meeting.invitee):
        raise Refused(Refusal.NOT_YOURS)
    return meeting


def other_side(uow: UnitOfWork, attendee_id: AttendeeId) -> Attendee:
    """The attendee on the other side; raises `Refused` (NOT_AVAILABLE) when they have gone."""
    other = uow.attendees.get(attendee_id)
    if other is None:
        raise Refused(Refusal.NOT_AVAILABLE)
    return other


def seen_by(uow: UnitOfWork, now: datetime, meeting: Meeting, viewer: Attendee) -> MeetingView:
    """The meeting as `viewer` sees it, with the slots that both could still take, or the room
    whose door is open."""
    other = other_side(uow, meeting.other(viewer.id))
    event = current_event(uow)
    slots = still_open(uow, now, meeting, viewer, other) if meeting.asked is not None else ()
    room = room_of(meeting, event, now=now) if meeting.state in BOOKED else ""
    return MeetingView(meeting=meeting, viewer=viewer, other=other, open_slots=slots, room=room)


def still_open(
    uow: UnitOfWork, now: datetime, meeting: Meeting, one: Attendee, other: Attendee
) -> tuple[datetime, ...]:
    """Of the slots proposed, those that both could still take. The hour of a meeting that is
    asked to move is no obstacle to moving it."""
    event = uow.events.get(meeting.event_id)
    if event is None:
        return ()
    busy = uow.meetings.busy(one.id, other.id) - {meeting.starts_at}
    return takeable(meeting.slots, one, other, event=event, busy=busy, now=now)
