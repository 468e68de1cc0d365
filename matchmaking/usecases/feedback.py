"""What people say after a meeting: whether it took place, how it was, what comes of it.

Taps carry what is to be, never what is to change: the same tap again, or an older one, leads to
a state that somebody chose. Nobody but the one who says it is shown it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking.aftermath import NOTE_LIMIT, Counts, Feedback, Useful, over, settles
from matchmaking.contacts import Standing
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.intents import Kind
from matchmaking.meetings import BOOKED, Meeting, MeetingId, MeetingView, State, Step, move
from matchmaking.organisers import Duty
from matchmaking.people import Attendee, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import asking, exchange, live
from matchmaking.usecases.actors import (
    acting_organiser,
    meeting_of,
    organiser_of,
    seen_by,
)
from matchmaking.writing import as_written

SETTLED = frozenset({State.HELD, State.NO_SHOW})
"""The states that no answer changes any more."""


@dataclass(frozen=True, kw_only=True)
class FeedbackView:
    """A meeting that is over, with what its viewer has said of it, and what may come next."""

    seen: MeetingView
    event: Event
    feedback: Feedback
    contact: Standing
    rest: tuple[MeetingView, ...]
    """Other meetings of which the viewer has said nothing yet."""


def look(uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId) -> FeedbackView:
    """What the actor has said so far; raises `Refused` (NOT_YOURS, ILLEGAL_MOVE: not over)."""
    attendee, event, meeting, said = _over(uow, now, actor, meeting_id)
    return _view(uow, now, attendee, event, meeting, said)


def begin(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId
) -> FeedbackView:
    """The actor opens the question by themselves: it counts as asked."""
    attendee, event, meeting, said = _over(uow, now, actor, meeting_id)
    uow.feedback.save(said)
    return _view(uow, now, attendee, event, meeting, said)


def say(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId, held: bool
) -> FeedbackView:
    """Whether it took place. Once both have said so, or its time was over, that is settled:
    raises `Refused` (SETTLED) for another word then, besides NOT_YOURS and ILLEGAL_MOVE."""
    attendee, event, meeting, said = _over(uow, now, actor, meeting_id)
    if meeting.state in SETTLED and held is not (meeting.state is State.HELD):
        raise Refused(Refusal.SETTLED)
    if said.held is not held:
        blank = Feedback(meeting=meeting.id, attendee=attendee.id, asked_at=said.asked_at)
        kept = replace(blank, round_at=said.round_at, note=said.note, held=held)
        said = replace(kept, said_at=now, done_at=None if held else now)
        uow.feedback.save(said)
        meeting = _settled(uow, now, meeting)
    return _view(uow, now, attendee, event, meeting, said)


def rate(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId, useful: Useful
) -> FeedbackView:
    """How useful it was; raises `Refused` (ILLEGAL_MOVE) before it is said to have been held."""
    attendee, event, meeting, said = _held(uow, now, actor, meeting_id)
    said = replace(said, useful=useful, said_at=now)
    uow.feedback.save(said)
    return _view(uow, now, attendee, event, meeting, said)


def agree(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    meeting_id: MeetingId,
    kind: Kind,
    on: bool,
) -> FeedbackView:
    """Whether the two agreed to go on with something of that kind."""
    attendee, event, meeting, said = _held(uow, now, actor, meeting_id)
    kinds = said.follow_ups | {kind} if on else said.follow_ups - {kind}
    said = replace(said, follow_ups=kinds, said_at=now)
    uow.feedback.save(said)
    return _view(uow, now, attendee, event, meeting, said)


def finish(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId
) -> FeedbackView:
    """That is all."""
    attendee, event, meeting, said = _held(uow, now, actor, meeting_id)
    said = replace(said, said_at=now, done_at=said.done_at or now)
    uow.feedback.save(said)
    return _view(uow, now, attendee, event, meeting, said)


def note(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId, text: str
) -> FeedbackView:
    """A note for the actor's own eyes; raises `Refused` (EMPTY, TOO_LONG) besides."""
    attendee, event, meeting, said = _over(uow, now, actor, meeting_id)
    words = as_written(text)
    if not words:
        raise Refused(Refusal.EMPTY)
    if len(words) > NOTE_LIMIT:
        raise Refused(Refusal.TOO_LONG, limit=NOTE_LIMIT)
    said = replace(said, note=words, said_at=now)
    uow.feedback.save(said)
    return _view(uow, now, attendee, event, meeting, said)


