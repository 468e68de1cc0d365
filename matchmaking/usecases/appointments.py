"""The life of a meeting: accepting, declining, withdrawing, cancelling, and what the clock does."""

from collections import Counter
from datetime import datetime

from matchmaking import changes
from matchmaking.aftermath import over
from matchmaking.errors import Refusal, Refused
from matchmaking.learning import Why
from matchmaking.meetings import (
    BOOKED,
    WORDS_LIMIT,
    Cause,
    Meeting,
    MeetingId,
    MeetingView,
    State,
    Step,
    is_ahead,
)
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.slots import closed
from matchmaking.usecases import live, news, owing, refusals, rescues, rivals, rounds, seating
from matchmaking.usecases.actors import (
    event_of,
    meeting_of,
    other_side,
    seen_by,
    still_open,
)
from matchmaking.writing import one_line

LEARNED = {Cause.BUSY: Why.LATER, Cause.FIELD: Why.FIELD, Cause.MARKET: Why.MARKET}
"""What a cause for declining an offer says of whom to propose next."""


def view(uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId) -> MeetingView:
    """One meeting or offer of the actor's."""
    attendee, _, meeting = meeting_of(uow, actor, meeting_id)
    return seen_by(uow, now, meeting, attendee)


def accept(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    meeting_id: MeetingId,
    slot: datetime,
) -> MeetingView:
    """Whoever is asked takes one of the slots; both are booked, told and reminded. An agreed
    meeting that was asked to move, moves.

    Accepting the same slot again is the same acceptance. Raises `Refused` (SLOT_TAKEN,
    SLOT_PASSED, SLOT_CLOSED, NO_TABLE, NOT_YOUR_TURN, ILLEGAL_MOVE, NOT_AVAILABLE, NOT_YOURS).
    """
    attendee, event, meeting = meeting_of(uow, actor, meeting_id)
    if meeting.state is State.ACCEPTED and meeting.starts_at == slot:
        return seen_by(uow, now, meeting, attendee)
    _answerable(meeting, attendee, slot, now)
    other = other_side(uow, meeting.other(attendee.id))
    if other.person.blocked_at is not None:
        raise Refused(Refusal.NOT_AVAILABLE)
    if closed(slot, event, attendee, other):
        raise Refused(Refusal.SLOT_CLOSED)
    if slot not in still_open(uow, now, meeting, attendee, other):
        raise Refused(Refusal.SLOT_TAKEN)
    moving = meeting.mover is not None
    if moving:
        uow.meetings.release(meeting.id)
        uow.notices.drop_for_meeting(meeting.id, now)
    before = meeting
    meeting = changes.agreed(meeting, slot, seating.table_for(uow, event, slot, attendee, other))
    uow.meetings.book(meeting)
    uow.meetings.save(meeting)
    people = (attendee, other)
    uow.notices.renew(owing.reminders(uow, now, meeting=meeting, people=people, event=event))
    kind = NoticeKind.MOVED if moving else NoticeKind.BOOKED
    news.tell(uow, now, kind=kind, meeting=meeting, to=other)
    rivals.release(uow, now, meeting, event)
    if moving:
        # Whoever asked has no use for the old hour; whoever made it possible may have.
        rescues.offer_freed(uow, now, meeting=before, left=attendee, event=event)
    return seen_by(uow, now, meeting, attendee)


def _answerable(meeting: Meeting, attendee: Attendee, slot: datetime, now: datetime) -> None:
    if meeting.state is State.EXPIRED and meeting.crowded_out:
        raise Refused(Refusal.SLOT_TAKEN)
    if meeting.state in (State.OFFERED, State.EXPIRED) and slot <= now:
        raise Refused(Refusal.SLOT_PASSED)
    if meeting.asked is None:
        raise Refused(Refusal.ILLEGAL_MOVE, state=meeting.state, step=Step.ACCEPT)
    if meeting.asked != attendee.id:
        raise Refused(Refusal.NOT_YOUR_TURN)
    if slot <= now:
        raise Refused(Refusal.SLOT_PASSED)


def accept_any(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId
) -> MeetingView:
    """Takes the best slot that is still open: the one that the fewest other offers of the two are
    after, and of those the earliest. Again is the same acceptance. Raises as `accept` does."""
    attendee, _, meeting = meeting_of(uow, actor, meeting_id)
    if meeting.state is State.ACCEPTED and meeting.asked != attendee.id:
        return seen_by(uow, now, meeting, attendee)
    _answerable(meeting, attendee, max(meeting.slots), now)
    wanted = Counter(
        slot
        for side in (meeting.proposer, meeting.invitee)
        for offer in uow.meetings.open_offers_of(side)
        if offer.id != meeting.id
        for slot in offer.slots
    )
    refused = Refused(Refusal.SLOT_TAKEN)
    open_slots = seen_by(uow, now, meeting, attendee).open_slots
    for slot in sorted(open_slots, key=lambda slot: (wanted[slot], slot)):
        try:
            return accept(uow, now, actor=actor, meeting_id=meeting_id, slot=slot)
        except Refused as why:
            refused = why
    raise refused


def decline(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    meeting_id: MeetingId,
    cause: Cause | None = None,
) -> MeetingView:
    """Whoever is asked says no, and the proposer is told. What the cause says of the kind of
    people they want to meet is learned as from a match put aside."""
    attendee, _, meeting = meeting_of(uow, actor, meeting_id)
    if meeting.state is State.DECLINED and meeting.ended_by == attendee.id:
        return seen_by(uow, now, meeting, attendee)
    if meeting.state is State.OFFERED and meeting.invitee != attendee.id:
        raise Refused(Refusal.NOT_YOUR_TURN)
    seen = _end(uow, now, attendee, meeting, Step.DECLINE, NoticeKind.DECLINED, cause=cause)
    if cause in LEARNED:
        refusals.learn(uow, now, viewer=attendee, other=seen.other, why=LEARNED[cause])
    return seen


