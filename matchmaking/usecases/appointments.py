"""The life of a meeting: accepting, declining, withdrawing, cancelling, and what the clock does."""

from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.meetings import (
    Meeting,
    MeetingId,
    MeetingView,
    State,
    Step,
    is_ahead,
    move,
)
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, PersonId
from matchmaking.places import by_table, only_by_table
from matchmaking.ports import UnitOfWork
from matchmaking.reminders import agendas, owed
from matchmaking.slots import closed, free_table
from matchmaking.usecases.actors import (
    acting_attendee,
    current_event,
    other_side,
    own_meeting,
    seen_by,
)


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What an attendee has ahead: meetings by start, offers received and sent."""

    viewer: Attendee
    event: Event
    booked: tuple[MeetingView, ...]
    received: tuple[MeetingView, ...]
    sent: tuple[MeetingView, ...]


def view(uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId) -> MeetingView:
    """One meeting or offer of the actor's."""
    attendee, _ = acting_attendee(uow, actor)
    return seen_by(uow, now, own_meeting(uow, attendee, meeting_id), attendee)


def accept(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    meeting_id: MeetingId,
    slot: datetime,
) -> MeetingView:
    """The invitee takes one of the slots; both are booked, told and reminded.

    Accepting the same slot again is the same acceptance. Raises `Refused` (SLOT_TAKEN,
    SLOT_PASSED, SLOT_CLOSED, NO_TABLE, ILLEGAL_MOVE, NOT_YOURS).
    """
    attendee, event = acting_attendee(uow, actor)
    meeting = own_meeting(uow, attendee, meeting_id)
    if meeting.invitee != attendee.id or slot not in meeting.slots:
        raise Refused(Refusal.NOT_YOURS)
    if meeting.state is State.ACCEPTED and meeting.starts_at == slot:
        return seen_by(uow, now, meeting, attendee)
    if meeting.state is State.EXPIRED and meeting.crowded_out:
        raise Refused(Refusal.SLOT_TAKEN)
    if meeting.state in (State.OFFERED, State.EXPIRED) and slot <= now:
        raise Refused(Refusal.SLOT_PASSED)
    state = move(meeting.state, Step.ACCEPT)
    proposer = other_side(uow, meeting.proposer)
    if proposer.person.blocked_at is not None:
        raise Refused(Refusal.NOT_AVAILABLE)
    if closed(slot, event, attendee, proposer):
        raise Refused(Refusal.SLOT_CLOSED)
    table = _table(uow, event, slot, attendee, proposer)
    meeting = replace(meeting, state=state, starts_at=slot, table=table)
    uow.meetings.book(meeting)
    uow.meetings.save(meeting)
    seen = seen_by(uow, now, meeting, attendee)
    uow.notices.leave(
        [
            _news(NoticeKind.BOOKED, meeting, seen.other, now),
            *owed(meeting, (attendee, seen.other), event=event, now=now),
        ]
    )
    _release_rivals(uow, now, meeting)
    return seen


def decline(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId
) -> MeetingView:
    """The invitee says no, and the proposer is told."""
    attendee, _ = acting_attendee(uow, actor)
    meeting = own_meeting(uow, attendee, meeting_id)
    if meeting.invitee != attendee.id:
        raise Refused(Refusal.NOT_YOURS)
    return _end(uow, now, attendee, meeting, Step.DECLINE, NoticeKind.DECLINED)


def withdraw(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId
) -> MeetingView:
    """The proposer takes an unanswered offer back; the invitee's message changes quietly."""
    attendee, _ = acting_attendee(uow, actor)
    meeting = own_meeting(uow, attendee, meeting_id)
    if meeting.proposer != attendee.id:
        raise Refused(Refusal.NOT_YOURS)
    return _end(uow, now, attendee, meeting, Step.WITHDRAW, NoticeKind.WITHDRAWN)


def cancel(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId
) -> MeetingView:
    """Either side calls an agreed meeting off; both are free again and the other is told."""
    attendee, _ = acting_attendee(uow, actor)
    meeting = own_meeting(uow, attendee, meeting_id)
    return _end(uow, now, attendee, meeting, Step.CANCEL, NoticeKind.CANCELLED)


