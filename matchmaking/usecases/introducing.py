"""Whoever looks after a cluster introduces two people: who may be, and how both are asked.

Whether two can be introduced is told in one word that gives no reason: one of them may keep the
other away, take a break, be meeting them already, or have been asked enough.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from matchmaking.audit import Deed
from matchmaking.clusters import Cluster, ClusterId
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.introductions import (
    LINE_LIMIT,
    MANAGER_CAP,
    OPEN_FOR,
    RECIPIENT_CAP,
    Introduction,
    NewIntroduction,
    State,
)
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, AttendeeId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.cluster_views import looked_after, own_member
from matchmaking.usecases.introductions import asked_key, news, possible
from matchmaking.usecases.trail import noted
from matchmaking.writing import as_written


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two people about to be introduced."""

    event: Event
    cluster: Cluster
    one: Attendee
    other: Attendee


def pair(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    cluster_id: ClusterId,
    one: AttendeeId,
    other: AttendeeId,
) -> Pair:
    """A member and somebody else, if they may be introduced. Raises `Refused`: NOT_YOURS (the
    cluster, or no member of it), NOT_POSSIBLE, TOO_MANY_INTRODUCTIONS."""
    event, cluster = looked_after(uow, actor, cluster_id)
    own_member(uow, cluster, one)
    sides = uow.attendees.many([one, other])
    if one not in sides or other not in sides:
        raise Refused(Refusal.NOT_POSSIBLE)
    made = [each for each in uow.introductions.of_manager(actor, event.id) if _waits(each, now)]
    if len(made) >= MANAGER_CAP:
        raise Refused(Refusal.TOO_MANY_INTRODUCTIONS, cap=MANAGER_CAP)
    found = Pair(event=event, cluster=cluster, one=sides[one], other=sides[other])
    if not _may_begin(uow, now, found, actor):
        raise Refused(Refusal.NOT_POSSIBLE)
    return found


def introduce(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    cluster_id: ClusterId,
    one: AttendeeId,
    other: AttendeeId,
    line: str,
) -> Introduction:
    """Asks both; raises as `pair` does, and TOO_LONG for the line."""
    about = pair(uow, now, actor=actor, cluster_id=cluster_id, one=one, other=other)
    said = as_written(line)
    if len(said) > LINE_LIMIT:
        raise Refused(Refusal.TOO_LONG, limit=LINE_LIMIT)
    made = uow.introductions.add(
        NewIntroduction(
            event_id=about.event.id,
            cluster=about.cluster.id,
            manager=actor,
            one=one,
            other=other,
            line=said,
            at=now,
            expires_at=min(now + OPEN_FOR, _end(about.event)),
        )
    )
    sides = (about.one, about.other)
    uow.notices.leave([each for side in sides for each in _asked(made, side, now)])
    noted(uow, now, about.event, actor, Deed.INTRODUCED, cluster=about.cluster.id)
    return made


def _may_begin(uow: UnitOfWork, now: datetime, about: Pair, actor: PersonId) -> bool:
    sides = (about.one, about.other)
    if any(side.event_id != about.event.id or side.person.id == actor for side in sides):
        return False
    if _end(about.event) <= now or not possible(uow, now, *sides, about.event):
        return False
    waiting = [_waiting(uow.introductions.of_attendee(side.id), now) for side in sides]
    both = {about.one.id, about.other.id}
    twice = any({each.what.one, each.what.other} == both for each in waiting[0])
    return not twice and all(len(each) < RECIPIENT_CAP for each in waiting)


def _waiting(found: Collection[Introduction], now: datetime) -> list[Introduction]:
    return [one for one in found if _waits(one, now)]


def _waits(one: Introduction, now: datetime) -> bool:
    return one.stands(now) is State.OPEN


def _end(event: Event) -> datetime:
    """When the last of the event's hours for meetings is over."""
    return max(window.ends_at for window in event.plan.windows)


def _asked(one: Introduction, to: Attendee, now: datetime) -> list[NewNotice]:
    """The question, and its end when the time is up."""
    ask = NewNotice(
        recipient=to.person.id,
        kind=NoticeKind.INTRODUCTION,
        key=asked_key(one),
        due_at=now,
        expires_at=one.what.expires_at,
        data={"introduction": one.id},
    )
    return [ask, news(one, to, "over", one.what.expires_at)]
