"""Other times: the answer to an offer that proposes others, and the wish to move a meeting.

Owns which further times are shown and what becomes of those proposed. The steps themselves are
`matchmaking.changes`', the table `matchmaking.meetings`'.
"""

from dataclasses import dataclass
from datetime import datetime

from matchmaking import changes
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.meetings import Meeting, MeetingId, MeetingView, State, Step, move
from matchmaking.notices import NoticeKind
from matchmaking.people import Attendee, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.slots import CHOICES, common_slots
from matchmaking.usecases import news
from matchmaking.usecases.actors import meeting_of, other_side, seen_by
from matchmaking.usecases.proposals import lapses

PAGE = 6
"""How many times are shown at once."""


@dataclass(frozen=True, kw_only=True)
class Times:
    """Times in which both are free, some of them shown, to propose up to three."""

    seen: MeetingView
    event: Event
    moving: bool
    slots: tuple[datetime, ...]
    """Those shown, in order of time."""
    chosen: tuple[datetime, ...]
    earlier: datetime | None
    later: datetime | None
    """Where the page before and the page after begin; None when there is none."""


def other_times(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    meeting_id: MeetingId,
    moving: bool,
    after: datetime | None = None,
    chosen: tuple[datetime, ...] = (),
) -> Times:
    """A page of times to propose instead, from `after` on; `chosen` that went meanwhile are left
    out. Raises `Refused` (NO_COMMON_SLOT, NOT_YOUR_TURN, ILLEGAL_MOVE, NOT_AVAILABLE,
    NOT_YOURS)."""
    attendee, event, meeting = meeting_of(uow, actor, meeting_id)
    free = _free(uow, now, meeting, attendee, event, moving=moving)
    if not free:
        raise Refused(Refusal.NO_COMMON_SLOT)
    start = next((n for n, slot in enumerate(free) if after is None or slot >= after), 0)
    start -= start % PAGE
    return Times(
        seen=seen_by(uow, now, meeting, attendee),
        event=event,
        moving=moving,
        slots=tuple(free[start : start + PAGE]),
        chosen=tuple(sorted(set(chosen) & set(free)))[:CHOICES],
        earlier=free[start - PAGE] if start else None,
        later=free[start + PAGE] if len(free) > start + PAGE else None,
    )


def propose(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    meeting_id: MeetingId,
    slots: tuple[datetime, ...],
    moving: bool,
) -> MeetingView:
    """Proposes these times instead: counters an offer or, when `moving`, asks to move an agreed
    meeting. The same again is the same proposal. Raises as `other_times` does."""
    attendee, event, meeting = meeting_of(uow, actor, meeting_id)
    if _said_before(meeting, attendee, slots, moving=moving):
        return seen_by(uow, now, meeting, attendee)
    free = set(_free(uow, now, meeting, attendee, event, moving=moving))
    chosen = tuple(sorted(slot for slot in set(slots) if slot in free))[:CHOICES]
    if not chosen:
        raise Refused(Refusal.NO_COMMON_SLOT)
    until = lapses(chosen, event, now)
    if moving:
        old = meeting.starts_at or chosen[0]
        until = min(until, lapses((old,), event, now))
        meeting = changes.wished(meeting, attendee.id, chosen, until=until)
    else:
        meeting = changes.countered(meeting, chosen, until=until)
        uow.notices.drop_for_meeting(meeting.id, now)
    uow.meetings.save(meeting)
    seen = seen_by(uow, now, meeting, attendee)
    kind = NoticeKind.MOVE_ASKED if moving else NoticeKind.COUNTERED
    news.tell(uow, now, kind=kind, meeting=meeting, to=seen.other)
    return seen


def keep(uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId) -> MeetingView:
    """The old time stays: said by whoever is asked, or by whoever asked and thought better of it.
    Said when nobody asks any more, it is true already."""
    attendee, _, meeting = meeting_of(uow, actor, meeting_id)
    if meeting.state is State.ACCEPTED and meeting.mover is None:
        return seen_by(uow, now, meeting, attendee)
    own_wish = meeting.mover == attendee.id
    meeting = changes.kept(meeting)
    uow.meetings.save(meeting)
    seen = seen_by(uow, now, meeting, attendee)
    _tell_kept(uow, now, meeting, seen.other, rings=not own_wish)
    return seen


def lapse(uow: UnitOfWork, now: datetime, meeting: Meeting) -> None:
    """Nobody answered a wish to move in time: the old time stays, and whoever asked hears it."""
    asker = meeting.mover
    meeting = changes.kept(meeting)
    uow.meetings.save(meeting)
    for side in uow.attendees.many([meeting.proposer, meeting.invitee]).values():
        _tell_kept(uow, now, meeting, side, rings=side.id == asker)


def _tell_kept(
    uow: UnitOfWork, now: datetime, meeting: Meeting, to: Attendee, *, rings: bool
) -> None:
    news.tell(uow, now, kind=NoticeKind.KEPT, meeting=meeting, to=to, rings=rings)


def _said_before(
    meeting: Meeting, attendee: Attendee, slots: tuple[datetime, ...], *, moving: bool
) -> bool:
    if moving:
        mine = meeting.state is State.ACCEPTED and meeting.mover == attendee.id
    else:
        mine = meeting.state is State.OFFERED and meeting.proposer == attendee.id
    # Those that went before the first tap arrived are not among those kept.
    return mine and bool(meeting.slots) and set(meeting.slots) <= set(slots)


def _free(
    uow: UnitOfWork,
    now: datetime,
    meeting: Meeting,
    attendee: Attendee,
    event: Event,
    *,
    moving: bool,
) -> list[datetime]:
    """Where both are free, but for what is proposed or agreed already."""
    move(meeting.state, Step.ASK if moving else Step.COUNTER)
    if moving and (meeting.starts_at is None or meeting.starts_at <= now):
        raise Refused(Refusal.ILLEGAL_MOVE, state=meeting.state, step=Step.ASK)
    if not moving and meeting.invitee != attendee.id:
        raise Refused(Refusal.NOT_YOUR_TURN)
    other = other_side(uow, meeting.other(attendee.id))
    if other.person.blocked_at is not None:
        raise Refused(Refusal.NOT_AVAILABLE)
    busy = uow.meetings.busy(attendee.id, other.id) - {meeting.starts_at}
    said = {meeting.starts_at} if meeting.mover is None and moving else {*meeting.slots}
    free = common_slots(attendee, other, event=event, busy=busy, now=now)
    return [slot for slot in free if slot not in said and slot != meeting.starts_at]
