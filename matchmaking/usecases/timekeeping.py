"""A country changes its clocks at short notice: what was agreed keeps its hour there.

Owns what is worked out anew: the event's frame, slots proposed, bookings, reminders, and what
people have blocked. The sum itself is `matchmaking.clocks`'. The same is done when an organiser
corrects the event's zone, since it was the hour that people agreed on.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from matchmaking.clocks import rederived
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event, EventPlan
from matchmaking.meetings import Cause, Meeting, Step, move
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee
from matchmaking.ports import UnitOfWork
from matchmaking.reminders import owed, reader_zone
from matchmaking.slots import clashes
from matchmaking.usecases import live
from matchmaking.usecases.programme_changes import put_event

Anew = Callable[[datetime], datetime]
"""From an instant as it was worked out before to what it is by the rules of today."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was worked out anew: how many meetings and offers, and how many meetings two of which
    would now be at once (an hour left out by the clocks), so that they were cancelled."""

    moved: int = 0
    lost: int = 0


def out_of_step(uow: UnitOfWork, now: datetime) -> bool:
    """Whether the rules of today give an event's hours other instants than are stored."""
    return any(event.clock != event.plan.clock() for event in uow.events.all())


def keep_hours(uow: UnitOfWork, now: datetime) -> Kept:
    """Works out anew what the rules of today make of the hours of every event."""
    kept = [keep_hours_of(uow, now, event=event) for event in uow.events.all()]
    return Kept(moved=sum(one.moved for one in kept), lost=sum(one.lost for one in kept))


def keep_hours_of(uow: UnitOfWork, now: datetime, *, event: Event, zone: str | None = None) -> Kept:
    """Works out anew what the rules of today of the event's zone (or of another `zone`) make of
    its hours; does nothing when that changes nothing."""
    if not event.clock:
        # Stored before clocks were kept: today's rules are the best witness there is.
        uow.events.put(event.plan)
        return Kept()
    there, clock = ZoneInfo(zone or event.plan.zone), event.clock

    def anew(instant: datetime) -> datetime:
        return rederived(instant, clock, there)

    plan = _plan(event.plan, anew, there.key)
    if plan == event.plan and event.clock == plan.clock():
        return Kept()
    before, event = event, put_event(uow, now, plan=plan)
    _unblock(uow, event, anew)
    ahead = [one for one in uow.meetings.under_way(before.id) if _last(one) > now]
    changed = [
        one
        for one in ahead
        if _slots(one, anew) != one.slots
        or _start(one, anew)
        or not _keeps_hour(one, anew, before, event)
    ]
    # All are freed before any is booked again: a day's meetings move into each other's places.
    for meeting in changed:
        uow.meetings.release(meeting.id)
    # What had an hour that is left out gives way to what keeps its own.
    changed.sort(key=lambda one: not _keeps_hour(one, anew, before, event))
    lost = sum(not _keep(uow, now, meeting, anew, event) for meeting in changed)
    return Kept(moved=len(changed) - lost, lost=lost)


def _plan(plan: EventPlan, anew: Anew, zone: str) -> EventPlan:
    return replace(
        plan,
        zone=zone,
        windows=tuple(
            replace(one, starts_at=anew(one.starts_at), ends_at=anew(one.ends_at))
            for one in plan.windows
        ),
        sessions=tuple(
            replace(one, starts_at=anew(one.starts_at), ends_at=anew(one.ends_at))
            for one in plan.sessions
        ),
        spans=tuple(
            replace(one, starts_at=anew(one.starts_at), ends_at=anew(one.ends_at))
            for one in plan.spans
        ),
    )


def _unblock(uow: UnitOfWork, event: Event, anew: Anew) -> None:
    for attendee in uow.attendees.blocking(event.id):
        blocked = tuple(
            replace(one, starts_at=anew(one.starts_at), ends_at=anew(one.ends_at))
            for one in attendee.blocked
        )
        if blocked != attendee.blocked:
            uow.attendees.save(replace(attendee, blocked=blocked))


def _last(meeting: Meeting) -> datetime:
    return meeting.starts_at or max(meeting.slots)


def _slots(meeting: Meeting, anew: Anew) -> tuple[datetime, ...]:
    return tuple(sorted({anew(slot) for slot in meeting.slots}))


