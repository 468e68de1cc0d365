"""Whom the clock asks how a meeting was, and what it makes of meetings that nobody speaks of.

Nobody is asked while they meet somebody or are about to, nor in their quiet hours, nor while
another question waits for them; what is unanswered in the evening comes in one message.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from matchmaking.aftermath import (
    CLOSES_AFTER,
    PAUSE,
    Feedback,
    Owing,
    has_breath,
    round_due,
    settles,
)
from matchmaking.events import Event
from matchmaking.meetings import MeetingId, MeetingView, move
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee
from matchmaking.ports import UnitOfWork
from matchmaking.reminders import reader_zone
from matchmaking.usecases import live
from matchmaking.usecases.actors import event_of, seen_by
from matchmaking.wishes import is_quiet


@dataclass(frozen=True, kw_only=True)
class Question:
    """Somebody to be asked now: of one meeting, or in a round of all that is unanswered."""

    attendee: Attendee
    of: tuple[Owing, ...]
    is_round: bool


def due(uow: UnitOfWork, now: datetime) -> list[Question]:
    """Whom to ask now, and of what; changes nothing."""
    return [one for event in uow.events.all() for one in _due_at(uow, now, event)]


def _due_at(uow: UnitOfWork, now: datetime, event: Event) -> list[Question]:
    owing = sorted(_owing(uow, now, event), key=lambda one: one.attendee)
    found: list[Question] = []
    for attendee_id, sides in groupby(owing, key=lambda one: one.attendee):
        attendee = uow.attendees.get(attendee_id)
        if attendee is not None and attendee.person.blocked_at is None:
            question = _question(uow, now, attendee, list(sides), event)
            found += [question] if question else []
    return found


def ask(uow: UnitOfWork, now: datetime) -> int:
    """Asks whoever is to be asked now; returns how many people."""
    questions = due(uow, now)
    for question in questions:
        for one in question.of:
            uow.feedback.save(_asked(one, now, is_round=question.is_round))
        uow.notices.leave([_notice(question, now, event_of(uow, question.attendee.event_id))])
    return len(questions)


def anything_to_close(uow: UnitOfWork, now: datetime) -> bool:
    """Whether some meeting's time for answers is over."""
    return bool(_to_close(uow, now, limit=1))


def close(uow: UnitOfWork, now: datetime, *, limit: int = 100) -> int:
    """Closes the meetings whose time for answers is over; returns how many."""
    closing = _to_close(uow, now, limit=limit)
    for number in closing:
        meeting = uow.meetings.get(number)
        if meeting is None:
            continue
        said = uow.feedback.of_meeting(number)
        votes = [
            said[side].held if side in said else None
            for side in (meeting.proposer, meeting.invitee)
        ]
        step = settles(votes, closing=True)
        if step is not None:
            closed = replace(meeting, state=move(meeting.state, step))
            uow.meetings.save(closed)
            live.refresh_both(uow, now, closed)
    return len(closing)


def _to_close(uow: UnitOfWork, now: datetime, *, limit: int) -> list[MeetingId]:
    found: list[MeetingId] = []
    for event in uow.events.all():
        started = now - CLOSES_AFTER - event.slot_length
        found += uow.feedback.to_close(event.id, started=started, limit=limit)
    return found[:limit]


def unanswered(
    uow: UnitOfWork, now: datetime, *, attendee: Attendee, event: Event
) -> tuple[MeetingView, ...]:
    """The meetings of which the attendee has said nothing yet, by start."""
    found: list[MeetingView] = []
    for one in _owing(uow, now, event, of=attendee):
        meeting = uow.meetings.get(one.meeting)
        if meeting is not None and not (one.feedback and one.feedback.held is not None):
            found.append(seen_by(uow, now, meeting, attendee))
    return tuple(found)


def _owing(
    uow: UnitOfWork, now: datetime, event: Event, *, of: Attendee | None = None
) -> Sequence[Owing]:
    over = now - event.slot_length
    whose = of.id if of else None
    return uow.feedback.owing(event.id, started=over, since=over - CLOSES_AFTER, of=whose)


def _question(
    uow: UnitOfWork, now: datetime, attendee: Attendee, sides: list[Owing], event: Event
) -> Question | None:
    wishes, zone = uow.wishes.of(attendee.person.id), reader_zone(attendee.person, event)
    length = event.slot_length
    if is_quiet(wishes, now, zone) or not has_breath(now, uow.meetings.busy(attendee.id), length):
        return None
    untold = [one for one in sides if not (one.feedback and one.feedback.held is not None)]
    once = [one for one in untold if not (one.feedback and one.feedback.round_at)]
    if any(round_due(one, length=length, wishes=wishes, zone=zone) <= now for one in once):
        return Question(attendee=attendee, of=tuple(once), is_round=True)
    fresh = [one for one in untold if one.feedback is None]
    if not fresh or _is_being_asked(uow.feedback.of_attendee(attendee.id), untold, now):
        return None
    return Question(attendee=attendee, of=tuple(fresh[:1]), is_round=False)


def _is_being_asked(said: Iterable[Feedback], untold: Sequence[Owing], now: datetime) -> bool:
    """Whether a question waits for them, or they have answered one a moment ago. What waited in
    vain through an evening's round does not keep the next day's questions away."""
    if any(one.feedback and one.feedback.round_at is None for one in untold):
        return True
    return any(one.said_at is not None and one.said_at + PAUSE > now for one in said)


def _asked(one: Owing, now: datetime, *, is_round: bool) -> Feedback:
    said = one.feedback or Feedback(meeting=one.meeting, attendee=one.attendee, asked_at=now)
    return replace(said, round_at=now) if is_round else said


def _notice(question: Question, now: datetime, event: Event) -> NewNotice:
    attendee, first = question.attendee, question.of[0]
    until = first.starts_at + event.slot_length + CLOSES_AFTER
    recipient = attendee.person.id
    if not question.is_round:
        return NewNotice(
            recipient=recipient,
            kind=NoticeKind.ASK,
            key=f"{NoticeKind.ASK}:{first.meeting}:{attendee.id}",
            due_at=now,
            expires_at=until,
            meeting=first.meeting,
        )
    day = now.astimezone(reader_zone(attendee.person, event)).date().isoformat()
    return NewNotice(
        recipient=recipient,
        kind=NoticeKind.ROUND,
        key=f"{NoticeKind.ROUND}:{event.id}:{attendee.id}:{day}",
        due_at=now,
        expires_at=until,
        data={"day": day, "edition": event.id},
    )
