"""Who acts, where, and whether they may: the first lines of every use case.

Whoever acts is in one edition of a series, which they chose or registered for last; what they do
to a row, such as a meeting, they do in the edition of the row, whichever they are in.

An id that never existed and an id that is somebody else's are refused in the same way, so
that guessing reveals nothing.
"""

from datetime import datetime

from matchmaking import editions
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.matching import Match, MatchId
from matchmaking.meetings import BOOKED, Meeting, MeetingId, MeetingView
from matchmaking.moderation import Standing
from matchmaking.organisers import Duty, duties_of
from matchmaking.people import Attendee, AttendeeId, EventId, Person, PersonId
from matchmaking.places import room_of
from matchmaking.ports import UnitOfWork
from matchmaking.slots import takeable


def front_event(uow: UnitOfWork, now: datetime) -> Event:
    """The edition for somebody who belongs to none and names none (`editions.front`). That there
    is none is a fault of the set-up, not of a person."""
    event = editions.front(uow.events.all(), now)
    if event is None:
        raise LookupError("there is no event yet: import one")
    return event


def event_of(uow: UnitOfWork, event_id: EventId) -> Event:
    """The event of a row."""
    event = uow.events.get(event_id)
    if event is None:
        raise LookupError(f"event {event_id} is gone")
    return event


def acting_person(uow: UnitOfWork, actor: PersonId) -> Person:
    """The person who acts; raises `Refused` (NOT_YOURS) for an unknown one."""
    person = uow.people.get(actor)
    if person is None:
        raise Refused(Refusal.NOT_YOURS)
    return person


def edition_of(uow: UnitOfWork, actor: PersonId, *, of: EventId | None = None) -> Event:
    """The edition the actor is in, or the one that is named; raises `Refused` (NOT_YOURS) for an
    unknown one, or for somebody who belongs to none."""
    event = uow.events.of_person(actor) if of is None else uow.events.get(of)
    if event is None:
        raise Refused(Refusal.NOT_YOURS)
    return event


def acting_attendee(
    uow: UnitOfWork, actor: PersonId, *, of: EventId | None = None
) -> tuple[Attendee, Event]:
    """The actor as an attendee of the edition they are in, or of the one that is named; raises
    `Refused` (NOT_YOURS, REMOVED)."""
    event = edition_of(uow, actor, of=of)
    attendee = uow.attendees.of_person(actor, event.id)
    if attendee is None:
        raise Refused(Refusal.NOT_YOURS)
    _not_removed(uow, attendee)
    return attendee, event


def consenting_attendee(
    uow: UnitOfWork, actor: PersonId, *, of: EventId | None = None
) -> tuple[Attendee, Event]:
    """The same, refusing (NOT_READY) somebody who has not agreed that anything is kept."""
    attendee, event = acting_attendee(uow, actor, of=of)
    if attendee.person.consented_at is None:
        raise Refused(Refusal.NOT_READY)
    return attendee, event


def ready_attendee(
    uow: UnitOfWork, actor: PersonId, *, of: EventId | None = None
) -> tuple[Attendee, Event]:
    """The same, refusing (NOT_READY) somebody whose profile is not complete, and (PAUSED) one
    whom organisers have paused."""
    attendee, event = acting_attendee(uow, actor, of=of)
    _ready(uow, attendee)
    return attendee, event


def _not_removed(uow: UnitOfWork, attendee: Attendee) -> None:
    if uow.moderation.standing(attendee.person.id, attendee.event_id) is Standing.REMOVED:
        raise Refused(Refusal.REMOVED)


def _ready(uow: UnitOfWork, attendee: Attendee) -> None:
    if attendee.ready_at is None:
        raise Refused(Refusal.NOT_READY)
    if uow.moderation.standing(attendee.person.id, attendee.event_id) is Standing.PAUSED:
        raise Refused(Refusal.PAUSED)


def acting_organiser(
    uow: UnitOfWork, actor: PersonId, *, duty: Duty, of: EventId | None = None
) -> Event:
    """The edition the actor is in, or the one that is named, if they may do such a thing there
    (`matchmaking.organisers`); raises `Refused` (NOT_ORGANISER), the same for whoever never was an
    organiser, is none any more, or is one of another duty."""
    event = uow.events.of_person(actor) if of is None else uow.events.get(of)
    if event is None or duty not in duties_of(uow.organisers.role_of(actor, event.id)):
        raise Refused(Refusal.NOT_ORGANISER)
    return event


def organiser_of(uow: UnitOfWork, actor: PersonId, row: EventId | None, *, duty: Duty) -> Event:
    """The edition of a row, if the actor may do such a thing there. Otherwise the one they are in,
    as for a row that never was (None): the caller finds that the row is not of it. Raises
    `Refused` (NOT_ORGANISER)."""
    if row is not None and duty in duties_of(uow.organisers.role_of(actor, row)):
        return event_of(uow, row)
    return acting_organiser(uow, actor, duty=duty)


def meeting_of(
    uow: UnitOfWork, actor: PersonId, meeting_id: MeetingId
) -> tuple[Attendee, Event, Meeting]:
    """A meeting or offer the actor is part of, with the edition it belongs to and what they are
    there; raises `Refused` (NOT_YOURS, REMOVED)."""
    meeting = uow.meetings.get(meeting_id)
    attendee = uow.attendees.of_person(actor, meeting.event_id) if meeting else None
    if meeting is None or attendee is None or not _is_side(attendee, meeting):
        raise Refused(Refusal.NOT_YOURS)
    _not_removed(uow, attendee)
    return attendee, event_of(uow, meeting.event_id), meeting


def match_of(uow: UnitOfWork, actor: PersonId, match_id: MatchId) -> tuple[Attendee, Event, Match]:
    """A match of the actor's, as `meeting_of`; raises `Refused` (NOT_READY, PAUSED) besides."""
    viewer, event, match = proposed_to(uow, actor, match_id)
    _ready(uow, viewer)
    return viewer, event, match


def proposed_to(
    uow: UnitOfWork, actor: PersonId, match_id: MatchId
) -> tuple[Attendee, Event, Match]:
    """The same, whether or not they may do anything with it now."""
    match = uow.matches.get(match_id)
    viewer = uow.attendees.of_person(actor, match.what.event_id) if match else None
    if match is None or viewer is None or match.what.viewer != viewer.id:
        raise Refused(Refusal.NOT_YOURS)
    _not_removed(uow, viewer)
    return viewer, event_of(uow, viewer.event_id), match


def own_meeting(uow: UnitOfWork, attendee: Attendee, meeting_id: MeetingId) -> Meeting:
    """A meeting or offer the attendee is part of; raises `Refused` (NOT_YOURS)."""
    meeting = uow.meetings.get(meeting_id)
    if meeting is None or not _is_side(attendee, meeting):
        raise Refused(Refusal.NOT_YOURS)
    return meeting


def _is_side(attendee: Attendee, meeting: Meeting) -> bool:
    return attendee.id in (meeting.proposer, meeting.invitee)


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
    event = event_of(uow, meeting.event_id)
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
