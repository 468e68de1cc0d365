"""Reporting somebody, and what organisers make of it: pause, remove, dismiss, let back in.

Who reported is never part of what a use case here returns, nor of a notice or an entry in the
trail. Whoever is reported is told only of what the organisers decided.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from matchmaking.audit import Deed
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.introductions import IntroductionId
from matchmaking.matching import MatchId
from matchmaking.meetings import MeetingId
from matchmaking.moderation import (
    REASONS,
    REPORT_LIMIT,
    Held,
    NewReport,
    NewStanding,
    Reason,
    Report,
    ReportId,
    ReportState,
    Standing,
    StandingId,
    account_key,
)
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.organisers import Duty, duties_of
from matchmaking.people import Attendee, EventId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import introductions, partings
from matchmaking.usecases.actors import (
    acting_organiser,
    edition_of,
    meeting_of,
    organiser_of,
    other_side,
    proposed_to,
)
from matchmaking.usecases.programme import leave_all_seats
from matchmaking.usecases.trail import noted
from matchmaking.writing import as_written


class Thing(StrEnum):
    """Where somebody is reported from."""

    MATCH = "m"
    MEETING = "e"
    INTRODUCTION = "i"
    """Whoever introduced them, and wrote the line."""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What waits for a decision, and what was decided and stands."""

    event: Event
    reports: tuple[Report, ...]
    held: tuple[Held, ...]
    may_restore: bool


def consider(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, thing: Thing, number: int
) -> Attendee:
    """Whom a report from there would be about; raises `Refused` (NOT_YOURS, NOT_AVAILABLE)."""
    return _sides(uow, actor, thing, number)[1]


def report(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    thing: Thing,
    number: int,
    why: Reason,
    words: str = "",
) -> Attendee:
    """Reports the other side to the organisers, who are told that there is something to look at.
    The two are kept apart from now on, and what one has offered the other ends."""
    attendee, other, event = _sides(uow, actor, thing, number)
    if why not in REASONS:
        raise Refused(Refusal.NOT_YOURS)
    uow.matches.hold(attendee.id, other.id)
    number = uow.moderation.report(
        NewReport(
            event_id=event.id,
            reporter=attendee.id,
            reported=other.id,
            reason=why,
            words=_words(words),
            at=now,
        )
    )
    partings.end_offers(uow, now, attendee=attendee, other=other)
    _call(uow, now, event, f"reported:{number}")
    return other


def ask_back(uow: UnitOfWork, now: datetime, *, actor: PersonId, words: str) -> None:
    """Somebody paused or removed asks the organisers to come back; raises `Refused` (NOT_YOURS)
    for anybody else, EMPTY and TOO_LONG for the words."""
    event = edition_of(uow, actor)
    attendee = uow.attendees.of_person(actor, event.id)
    if attendee is None or uow.moderation.standing(actor, event.id) is None:
        raise Refused(Refusal.NOT_YOURS)
    said = _words(words)
    if not said:
        raise Refused(Refusal.EMPTY)
    number = uow.moderation.report(
        NewReport(
            event_id=event.id,
            reporter=attendee.id,
            reported=attendee.id,
            reason=Reason.APPEAL,
            words=said,
            at=now,
        )
    )
    _call(uow, now, event, f"reported:{number}")


