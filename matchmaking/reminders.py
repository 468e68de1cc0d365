"""Which reminders a booked meeting owes, to whom, and when.

Owns the times. The day-before agenda is one message a person and day of their own calendar,
however many meetings that day has, so its key names the day and not the meeting; it follows the
person into another zone (`agendas`). A reminder whose hour has already passed when the meeting is
agreed is not owed: the confirmation has just said it all.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matchmaking.events import Event, Mode
from matchmaking.meetings import Meeting
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, Person
from matchmaking.places import DOOR

SOON = timedelta(minutes=15)
"""How long before the start the last reminder comes."""

EVENING = time(18, 0)
"""When, in the reader's own zone, the agenda of the next day is sent."""


def owed(
    meeting: Meeting, people: Iterable[Attendee], *, event: Event, now: datetime
) -> list[NewNotice]:
    """The reminders owed for an accepted meeting to each of `people`."""
    if meeting.starts_at is None:
        return []
    return [
        notice
        for attendee in people
        for notice in (
            _agenda(meeting.starts_at, attendee, event),
            _soon(meeting, meeting.starts_at, attendee),
            *_room(meeting, meeting.starts_at, attendee, event),
            _start(meeting, meeting.starts_at, attendee, event),
        )
        if notice.due_at > now
    ]


def agendas(
    starts: Iterable[datetime], attendee: Attendee, *, event: Event, now: datetime
) -> list[NewNotice]:
    """The agendas owed to somebody who meets at these starts and has come to another zone. One
    whose evening has begun there comes at once; one whose day has is not owed."""
    notices = (_agenda(start, attendee, event) for start in starts)
    return [each for each in notices if each.expires_at is None or each.expires_at > now]


def day_after(now: datetime, zone: ZoneInfo) -> date:
    """Tomorrow, where that zone's clocks are read."""
    return now.astimezone(zone).date() + timedelta(days=1)


def reader_zone(person: Person, event: Event) -> ZoneInfo:
    """The zone in which somebody reads the clock: their own, or else the event's."""
    return ZoneInfo(person.zone) if person.zone else event.zone


def _agenda(start: datetime, attendee: Attendee, event: Event) -> NewNotice:
    zone = reader_zone(attendee.person, event)
    day = start.astimezone(zone).date()
    due = datetime.combine(day - timedelta(days=1), EVENING, tzinfo=zone)
    return NewNotice(
        recipient=attendee.person.id,
        kind=NoticeKind.AGENDA,
        key=f"agenda:{event.id}:{attendee.id}:{day.isoformat()}",
        due_at=due,
        expires_at=datetime.combine(day, time(0), tzinfo=zone),
        data={"attendee": attendee.id, "day": day.isoformat()},
    )


def _soon(meeting: Meeting, start: datetime, attendee: Attendee) -> NewNotice:
    return NewNotice(
        recipient=attendee.person.id,
        kind=NoticeKind.SOON,
        key=f"soon:{meeting.id}:{attendee.id}:{start.isoformat()}",
        due_at=start - SOON,
        expires_at=start,
        meeting=meeting.id,
        data={"start": start.isoformat()},
    )


def _room(meeting: Meeting, start: datetime, attendee: Attendee, event: Event) -> list[NewNotice]:
    """The way in, which the last reminder changes into when the door opens; not at a table."""
    if meeting.table is not None or event.plan.mode is Mode.IN_PERSON:
        return []
    notice = NewNotice(
        recipient=attendee.person.id,
        kind=NoticeKind.ROOM,
        key=f"room:{meeting.id}:{attendee.id}:{start.isoformat()}",
        due_at=start - DOOR,
        expires_at=start,
        meeting=meeting.id,
        data={"start": start.isoformat()},
        replaces=_soon(meeting, start, attendee).key,
    )
    return [notice]


def _start(meeting: Meeting, start: datetime, attendee: Attendee, event: Event) -> NewNotice:
    return NewNotice(
        recipient=attendee.person.id,
        kind=NoticeKind.START,
        key=f"start:{meeting.id}:{attendee.id}:{start.isoformat()}",
        due_at=start,
        expires_at=start + event.slot_length,
        meeting=meeting.id,
        data={"start": start.isoformat()},
    )
