"""Being there: "I am here" and "five minutes late", said with a tap and told to the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking.attendance import AT_THE_DOOR, Attendance, can_speak
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.meetings import Meeting, MeetingId, MeetingView
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, AttendeeId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.actors import meeting_of, seen_by


@dataclass(frozen=True, kw_only=True)
class AtTheDoor:
    """A meeting about to be, as one side sees it, with what both have said."""

    seen: MeetingView
    event: Event
    mine: Attendance | None
    theirs: Attendance | None


def look(uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId) -> AtTheDoor:
    """What both have said."""
    attendee, event, meeting = meeting_of(uow, actor, meeting_id)
    return _seen(uow, now, meeting, attendee, event)


def here(uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId) -> AtTheDoor:
    """The actor is there, or, long before the start, will come. The other is told of the first,
    once, unless they are there themselves. Raises `Refused` (NOT_YOURS, ILLEGAL_MOVE)."""
    attendee, event, meeting, start = _speaking(uow, now, actor, meeting_id)
    mine, theirs = _both(uow, meeting, start, attendee)
    if now < start - AT_THE_DOOR:
        uow.attendances.save(replace(mine, coming_at=mine.coming_at or now))
    elif mine.here_at is None:
        uow.attendances.save(replace(mine, here_at=now))
        if theirs.here_at is None:
            _tell(uow, now, NoticeKind.HERE, meeting, attendee, event)
    return _seen(uow, now, meeting, attendee, event)


def late(uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId) -> AtTheDoor:
    """The actor comes a few minutes late, and the other is told, once. Whoever is there already is
    not late. Raises `Refused` (NOT_YOURS, ILLEGAL_MOVE)."""
    attendee, event, meeting, start = _speaking(uow, now, actor, meeting_id)
    mine, _ = _both(uow, meeting, start, attendee)
    if mine.late_at is None and mine.here_at is None:
        uow.attendances.save(replace(mine, late_at=now))
        _tell(uow, now, NoticeKind.LATE, meeting, attendee, event)
    return _seen(uow, now, meeting, attendee, event)


def said_of(
    uow: UnitOfWork, meeting: Meeting, viewer: AttendeeId
) -> tuple[Attendance | None, Attendance | None]:
    """What the viewer and the other have said of the meeting at the start it has now."""
    said = {
        side: attendance
        for side, attendance in uow.attendances.of_meeting(meeting.id).items()
        if attendance.starts_at == meeting.starts_at
    }
    return said.get(viewer), said.get(meeting.other(viewer))


def _speaking(
    uow: UnitOfWork, now: datetime, actor: PersonId, meeting_id: MeetingId
) -> tuple[Attendee, Event, Meeting, datetime]:
    attendee, event, meeting = meeting_of(uow, actor, meeting_id)
    start = meeting.starts_at
    if start is None or not can_speak(meeting, now=now, length=event.slot_length):
        raise Refused(Refusal.ILLEGAL_MOVE)
    return attendee, event, meeting, start


def _both(
    uow: UnitOfWork, meeting: Meeting, start: datetime, attendee: Attendee
) -> Sequence[Attendance]:
    sides = (attendee.id, meeting.other(attendee.id))
    said = said_of(uow, meeting, attendee.id)
    return [
        known or Attendance(meeting=meeting.id, attendee=side, starts_at=start)
        for side, known in zip(sides, said, strict=True)
    ]


def _seen(
    uow: UnitOfWork, now: datetime, meeting: Meeting, attendee: Attendee, event: Event
) -> AtTheDoor:
    mine, theirs = said_of(uow, meeting, attendee.id)
    seen = seen_by(uow, now, meeting, attendee)
    return AtTheDoor(seen=seen, event=event, mine=mine, theirs=theirs)


def _tell(
    uow: UnitOfWork,
    now: datetime,
    kind: NoticeKind,
    meeting: Meeting,
    teller: Attendee,
    event: Event,
) -> None:
    other = uow.attendees.get(meeting.other(teller.id))
    if other is None or meeting.starts_at is None:
        return
    start = meeting.starts_at
    notice = NewNotice(
        recipient=other.person.id,
        kind=kind,
        key=f"{kind}:{meeting.id}:{teller.id}:{start.isoformat()}",
        due_at=now,
        expires_at=start + event.slot_length,
        meeting=meeting.id,
        data={"start": start.isoformat()},
    )
    uow.notices.leave([notice])