def queue(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Queue:
    """What waits for a decision; what is about the actor is not for them to see."""
    event = acting_organiser(uow, actor, duty=Duty.MODERATE)
    return _queue(uow, event, actor)


def look_at(uow: UnitOfWork, now: datetime, *, actor: PersonId, report_id: ReportId) -> Report:
    """One report; raises `Refused` (NOT_YOURS) for one about the actor, too."""
    event = _where(uow, actor, report_id)
    return _case(uow, event, actor, report_id)


def dismiss(uow: UnitOfWork, now: datetime, *, actor: PersonId, report_id: ReportId) -> Queue:
    """Nothing follows from what was reported of that person; reporters stay apart from them."""
    event = _where(uow, actor, report_id)
    case = _open(uow, event, actor, report_id)
    uow.moderation.settle(case.reported.id, ReportState.DISMISSED, now, by=actor)
    noted(uow, now, event, actor, Deed.REPORT_DISMISSED, about=case.reported.person.id)
    return _queue(uow, event, actor)


def pause(uow: UnitOfWork, now: datetime, *, actor: PersonId, report_id: ReportId) -> Queue:
    """The reported person leaves matching until organisers say otherwise, and is told."""
    return _decide(uow, now, actor, report_id, Standing.PAUSED)


def remove(uow: UnitOfWork, now: datetime, *, actor: PersonId, report_id: ReportId) -> Queue:
    """The reported person takes part no more: what they have ahead is called off, the others are
    told that it is off, and they themselves that they were removed."""
    return _decide(uow, now, actor, report_id, Standing.REMOVED)


def lift(uow: UnitOfWork, now: datetime, *, actor: PersonId, standing_id: StandingId) -> Queue:
    """Lets somebody back in, and tells them; whoever was removed, an owner alone lets back."""
    event = acting_organiser(uow, actor, duty=Duty.MODERATE)
    held = next((one for one in uow.moderation.held(event.id) if one.id == standing_id), None)
    if held is None or (held.person and held.person.id == actor):
        raise Refused(Refusal.NOT_YOURS)
    if held.standing is Standing.REMOVED:
        acting_organiser(uow, actor, duty=Duty.RESTORE)
    uow.moderation.lift(held.id)
    noted(uow, now, event, actor, Deed.LET_BACK, about=held.person.id if held.person else None)
    attendee = uow.attendees.of_person(held.person.id, event.id) if held.person else None
    if attendee is not None:
        if not held.was_paused:
            uow.attendees.save(replace(attendee, paused_at=None))
        uow.moderation.settle(attendee.id, ReportState.ACTED, now, by=actor)
        _tell(uow, now, attendee, "let_back")
    return _queue(uow, event, actor)


def _decide(
    uow: UnitOfWork, now: datetime, actor: PersonId, report_id: ReportId, standing: Standing
) -> Queue:
    event = _where(uow, actor, report_id)
    case = _open(uow, event, actor, report_id)
    reported = uow.attendees.get(case.reported.id) or case.reported
    if uow.organisers.role_of(reported.person.id, event.id) is not None:
        raise Refused(Refusal.ON_TEAM)
    before = uow.moderation.standing(reported.person.id, event.id)
    uow.moderation.decide(
        NewStanding(
            event_id=event.id,
            person=reported.person.id,
            key=account_key(event, reported.person.telegram_id),
            standing=standing,
            since=now,
            was_paused=before is None and reported.paused_at is not None,
        )
    )
    uow.attendees.save(replace(reported, paused_at=reported.paused_at or now))
    if standing is Standing.REMOVED:
        partings.call_all_off(uow, now, attendee=reported)
        leave_all_seats(uow, now, attendee=reported, event=event)
    uow.moderation.settle(reported.id, ReportState.ACTED, now, by=actor)
    deed = Deed.PERSON_REMOVED if standing is Standing.REMOVED else Deed.PERSON_PAUSED
    noted(uow, now, event, actor, deed, about=reported.person.id)
    _tell(uow, now, reported, standing.value)
    return _queue(uow, event, actor)


def _sides(
    uow: UnitOfWork, actor: PersonId, thing: Thing, number: int
) -> tuple[Attendee, Attendee, Event]:
    """The actor, whom it would be about, and where."""
    if thing is Thing.MATCH:
        viewer, event, match = proposed_to(uow, actor, MatchId(number))
        return viewer, other_side(uow, match.what.other), event
    if thing is Thing.INTRODUCTION:
        return introductions.manager_of(uow, actor, IntroductionId(number))
    attendee, event, meeting = meeting_of(uow, actor, MeetingId(number))
    return attendee, other_side(uow, meeting.other(attendee.id)), event


def _queue(uow: UnitOfWork, event: Event, actor: PersonId) -> Queue:
    reports = [one for one in uow.moderation.open(event.id) if one.reported.person.id != actor]
    held = [one for one in uow.moderation.held(event.id) if not _is(one, actor)]
    role = uow.organisers.role_of(actor, event.id)
    return Queue(
        event=event,
        reports=tuple(reports),
        held=tuple(held),
        may_restore=Duty.RESTORE in duties_of(role),
    )


def _is(held: Held, person: PersonId) -> bool:
    return held.person is not None and held.person.id == person


def _where(uow: UnitOfWork, actor: PersonId, report_id: ReportId) -> Event:
    found = uow.moderation.get(report_id)
    of = found.event_id if found else None
    return organiser_of(uow, actor, of, duty=Duty.MODERATE)


def _case(uow: UnitOfWork, event: Event, actor: PersonId, report_id: ReportId) -> Report:
    found = uow.moderation.get(report_id)
    if found is None or found.event_id != event.id or found.reported.person.id == actor:
        raise Refused(Refusal.NOT_YOURS)
    return found


def _open(uow: UnitOfWork, event: Event, actor: PersonId, report_id: ReportId) -> Report:
    found = _case(uow, event, actor, report_id)
    if found.state is not ReportState.OPEN:
        raise Refused(Refusal.DECIDED)
    return found


def _words(text: str) -> str:
    said = as_written(text)
    if len(said) > REPORT_LIMIT:
        raise Refused(Refusal.TOO_LONG, limit=REPORT_LIMIT)
    return said


def _tell(uow: UnitOfWork, now: datetime, attendee: Attendee, what: str) -> None:
    key = f"{what}:{now.isoformat()}"
    uow.notices.leave([_notice(attendee.person.id, attendee.event_id, now, what, key)])


def _call(uow: UnitOfWork, now: datetime, event: Event, key: str) -> None:
    """Tells whoever moderates that there is something to look at, not what."""
    uow.notices.leave(
        [
            _notice(one.person.id, event.id, now, "reported", key)
            for one in uow.organisers.team(event.id)
            if Duty.MODERATE in duties_of(one.role)
        ]
    )


def _notice(recipient: PersonId, edition: EventId, now: datetime, what: str, key: str) -> NewNotice:
    return NewNotice(
        recipient=recipient,
        kind=NoticeKind.ORGANISERS,
        key=f"organisers:{key}",
        due_at=now,
        data={"what": what, "edition": edition},
    )
