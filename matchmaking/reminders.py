"""Which reminders a booked meeting owes, to whom, and when.

Owns the times. The day-before agenda is one message a person and day of their own calendar,
however many meetings that day has, so its key names the day and not the meeting; it follows the
person into another zone (`agendas`), and comes before their quiet hours. A reminder whose hour
has already passed when the meeting is agreed is not owed: the confirmation has just said it all.
What a person has turned off is asked when a reminder falls due, so that it counts at once.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matchmaking.events import Event, Mode
from matchmaking.meetings import Meeting
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, Person, PersonId
from matchmaking.places import DOOR
from matchmaking.wishes import Reminder, Wishes, around_quiet

HOUR = timedelta(hours=1)
SOON = timedelta(minutes=15)
"""How long before the start the first and the last reminder come."""

EVENING = time(18, 0)
"""When, in the reader's own zone, the agenda of the next day is sent."""

REMINDER_OF: Mapping[NoticeKind, Reminder] = {
    NoticeKind.AGENDA: Reminder.AGENDA,
    NoticeKind.HOUR_BEFORE: Reminder.HOUR,
    NoticeKind.SOON: Reminder.QUARTER,
    NoticeKind.START: Reminder.START,
}
"""The notices that are reminders, by what turns them on and off."""

NOBODY: Mapping[PersonId, Wishes] = {}


def owed(
    meeting: Meeting,
    people: Iterable[Attendee],
    *,
    event: Event,
    now: datetime,
    wishes: Mapping[PersonId, Wishes] = NOBODY,
) -> list[NewNotice]:
    """The reminders owed for an accepted meeting to each of `people`; `wishes` are theirs, as far
    as they have any."""
    start = meeting.starts_at
    if start is None:
        return []
    return [
        notice
        for attendee in people
        for notice in (
            _agenda(start, attendee, event, wishes.get(attendee.person.id, Wishes())),
            _hour(meeting, start, attendee),
            _soon(meeting, start, attendee),
            *_room(meeting, start, attendee, event),
            _start(meeting, start, attendee, event),
        )
        if notice.due_at > now and _is_sent(notice.kind, event)
    ]


def _is_sent(kind: NoticeKind, event: Event) -> bool:
    """Whether the event sends it; what is no reminder, such as the way in, always comes."""
    return kind not in REMINDER_OF or REMINDER_OF[kind] in event.plan.reminders


def agendas(
    starts: Iterable[datetime],
    attendee: Attendee,
    *,
    event: Event,
    now: datetime,
    wishes: Wishes | None = None,
) -> list[NewNotice]:
    """The agendas owed to somebody who meets at these starts and has come to another zone or has
    other quiet hours. One whose evening has begun there comes at once; one whose day has is not
    owed."""
    if Reminder.AGENDA not in event.plan.reminders:
        return []
    notices = (_agenda(start, attendee, event, wishes or Wishes()) for start in starts)
    return [each for each in notices if each.expires_at is None or each.expires_at > now]


def day_after(now: datetime, zone: ZoneInfo) -> date:
    """Tomorrow, where that zone's clocks are read."""
    return now.astimezone(zone).date() + timedelta(days=1)


def reader_zone(person: Person, event: Event) -> ZoneInfo:
    """The zone in which somebody reads the clock: their own, or else the event's."""
    return ZoneInfo(person.zone) if person.zone else event.zone


def _agenda(start: datetime, attendee: Attendee, event: Event, wishes: Wishes) -> NewNotice:
    zone = reader_zone(attendee.person, event)
    day = start.astimezone(zone).date()
    return NewNotice(
        recipient=attendee.person.id,
        kind=NoticeKind.AGENDA,
        key=f"agenda:{event.id}:{attendee.id}:{day.isoformat()}",
        due_at=around_quiet(day - timedelta(days=1), EVENING, wishes, zone),
        expires_at=datetime.combine(day, time(0), tzinfo=zone),
        data={"attendee": attendee.id, "day": day.isoformat(), "edition": event.id},
    )


def _hour(meeting: Meeting, start: datetime, attendee: Attendee) -> NewNotice:
    """Of use until the next reminder comes, which then says it all."""
    return _before(
        NoticeKind.HOUR_BEFORE, meeting, start, attendee, due=start - HOUR, until=start - SOON
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


def _soon(meeting: Meeting, start: datetime, attendee: Attendee) -> NewNotice:
    return _before(NoticeKind.SOON, meeting, start, attendee, due=start - SOON, until=start)


def _start(meeting: Meeting, start: datetime, attendee: Attendee, event: Event) -> NewNotice:
    end = start + event.slot_length
    return _before(NoticeKind.START, meeting, start, attendee, due=start, until=end)


def _before(
    kind: NoticeKind,
    meeting: Meeting,
    start: datetime,
    attendee: Attendee,
    *,
    due: datetime,
    until: datetime,
) -> NewNotice:
    return NewNotice(
        recipient=attendee.person.id,
        kind=kind,
        key=f"{kind}:{meeting.id}:{attendee.id}:{start.isoformat()}",
        due_at=due,
        expires_at=until,
        meeting=meeting.id,
        data={"start": start.isoformat()},
    )
