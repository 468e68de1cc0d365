"""Is it still true? Asked of every notice when it falls due, before the courier sends it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from matchmaking.announcements import AnnouncementState
from matchmaking.events import Event
from matchmaking.matching import MatchId
from matchmaking.meetings import Meeting
from matchmaking.notices import AnnouncementId, NewNotice, Notice, NoticeKind, NoticeState
from matchmaking.people import AttendeeId, Person
from matchmaking.ports import UnitOfWork
from matchmaking.reminders import day_after, reader_zone
from matchmaking.scoring import LEAST
from matchmaking.segments import PASSING, Segment, fits, traits
from matchmaking.usecases import asking, catching_up, digests, news, rescues, sifting
from matchmaking.usecases.actors import seen_by
from matchmaking.usecases.agendas import agenda_of
from matchmaking.usecases.deliveries import Delivery as Delivery
from matchmaking.usecases.deliveries import Held as Held
from matchmaking.usecases.deliveries import Stale as Stale
from matchmaking.usecases.editions import edition_of_notice
from matchmaking.usecases.hours import in_closed_hours
from matchmaking.usecases.programme_changes import still_true
from matchmaking.usecases.truths import FACES, HOLDS, IN_PLACE
from matchmaking.wishes import Reminder, is_quiet

PERSON_BLOCKS = "person_blocks"
UNFIT = "not_meant_any_more"
LEFT_OUT = "no_text_in_their_language"
CANCELLED = "cancelled"
"""Why a copy of an announcement is not sent; its progress tells these apart."""


def prepare(uow: UnitOfWork, now: datetime, *, notice: Notice) -> Delivery | Stale | Held:
    """What to tell the recipient, or why not to, or not yet."""
    what = notice.what
    if what.expires_at is not None and what.expires_at <= now:
        return Stale(reason="too_late")
    recipient = uow.people.get(what.recipient)
    if recipient is None:
        return Stale(reason="person_gone")
    if recipient.blocked_at is not None:
        return Stale(reason=PERSON_BLOCKS)
    event = edition_of_notice(uow, now, what=what)
    if event is None:
        return Stale(reason="person_gone")
    wishes = uow.wishes.of(recipient.id)
    unwanted = sifting.unwanted(uow, now, what=what, event=event, person=recipient, wishes=wishes)
    if unwanted:
        return Stale(reason=unwanted)
    found = _found(uow, now, notice, recipient, event)
    if not isinstance(found, Delivery):
        return found
    quiet = is_quiet(wishes, now, reader_zone(recipient, event))
    # The way in comes to everybody; who wants no reminder then is not called by it.
    quiet |= what.kind is NoticeKind.ROOM and Reminder.QUARTER in wishes.off
    theirs = uow.events.of_person(recipient.id)
    return replace(
        found,
        silent=quiet,
        late=max(now - what.due_at, timedelta(0)),
        elsewhere=theirs is not None and theirs.id != event.id,
    )


def _found(
    uow: UnitOfWork, now: datetime, notice: Notice, recipient: Person, event: Event
) -> Delivery | Stale | Held:
    what = notice.what
    if what.kind is NoticeKind.AGENDA:
        return _agenda(uow, now, notice, recipient, event)
    if what.kind is NoticeKind.ROUND:
        return _round(uow, now, notice, recipient, event)
    if what.kind is NoticeKind.LIST:
        return _list(uow, now, notice, recipient, event)
    if what.kind is NoticeKind.STANDS:
        return catching_up.stands(uow, now, notice, recipient, event)
    if what.kind is NoticeKind.CLOSED:
        return _closed(uow, now, notice, recipient, event)
    if what.kind is NoticeKind.NEWCOMER:
        return _newcomer(uow, notice, recipient, event)
    if what.kind is NoticeKind.RESCUE:
        return _rescue(uow, now, notice, recipient, event)
    if what.kind in (NoticeKind.CLUSTER, NoticeKind.CLUSTER_DIGEST):
        return digests.cluster_news(uow, now, notice, recipient, event)
    if what.kind in (NoticeKind.INTRODUCTION, NoticeKind.INTRODUCED):
        return digests.introduced(uow, now, notice, recipient, event)
    if what.announcement is not None:
        return _announced(uow, notice, what.announcement, recipient, event)
    if "session" in what.data:
        seen = still_true(uow, now, what=what, event=event)
        if isinstance(seen, str):
            return Stale(reason=seen)
        return Delivery(notice=notice, recipient=recipient, event=event, session=seen)
    if what.meeting is None:
        return Delivery(notice=notice, recipient=recipient, event=event)
    return _about_meeting(uow, now, notice, recipient, event)


def put_back(uow: UnitOfWork, now: datetime, *, notice: Notice, held: Held) -> None:
    """A copy waits with the others of its announcement, unless that has gone on meanwhile."""
    announcement = uow.announcements.get(held.announcement)
    if announcement is None or announcement.state is not AnnouncementState.PAUSED:
        uow.notices.unlease(notice.id)
        return
    # Saved as it is, so that of this and somebody's "resume" at the same moment one sees the other.
    uow.announcements.save(announcement)
    uow.notices.hold(announcement.id, claimed=notice.id)


def _announced(
    uow: UnitOfWork, notice: Notice, number: AnnouncementId, recipient: Person, event: Event
) -> Delivery | Stale | Held:
    announcement = uow.announcements.get(number)
    if announcement is None:
        return Stale(reason="announcement_gone")
    if announcement.state is AnnouncementState.PAUSED:
        return Held(announcement=number)
    if announcement.state is AnnouncementState.CANCELLED:
        return Stale(reason=CANCELLED)
    if not announcement.text_for(recipient.language):
        return Stale(reason=LEFT_OUT)
    asked = {
        criterion: values
        for criterion, values in announcement.segment.criteria.items()
        if criterion in PASSING
    }
    if asked and not _still_fits(uow, Segment(criteria=asked), recipient, event):
        return Stale(reason=UNFIT)
    return Delivery(notice=notice, recipient=recipient, event=event, announcement=announcement)


def _still_fits(uow: UnitOfWork, segment: Segment, recipient: Person, event: Event) -> bool:
    attendee = uow.attendees.of_person(recipient.id, event.id)
    if attendee is None:
        return False
    meetings, seats = uow.meetings.of_attendee(attendee.id), uow.seats.of_attendee(attendee.id)
    came = attendee.id in uow.checkins.have_come([attendee.id])
    return fits(segment, traits(attendee, event, meetings, seats=seats, arrived=came))


def _agenda(
    uow: UnitOfWork, now: datetime, notice: Notice, recipient: Person, event: Event
) -> Delivery | Stale:
    attendee = uow.attendees.of_person(recipient.id, event.id)
    if attendee is None:
        return Stale(reason="person_gone")
    zone = reader_zone(recipient, event)
    day = date.fromisoformat(str(notice.what.data["day"]))
    if day != day_after(now, zone):
        return Stale(reason="not_tomorrow")
    ahead = agenda_of(uow, now, attendee=attendee, event=event)
    meetings = tuple(
        seen
        for seen in ahead.booked
        if seen.meeting.starts_at and seen.meeting.starts_at.astimezone(zone).date() == day
    )
    if not meetings:
        return Stale(reason="nothing_on_that_day")
    return Delivery(notice=notice, recipient=recipient, event=event, agenda=meetings)


def _round(
    uow: UnitOfWork, now: datetime, notice: Notice, recipient: Person, event: Event
) -> Delivery | Stale:
    attendee = uow.attendees.of_person(recipient.id, event.id)
    if attendee is None:
        return Stale(reason="person_gone")
    meetings = asking.unanswered(uow, now, attendee=attendee, event=event)
    if not meetings:
        return Stale(reason="all_answered")
    return Delivery(notice=notice, recipient=recipient, event=event, agenda=meetings)


def _list(
    uow: UnitOfWork, now: datetime, notice: Notice, recipient: Person, event: Event
) -> Delivery | Stale:
    attendee = uow.attendees.of_person(recipient.id, event.id)
    message = uow.agendas.message(recipient.id)
    if attendee is None or message is None:
        return Stale(reason="not_shown")
    ahead = agenda_of(uow, now, attendee=attendee, event=event)
    return Delivery(notice=notice, recipient=recipient, event=event, ahead=ahead, edit=message)


def _closed(
    uow: UnitOfWork, now: datetime, notice: Notice, recipient: Person, event: Event
) -> Delivery | Stale:
    if uow.organisers.role_of(recipient.id, event.id) is None:
        return Stale(reason="no_organiser")
    found = in_closed_hours(uow, now, event=event)
    if not found:
        return Stale(reason="none_there")
    return Delivery(notice=notice, recipient=recipient, event=event, closed=found)


def _newcomer(uow: UnitOfWork, notice: Notice, recipient: Person, event: Event) -> Delivery | Stale:
    attendee = uow.attendees.of_person(recipient.id, event.id)
    if attendee is None or not attendee.reachable:
        return Stale(reason="not_looking")
    if attendee.id in uow.matches.viewers(event.id, least=LEAST):
        return Stale(reason="has_matches")
    newcomer = uow.attendees.get(AttendeeId(int(str(notice.what.data["other"]))))
    if newcomer is None or not newcomer.reachable:
        return Stale(reason="newcomer_gone")
    return Delivery(notice=notice, recipient=recipient, event=event)


def _rescue(
    uow: UnitOfWork, now: datetime, notice: Notice, recipient: Person, event: Event
) -> Delivery | Stale:
    data = notice.what.data
    view = rescues.still_free(
        uow,
        now,
        actor=recipient.id,
        match_id=MatchId(int(str(data["match"]))),
        start=datetime.fromisoformat(str(data["start"])),
    )
    if view is None:
        return Stale(reason="no_rescue")
    return Delivery(notice=notice, recipient=recipient, event=event, match=view)


def _about_meeting(
    uow: UnitOfWork, now: datetime, notice: Notice, recipient: Person, event: Event
) -> Delivery | Stale:
    what = notice.what
    meeting = uow.meetings.get(what.meeting) if what.meeting is not None else None
    if meeting is None:
        return Stale(reason="meeting_gone")
    if meeting.state not in HOLDS[what.kind]:
        return Stale(reason=f"meeting_{meeting.state}")
    start = what.data.get("start")
    if start is not None and (
        meeting.starts_at is None or meeting.starts_at.isoformat() != str(start)
    ):
        return Stale(reason="meeting_moved")
    if meeting.round != what.data.get("round", meeting.round) or _answered(what, meeting):
        return Stale(reason="round_over")
    attendee = uow.attendees.of_person(recipient.id, meeting.event_id)
    if attendee is None or uow.attendees.get(meeting.other(attendee.id)) is None:
        return Stale(reason="person_gone")
    extra = sifting.extra(uow, now, what=what, meeting=meeting, attendee=attendee, event=event)
    if isinstance(extra, str):
        return Stale(reason=extra)
    earlier = uow.notices.by_key(recipient.id, what.replaces) if what.replaces else None
    if earlier is not None and earlier.state is not NoticeState.SENT:
        earlier = None
    if what.replaces and earlier is None and what.kind is not NoticeKind.ROOM:
        return Stale(reason="never_told")
    quiet = bool(what.data.get("quiet"))
    place = news.place(uow, meeting, attendee) if quiet or what.kind in IN_PLACE else None
    if quiet and place is None:
        return Stale(reason="never_told")
    return Delivery(
        notice=notice,
        recipient=recipient,
        event=event,
        meeting=seen_by(uow, now, meeting, attendee),
        edit=earlier.message_id if earlier else place,
        mine=extra.mine,
        theirs=extra.theirs,
        card=extra.card,
        left=meeting.starts_at - now if meeting.starts_at else None,
    )


def _answered(what: NewNotice, meeting: Meeting) -> bool:
    """Whether a wish to move that the notice asks about is over, or one that it says is over."""
    about = what.data.get("about", what.kind.value)
    if about == NoticeKind.MOVE_ASKED:
        return meeting.mover is None
    return about == NoticeKind.KEPT and meeting.mover is not None


def settle(
    uow: UnitOfWork,
    now: datetime,
    *,
    notice: Notice,
    state: NoticeState,
    message_id: int | None = None,
    detail: str = "",
) -> None:
    """Writes down what became of a notice, and that its message shows the meeting as it is now."""
    uow.notices.settle(notice.id, state, now=now, message_id=message_id, detail=detail)
    what = notice.what
    if message_id is None or what.meeting is None or state is not NoticeState.SENT:
        return
    meeting = uow.meetings.get(what.meeting)
    attendee = uow.attendees.of_person(what.recipient, meeting.event_id) if meeting else None
    if meeting is None or attendee is None:
        return
    known = uow.faces.of(attendee.id, message_id)
    how = FACES.get(what.kind) or (known.how if known else None)
    if how is not None:
        uow.faces.put(meeting.id, attendee.id, message_id, how=how)
