"""What keeps a notice from being sent, and what it needs besides its meeting: reminders that
somebody does not want, questions that are answered, contacts that may be given no more.

Each reason is a word for the log.
"""

from dataclasses import dataclass
from datetime import datetime

from matchmaking.attendance import Attendance
from matchmaking.contacts import Answer, Standing, standing
from matchmaking.events import Event
from matchmaking.meetings import Meeting
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, Person
from matchmaking.ports import UnitOfWork
from matchmaking.reminders import HOUR, REMINDER_OF, reader_zone
from matchmaking.usecases.attending import said_of
from matchmaking.wishes import Wishes, is_quiet


@dataclass(frozen=True, kw_only=True)
class Extra:
    """What a notice of a meeting tells besides."""

    mine: Attendance | None = None
    theirs: Attendance | None = None
    card: Answer | None = None


def unwanted(
    uow: UnitOfWork,
    now: datetime,
    *,
    what: NewNotice,
    event: Event,
    person: Person,
    wishes: Wishes,
) -> str:
    """Why a reminder is not to be sent; empty when it is, or is none."""
    reminder = REMINDER_OF.get(what.kind)
    if reminder is None:
        return ""
    if reminder not in event.plan.reminders:
        return "not_sent_at_this_event"
    if reminder in wishes.off:
        return "turned_off"
    if what.kind is not NoticeKind.HOUR_BEFORE:
        return ""
    if is_quiet(wishes, now, reader_zone(person, event)):
        return "quiet_hours"
    return "between_meetings" if _between_meetings(uow, what, event, person) else ""


def extra(
    uow: UnitOfWork,
    now: datetime,
    *,
    what: NewNotice,
    meeting: Meeting,
    attendee: Attendee,
    event: Event,
) -> Extra | str:
    """What a notice of a meeting tells besides, or why it is of no use any more."""
    other = meeting.other(attendee.id)
    match what.kind:
        case NoticeKind.ASK:
            said = uow.feedback.of_meeting(meeting.id).get(attendee.id)
            return "answered" if said is None or said.held is not None else Extra()
        case NoticeKind.EXCHANGE | NoticeKind.CONTACT:
            answers = uow.contacts.of_meeting(meeting.id)
            mine, theirs = answers.get(attendee.id), answers.get(other)
            stands = standing(mine, theirs, now)
            if what.kind is NoticeKind.EXCHANGE:
                return Extra() if stands is Standing.ASKED else f"contact_{stands}"
            if stands is not Standing.SHARED or theirs is None or not theirs.handle:
                return "contact_gone"
            return Extra(card=theirs)
        case NoticeKind.ROOM if meeting.table is not None:
            return "at_a_table"
        case NoticeKind.LATE | NoticeKind.HERE if meeting.starts_at is not None:
            if meeting.starts_at + event.slot_length <= now:
                return "over"
    mine_said, theirs_said = said_of(uow, meeting, attendee.id)
    return Extra(mine=mine_said, theirs=theirs_said)


def _between_meetings(uow: UnitOfWork, what: NewNotice, event: Event, person: Person) -> bool:
    """Whether the hour before the start holds another meeting of theirs: they are in the midst of
    it all, and the last reminder is enough."""
    attendee = uow.attendees.of_person(person.id, event.id)
    start = datetime.fromisoformat(str(what.data["start"]))
    busy = uow.meetings.busy(attendee.id) if attendee else set()
    return any(one < start and one + event.slot_length > start - HOUR for one in busy)