def withdraw(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId
) -> MeetingView:
    """The proposer takes an unanswered offer back; the invitee's message changes quietly."""
    attendee, _, meeting = meeting_of(uow, actor, meeting_id)
    if meeting.state is State.WITHDRAWN and meeting.ended_by == attendee.id:
        return seen_by(uow, now, meeting, attendee)
    if meeting.state is State.OFFERED and meeting.proposer != attendee.id:
        raise Refused(Refusal.NOT_YOUR_TURN)
    return _end(uow, now, attendee, meeting, Step.WITHDRAW, NoticeKind.WITHDRAWN)


def consider_cancel(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId
) -> MeetingView:
    """A meeting that can be called off; raises `Refused` as `cancel` does."""
    attendee, event, meeting = meeting_of(uow, actor, meeting_id)
    if meeting.state not in BOOKED or over(meeting, now=now, length=event.slot_length):
        raise Refused(Refusal.ILLEGAL_MOVE)
    return seen_by(uow, now, meeting, attendee)


def cancel(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    meeting_id: MeetingId,
    cause: Cause | None = None,
    words: str = "",
) -> MeetingView:
    """Either side calls an agreed meeting off before its end; both are free again, the other is
    told, and why if that is said, and is shown somebody who is free at that very time.

    Raises `Refused`: EMPTY or TOO_LONG for words of their own, ILLEGAL_MOVE, NOT_YOURS.
    """
    attendee, event, meeting = meeting_of(uow, actor, meeting_id)
    if meeting.state is State.CANCELLED and meeting.ended_by == attendee.id:
        return seen_by(uow, now, meeting, attendee)
    if over(meeting, now=now, length=event.slot_length):
        raise Refused(Refusal.ILLEGAL_MOVE)
    if cause is Cause.OWN_WORDS:
        words = _own_words(words)
    seen = _end(
        uow, now, attendee, meeting, Step.CANCEL, NoticeKind.CANCELLED, cause=cause, words=words
    )
    rescues.offer_freed(uow, now, meeting=seen.meeting, left=seen.other, event=event)
    if cause is Cause.IRRELEVANT:
        # Nothing but this meeting kept them from that hour.
        rescues.offer_freed(uow, now, meeting=seen.meeting, left=attendee, event=event)
    return seen


def _own_words(words: str) -> str:
    kept = one_line(words)
    if not kept:
        raise Refused(Refusal.EMPTY)
    if len(kept) > WORDS_LIMIT:
        raise Refused(Refusal.TOO_LONG, limit=WORDS_LIMIT)
    return kept


def leave_all(uow: UnitOfWork, now: datetime, *, attendee: Attendee) -> None:
    """Ends all that is under way because the attendee leaves for good.

    The others are told when, but not who: nothing of somebody who leaves is kept.
    """
    event = event_of(uow, attendee.event_id)
    for meeting in uow.meetings.of_attendee(attendee.id):
        if not is_ahead(meeting, now=now, length=event.slot_length):
            continue
        other = uow.attendees.get(meeting.other(attendee.id))
        uow.meetings.release(meeting.id)
        uow.notices.drop_for_meeting(meeting.id, now)
        if other is None:
            continue
        live.refresh_left(uow, now, meeting, other)
        rivals.follow(uow, now, meeting)
        if meeting.state is not State.STARTED:
            uow.notices.leave([farewell(meeting, other, now)])
            rescues.offer_freed(uow, now, meeting=meeting, left=other, event=event)


def expire_offers(uow: UnitOfWork, now: datetime, *, limit: int = 100) -> int:
    """The clock ends offers that nobody answered, and wishes to move; returns how many."""
    lapsed = uow.meetings.lapsed(now, limit)
    for meeting in lapsed:
        if meeting.state is State.OFFERED:
            rivals.expire(uow, now, meeting)
        else:
            rounds.lapse(uow, now, meeting)
    return len(lapsed)


def start_meetings(uow: UnitOfWork, now: datetime, *, limit: int = 100) -> int:
    """The clock begins the meetings whose hour has come; returns how many."""
    begun = uow.meetings.begun(now, limit)
    for meeting in begun:
        uow.meetings.save(changes.started(meeting))
        # What shows it goes on being so: the list alone says that it has begun.
        live.refresh(uow, now, meeting.proposer, meeting.invitee)
    return len(begun)


def _end(
    uow: UnitOfWork,
    now: datetime,
    attendee: Attendee,
    meeting: Meeting,
    step: Step,
    kind: NoticeKind,
    *,
    cause: Cause | None = None,
    words: str = "",
) -> MeetingView:
    ended = changes.ended(meeting, step, by=attendee.id, now=now, cause=cause, words=words)
    uow.meetings.save(ended)
    uow.meetings.release(ended.id)
    uow.notices.drop_for_meeting(ended.id, now)
    seen = seen_by(uow, now, ended, attendee)
    uow.notices.leave([news.news(kind, ended, seen.other, now)])
    live.refresh_both(uow, now, ended)
    rivals.follow(uow, now, ended)
    return seen


def farewell(meeting: Meeting, to: Attendee, now: datetime) -> NewNotice:
    """That a meeting or an offer is off since the other side takes part no more."""
    start = meeting.starts_at.isoformat() if meeting.starts_at else None
    return NewNotice(
        recipient=to.person.id,
        kind=NoticeKind.LEFT,
        key=f"{NoticeKind.LEFT}:{meeting.id}:{to.id}",
        due_at=now,
        data={"start": start, "edition": meeting.event_id},
    )
