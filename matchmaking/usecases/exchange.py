"""Exchanging contacts between the two sides of a meeting: each yes waits for the other's."""

from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking.contacts import KEPT, POSSIBLE, Answer, Standing, Way, standing
from matchmaking.errors import Refusal, Refused
from matchmaking.meetings import Meeting, MeetingId, MeetingView
from matchmaking.notices import NewNotice, NoticeKind, NoticeState
from matchmaking.people import Attendee, AttendeeId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.actors import meeting_of, seen_by


@dataclass(frozen=True, kw_only=True)
class ExchangeView:
    """How the exchange stands, as its viewer may know it."""

    seen: MeetingView
    standing: Standing
    way: Way | None = None
    """What the viewer has answered."""


def look(uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId) -> ExchangeView:
    """How it stands; raises `Refused` (NOT_YOURS, ILLEGAL_MOVE: no meeting to exchange at)."""
    attendee, meeting = _meeting(uow, actor, meeting_id)
    return _view(uow, now, meeting, attendee)


def agree(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    meeting_id: MeetingId,
    way: Way,
    handle: str,
) -> ExchangeView:
    """The other may have the actor's username or number. They are asked, once, or, when they have
    said yes, both get the other's. Raises `Refused` (EMPTY without a handle) besides."""
    attendee, meeting = _meeting(uow, actor, meeting_id)
    if not handle or way is Way.NO:
        raise Refused(Refusal.EMPTY)
    answers = uow.contacts.of_meeting(meeting.id)
    mine, theirs = answers.get(attendee.id), answers.get(meeting.other(attendee.id))
    if standing(mine, theirs, now) is Standing.SHARED:
        return _view(uow, now, meeting, attendee)
    given = Answer(meeting=meeting.id, attendee=attendee.id, way=way, handle=handle, at=now)
    if theirs is not None and theirs.stands(now):
        for answer in (given, theirs):
            uow.contacts.save(replace(answer, shared_at=now))
        uow.notices.leave([_card(uow, meeting, side, now) for side in _sides(meeting)])
    else:
        uow.contacts.save(given)
        if theirs is None or theirs.way is not Way.NO:
            uow.notices.leave([_question(uow, meeting, meeting.other(attendee.id), now)])
    return _view(uow, now, meeting, attendee)


def refuse(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId
) -> ExchangeView:
    """The other may not, and is not told. What was given before is forgotten, unless both had
    agreed: that is done."""
    attendee, meeting = _meeting(uow, actor, meeting_id)
    mine = uow.contacts.of_meeting(meeting.id).get(attendee.id)
    if mine is None or mine.shared_at is None:
        no = Answer(meeting=meeting.id, attendee=attendee.id, way=Way.NO, handle=None, at=now)
        uow.contacts.save(no)
    return _view(uow, now, meeting, attendee)


def to_forget(uow: UnitOfWork, now: datetime) -> list[Answer]:
    """The answers whose username or number is needed no more: the card has gone out, or nobody
    has answered for so long."""
    return [answer for answer in uow.contacts.with_handles() if _is_done(uow, now, answer)]


def forget(uow: UnitOfWork, now: datetime) -> int:
    """Forgets them; returns how many."""
    done = to_forget(uow, now)
    for answer in done:
        uow.contacts.save(replace(answer, handle=None))
    return len(done)


def standing_of(uow: UnitOfWork, now: datetime, meeting: Meeting, viewer: AttendeeId) -> Standing:
    """How far the exchange has come, as the viewer may know it."""
    answers = uow.contacts.of_meeting(meeting.id)
    return standing(answers.get(viewer), answers.get(meeting.other(viewer)), now)


def _is_done(uow: UnitOfWork, now: datetime, answer: Answer) -> bool:
    if (answer.shared_at or answer.at) + KEPT <= now:
        return True
    meeting = uow.meetings.get(answer.meeting)
    if answer.shared_at is None or meeting is None:
        return meeting is None
    other = uow.attendees.get(meeting.other(answer.attendee))
    card = other and uow.notices.by_key(other.person.id, _card_key(meeting, other.id))
    return not card or card.state is not NoticeState.PENDING


def _meeting(uow: UnitOfWork, actor: PersonId, meeting_id: MeetingId) -> tuple[Attendee, Meeting]:
    attendee, _, meeting = meeting_of(uow, actor, meeting_id)
    if meeting.state not in POSSIBLE:
        raise Refused(Refusal.ILLEGAL_MOVE)
    return attendee, meeting


def _view(uow: UnitOfWork, now: datetime, meeting: Meeting, attendee: Attendee) -> ExchangeView:
    mine = uow.contacts.of_meeting(meeting.id).get(attendee.id)
    return ExchangeView(
        seen=seen_by(uow, now, meeting, attendee),
        standing=standing_of(uow, now, meeting, attendee.id),
        way=mine.way if mine else None,
    )


def _sides(meeting: Meeting) -> tuple[AttendeeId, AttendeeId]:
    return meeting.proposer, meeting.invitee


def _card_key(meeting: Meeting, to: AttendeeId) -> str:
    return f"{NoticeKind.CONTACT}:{meeting.id}:{to}"


def _card(uow: UnitOfWork, meeting: Meeting, to: AttendeeId, now: datetime) -> NewNotice:
    return _about(uow, meeting, to, now, NoticeKind.CONTACT, _card_key(meeting, to))


def _question(uow: UnitOfWork, meeting: Meeting, to: AttendeeId, now: datetime) -> NewNotice:
    key = f"{NoticeKind.EXCHANGE}:{meeting.id}:{to}"
    return _about(uow, meeting, to, now, NoticeKind.EXCHANGE, key)


def _about(
    uow: UnitOfWork, meeting: Meeting, to: AttendeeId, now: datetime, kind: NoticeKind, key: str
) -> NewNotice:
    attendee = uow.attendees.get(to)
    if attendee is None:
        raise Refused(Refusal.NOT_AVAILABLE)
    return NewNotice(
        recipient=attendee.person.id,
        kind=kind,
        key=key,
        due_at=now,
        expires_at=now + KEPT,
        meeting=meeting.id,
    )
