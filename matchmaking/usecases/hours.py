"""Hours without meetings: those people keep free for themselves, and those the organiser closes.

Owns what becomes of meetings already agreed in such hours: they stay, and are named to whoever
closed the hour.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event, EventPlan
from matchmaking.hours import stretches
from matchmaking.meetings import BOOKED, Meeting
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.organisers import Duty, duties_of
from matchmaking.people import Attendee, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.spans import Stretch, is_closed
from matchmaking.usecases.actors import consenting_attendee


@dataclass(frozen=True, kw_only=True)
class Booked:
    """A meeting that stands in a closed hour, and its two sides."""

    meeting: Meeting
    one: Attendee
    other: Attendee


@dataclass(frozen=True, kw_only=True)
class Freed:
    """Somebody's hours after one was blocked or freed, and how many of their meetings stand in
    blocked ones all the same."""

    attendee: Attendee
    inside: int


def toggle(uow: UnitOfWork, now: datetime, *, actor: PersonId, stretch: Stretch) -> Freed:
    """Blocks a stretch, or frees it again; raises `Refused` (NOT_YOURS) for one that the event
    does not offer."""
    attendee, event = consenting_attendee(uow, actor)
    if stretch in attendee.blocked:
        blocked = tuple(one for one in attendee.blocked if one != stretch)
    elif stretch in stretches(event):
        blocked = tuple(sorted((*attendee.blocked, stretch)))
    else:
        raise Refused(Refusal.NOT_YOURS)
    attendee = replace(attendee, blocked=blocked)
    uow.attendees.save(attendee)
    return look(uow, now, attendee=attendee, event=event)


def look(uow: UnitOfWork, now: datetime, *, attendee: Attendee, event: Event) -> Freed:
    """Somebody's hours as they are."""
    inside = sum(
        meeting.state in BOOKED
        and meeting.starts_at is not None
        and meeting.starts_at > now
        and is_closed(meeting.starts_at, event.slot_length, attendee.blocked)
        for meeting in (uow.meetings.of_attendee(attendee.id) if attendee.blocked else ())
    )
    return Freed(attendee=attendee, inside=inside)


def in_closed_hours(uow: UnitOfWork, now: datetime, *, event: Event) -> tuple[Booked, ...]:
    """The agreed meetings ahead that touch a span without meetings, by start."""
    if not event.plan.spans:
        return ()
    found: list[tuple[datetime, Booked]] = []
    for meeting in uow.meetings.under_way(event.id):
        start = meeting.starts_at
        if start is None or start <= now or meeting.state not in BOOKED:
            continue
        if not is_closed(start, event.slot_length, event.plan.spans):
            continue
        sides = uow.attendees.many([meeting.proposer, meeting.invitee])
        if len(sides) == 2:
            one, other = sides[meeting.proposer], sides[meeting.invitee]
            found.append((start, Booked(meeting=meeting, one=one, other=other)))
    return tuple(booked for _, booked in sorted(found, key=lambda pair: pair[0]))


def tell_organisers(uow: UnitOfWork, now: datetime, *, event: Event, before: EventPlan) -> None:
    """Owes organisers the meetings in hours that have just been closed, if there are any."""
    new = tuple(span for span in event.plan.spans if span not in before.spans)
    if not new:
        return
    inside = in_closed_hours(uow, now, event=event)
    starts = [one.meeting.starts_at for one in inside if one.meeting.starts_at is not None]
    if not any(is_closed(start, event.slot_length, new) for start in starts):
        return
    mark = "/".join(f"{span.code} {span.starts_at} {span.ends_at}" for span in new)
    key = f"{NoticeKind.CLOSED}:{event.id}:{hashlib.sha256(mark.encode()).hexdigest()[:16]}"
    uow.notices.renew(
        [
            NewNotice(
                recipient=organiser.person.id,
                kind=NoticeKind.CLOSED,
                key=key,
                due_at=now,
                data={"edition": event.id},
            )
            for organiser in uow.organisers.team(event.id)
            if Duty.SET_UP in duties_of(organiser.role)
        ]
    )