def _start(meeting: Meeting, anew: Anew) -> bool:
    """Whether its agreed start is another."""
    return meeting.starts_at is not None and anew(meeting.starts_at) != meeting.starts_at


def _keeps_hour(meeting: Meeting, anew: Anew, before: Event, event: Event) -> bool:
    """Whether the clocks there show at its start what they were to show."""
    start = meeting.starts_at
    if start is None:
        return True
    was = start + timedelta(seconds=_offset(before, start))
    return was.replace(tzinfo=None) == anew(start).astimezone(event.zone).replace(tzinfo=None)


def _offset(event: Event, instant: datetime) -> int:
    """Seconds from UTC that were foreseen for that instant."""
    known = [seconds for since, seconds in event.clock if since <= instant]
    return known[-1] if known else event.clock[0][1]


def _keep(uow: UnitOfWork, now: datetime, meeting: Meeting, anew: Anew, event: Event) -> bool:
    """Whether the meeting could be kept at its hour; it is cancelled, and both told, if not."""
    slots = _slots(meeting, anew)
    until = min(meeting.expires_at, slots[-1] - timedelta(minutes=event.plan.answer_minutes))
    moved = replace(meeting, slots=slots, expires_at=until)
    sides = [
        side
        for one in (meeting.proposer, meeting.invitee)
        if (side := uow.attendees.get(one)) is not None
    ]
    if meeting.starts_at is None:
        uow.meetings.save(moved)
        uow.notices.leave(
            [_offered(moved, side, now) for side in sides if side.id == moved.invitee]
        )
        live.refresh_both(uow, now, moved)
        return True
    moved = replace(moved, starts_at=anew(meeting.starts_at), sequence=meeting.sequence + 1)
    try:
        if clashes(moved.starts_at or now, uow.meetings.busy(*(one.id for one in sides)), event):
            raise Refused(Refusal.SLOT_TAKEN)
        uow.meetings.book(moved)
    except Refused:
        state = move(moved.state, Step.CANCEL)
        lost = replace(moved, state=state, mover=None, cause=Cause.CLASH, ended_at=now)
        uow.meetings.save(lost)
        uow.notices.leave([_lost(moved, side, now) for side in sides])
        live.refresh_both(uow, now, lost)
        return False
    uow.meetings.save(moved)
    wishes = uow.wishes.of_all([one.person.id for one in sides])
    uow.notices.renew(owed(moved, sides, event=event, now=now, wishes=wishes))
    uow.notices.leave(
        [_news(moved, meeting.starts_at, side, now) for side in sides if _elsewhere(side, event)]
    )
    live.refresh_both(uow, now, moved, elsewhere=True)
    return True


def _elsewhere(attendee: Attendee, event: Event) -> bool:
    """Whether the hour is another on the attendee's own clock: not where the event is."""
    return reader_zone(attendee.person, event).key != event.plan.zone


def _offered(meeting: Meeting, to: Attendee, now: datetime) -> NewNotice:
    """The offer's message gets the buttons of the slots as they are now; if the offer was not
    told yet, it will be as it is then."""
    first = f"{NoticeKind.OFFER}:{meeting.id}"
    return NewNotice(
        recipient=to.person.id,
        kind=NoticeKind.OFFER,
        key=f"{first}:{meeting.slots[0].isoformat()}",
        due_at=now,
        expires_at=meeting.expires_at,
        meeting=meeting.id,
        replaces=first,
    )


def _lost(meeting: Meeting, to: Attendee, now: datetime) -> NewNotice:
    return NewNotice(
        recipient=to.person.id,
        kind=NoticeKind.CANCELLED,
        key=f"{NoticeKind.CANCELLED}:{meeting.id}:{to.id}",
        due_at=now,
        meeting=meeting.id,
    )


def _news(meeting: Meeting, was: datetime, to: Attendee, now: datetime) -> NewNotice:
    start = meeting.starts_at.isoformat() if meeting.starts_at else None
    return NewNotice(
        recipient=to.person.id,
        kind=NoticeKind.HOUR,
        key=f"{NoticeKind.HOUR}:{meeting.id}:{to.id}:{start}",
        due_at=now,
        expires_at=meeting.starts_at,
        meeting=meeting.id,
        data={"start": start, "was": was.isoformat()},
    )
