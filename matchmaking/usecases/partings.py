"""What ends between two people when organisers, or one of the two, part them."""

from datetime import datetime

from matchmaking import changes
from matchmaking.meetings import Meeting, State, Step, is_ahead
from matchmaking.notices import NoticeKind
from matchmaking.people import Attendee
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import live, news, rescues, rivals
from matchmaking.usecases.actors import event_of
from matchmaking.usecases.appointments import farewell


def call_all_off(uow: UnitOfWork, now: datetime, *, attendee: Attendee) -> None:
    """Ends all that an attendee has ahead who takes part no more by the organisers' decision.
    The others are told that it is off, in the words they would read had the person left."""
    event = event_of(uow, attendee.event_id)
    for meeting in uow.meetings.of_attendee(attendee.id):
        ahead = is_ahead(meeting, now=now, length=event.slot_length)
        if not ahead or meeting.state is State.STARTED:
            continue
        offered = meeting.state is State.OFFERED
        step = _out(meeting, attendee) if offered else Step.CANCEL
        ended = _end(uow, now, meeting, attendee, step)
        other = uow.attendees.get(meeting.other(attendee.id))
        if other is not None:
            uow.notices.leave([farewell(meeting, other, now)])
            rescues.offer_freed(uow, now, meeting=ended, left=other, event=event)
        _follow(uow, now, ended)


def end_offers(uow: UnitOfWork, now: datetime, *, attendee: Attendee, other: Attendee) -> None:
    """Ends what one has offered the other, because one wants nothing to do with the other; the
    other side is told as of any offer that was declined or withdrawn."""
    for meeting in uow.meetings.between(attendee.id, other.id):
        if meeting.state is State.OFFERED:
            step = _out(meeting, attendee)
            ended = _end(uow, now, meeting, attendee, step)
            withdrawn = step is Step.WITHDRAW
            kind = NoticeKind.WITHDRAWN if withdrawn else NoticeKind.DECLINED
            uow.notices.leave([news.news(kind, ended, other, now)])
            _follow(uow, now, ended)


def _follow(uow: UnitOfWork, now: datetime, ended: Meeting) -> None:
    live.refresh_both(uow, now, ended)
    rivals.follow(uow, now, ended)


def _out(offer: Meeting, attendee: Attendee) -> Step:
    return Step.WITHDRAW if offer.proposer == attendee.id else Step.DECLINE


def _end(
    uow: UnitOfWork, now: datetime, meeting: Meeting, attendee: Attendee, step: Step
) -> Meeting:
    ended = changes.ended(meeting, step, by=attendee.id, now=now)
    uow.meetings.save(ended)
    uow.meetings.release(ended.id)
    uow.notices.drop_for_meeting(ended.id, now)
    return ended