def leave_all(uow: UnitOfWork, now: datetime, *, attendee: Attendee) -> None:
    """Ends all that is under way because the attendee leaves for good.

    The others are told when, but not who: nothing of somebody who leaves is kept.
    """
    event = current_event(uow)
    for meeting in uow.meetings.of_attendee(attendee.id):
        if not is_ahead(meeting, now=now, length=event.slot_length):
            continue
        other = uow.attendees.get(meeting.other(attendee.id))
        uow.meetings.release(meeting.id)
        uow.notices.drop_for_meeting(meeting.id, now)
        if other is not None and meeting.state is not State.STARTED:
            uow.notices.leave([_farewell(meeting, other, now)])


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
    """Owes the agendas of what the attendee has ahead in the evenings of the zone they have come
    to. One of a day on which they meet nobody there is dropped when it falls due."""
    ahead = agenda_of(uow, now, attendee=attendee, event=event)
    starts = [seen.meeting.starts_at for seen in ahead.booked if seen.meeting.starts_at]
    uow.notices.renew(agendas(starts, attendee, event=event, now=now))


def expire_offers(uow: UnitOfWork, now: datetime, *, limit: int = 100) -> int:
    """The clock ends offers that nobody answered; returns how many."""
    lapsed = uow.meetings.lapsed(now, limit)
    for meeting in lapsed:
        _expire(uow, now, meeting)
    return len(lapsed)


def start_meetings(uow: UnitOfWork, now: datetime, *, limit: int = 100) -> int:
    """The clock begins the meetings whose hour has come; returns how many."""
    begun = uow.meetings.begun(now, limit)
    for meeting in begun:
        uow.meetings.save(replace(meeting, state=move(meeting.state, Step.START)))
    return len(begun)


def _table(
    uow: UnitOfWork, event: Event, slot: datetime, one: Attendee, other: Attendee
) -> int | None:
    """A table for these two, or None for a room on line."""
    if not by_table(event, one, other):
        return None
    table = free_table(uow.meetings.tables_taken(event.id, slot), event.plan.tables)
    if table is None and only_by_table(event, one, other):
        raise Refused(Refusal.NO_TABLE)
    return table


def _end(
    uow: UnitOfWork,
    now: datetime,
    attendee: Attendee,
    meeting: Meeting,
    step: Step,
    kind: NoticeKind,
) -> MeetingView:
    changed = meeting.sequence + (step is Step.CANCEL)
    ended = replace(meeting, state=move(meeting.state, step), sequence=changed)
    uow.meetings.save(ended)
    uow.meetings.release(ended.id)
    uow.notices.drop_for_meeting(ended.id, now)
    seen = seen_by(uow, now, ended, attendee)
    uow.notices.leave([_news(kind, ended, seen.other, now)])
    return seen


def _expire(uow: UnitOfWork, now: datetime, meeting: Meeting, *, crowded_out: bool = False) -> None:
    state = move(meeting.state, Step.EXPIRE)
    expired = replace(meeting, state=state, crowded_out=crowded_out)
    uow.meetings.save(expired)
    uow.notices.drop_for_meeting(expired.id, now)
    sides = uow.attendees.many([expired.proposer, expired.invitee])
    uow.notices.leave([_news(NoticeKind.EXPIRED, expired, side, now) for side in sides.values()])


def _release_rivals(uow: UnitOfWork, now: datetime, taken: Meeting) -> None:
    """Ends the open offers of both people that have no slot left after this booking."""
    rivals = {
        rival.id: rival
        for side in (taken.proposer, taken.invitee)
        for rival in uow.meetings.open_offers_of(side)
    }
    for rival in rivals.values():
        busy = uow.meetings.busy(rival.proposer, rival.invitee)
        if all(slot in busy or slot <= now for slot in rival.slots):
            _expire(uow, now, rival, crowded_out=True)


def _farewell(meeting: Meeting, to: Attendee, now: datetime) -> NewNotice:
    start = meeting.starts_at.isoformat() if meeting.starts_at else None
    return NewNotice(
        recipient=to.person.id,
        kind=NoticeKind.LEFT,
        key=f"{NoticeKind.LEFT}:{meeting.id}:{to.id}",
        due_at=now,
        data={"start": start},
    )


def _news(kind: NoticeKind, meeting: Meeting, to: Attendee, now: datetime) -> NewNotice:
    """What happened to a meeting, told to one side. To an invitee whose offer is gone, the
    offer's own message changes instead of a second one coming."""
    quiet = kind in (NoticeKind.WITHDRAWN, NoticeKind.EXPIRED) and to.id == meeting.invitee
    return NewNotice(
        recipient=to.person.id,
        kind=kind,
        key=f"{kind}:{meeting.id}:{to.id}",
        due_at=now,
        meeting=meeting.id,
        replaces=f"offer:{meeting.id}" if quiet else None,
    )