def counts(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Counts:
    """What became of the event's meetings, in numbers; raises `Refused` (NOT_ORGANISER)."""
    event = acting_organiser(uow, actor, duty=Duty.FIGURES)
    return uow.feedback.counts(event.id, started=now - event.slot_length)


def rule(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId, held: bool
) -> Meeting:
    """An organiser says whether a meeting took place; raises `Refused` (NOT_ORGANISER, NOT_YOURS,
    ILLEGAL_MOVE: not over, or off; SETTLED)."""
    meeting = uow.meetings.get(meeting_id)
    of = meeting.event_id if meeting else None
    event = organiser_of(uow, actor, of, duty=Duty.MODERATE)
    if meeting is None or meeting.event_id != event.id:
        raise Refused(Refusal.NOT_YOURS)
    if not over(meeting, now=now, length=event.slot_length):
        raise Refused(Refusal.ILLEGAL_MOVE)
    wanted = State.HELD if held else State.NO_SHOW
    if meeting.state is wanted:
        return meeting
    if meeting.state in SETTLED:
        raise Refused(Refusal.SETTLED)
    ruled = replace(meeting, state=move(meeting.state, Step.HOLD if held else Step.MISS))
    uow.meetings.save(ruled)
    live.refresh_both(uow, now, ruled)
    return ruled


def _over(
    uow: UnitOfWork, now: datetime, actor: PersonId, meeting_id: MeetingId
) -> tuple[Attendee, Event, Meeting, Feedback]:
    attendee, event, meeting = meeting_of(uow, actor, meeting_id)
    agreed = meeting.state in BOOKED | SETTLED | {State.UNCONFIRMED}
    if not agreed or not over(meeting, now=now, length=event.slot_length):
        raise Refused(Refusal.ILLEGAL_MOVE)
    said = uow.feedback.of_meeting(meeting.id).get(attendee.id)
    new = Feedback(meeting=meeting.id, attendee=attendee.id, asked_at=now)
    return attendee, event, meeting, said or new


def _held(
    uow: UnitOfWork, now: datetime, actor: PersonId, meeting_id: MeetingId
) -> tuple[Attendee, Event, Meeting, Feedback]:
    attendee, event, meeting, said = _over(uow, now, actor, meeting_id)
    if said.held is not True:
        raise Refused(Refusal.ILLEGAL_MOVE)
    return attendee, event, meeting, said


def _settled(uow: UnitOfWork, now: datetime, meeting: Meeting) -> Meeting:
    """The meeting, in the state that the two sides' words bring it to."""
    if meeting.state in SETTLED:
        return meeting
    said = uow.feedback.of_meeting(meeting.id)
    votes = [
        said[side].held if side in said else None for side in (meeting.proposer, meeting.invitee)
    ]
    step = settles(votes, closing=meeting.state is State.UNCONFIRMED)
    if step is None or step is Step.CLOSE:
        return meeting
    settled = replace(meeting, state=move(meeting.state, step))
    uow.meetings.save(settled)
    live.refresh_both(uow, now, settled)
    return settled


def _view(
    uow: UnitOfWork,
    now: datetime,
    attendee: Attendee,
    event: Event,
    meeting: Meeting,
    said: Feedback,
) -> FeedbackView:
    rest = asking.unanswered(uow, now, attendee=attendee, event=event)
    return FeedbackView(
        seen=seen_by(uow, now, meeting, attendee),
        event=event,
        feedback=said,
        contact=exchange.standing_of(uow, now, meeting, attendee.id),
        rest=tuple(one for one in rest if one.meeting.id != meeting.id),
    )
