"""Introducing two people: whoever looks after a cluster proposes, both are asked, and only when
both have said yes does anything come of it.

What comes of it is an offer by whoever agreed first, so that the second sees times at once and
takes one with a tap. Whether two can be introduced is told in one word that gives no reason: one of
them may keep the other away, take a break, or be meeting them already.
"""

from dataclasses import dataclass
from datetime import datetime

from matchmaking.clusters import Cluster
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.introductions import (
    Introduction,
    IntroductionId,
    Seen,
    State,
    answered,
)
from matchmaking.matching import MatchId, NewMatch, Reason, weigh
from matchmaking.meetings import Meeting, MeetingView
from matchmaking.nearness import links_of
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, EventId, Person, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.reading.lexicon import lexicon
from matchmaking.reasons import reasons
from matchmaking.scoring import LEAST
from matchmaking.usecases import proposals
from matchmaking.usecases.actors import acting_attendee, other_side, ready_attendee, seen_by


@dataclass(frozen=True, kw_only=True)
class IntroductionView:
    """An introduction as one of the two sees it."""

    introduction: Introduction
    event: Event
    cluster: Cluster
    manager: Person
    viewer: Attendee
    other: Attendee
    seen: Seen
    reasons: tuple[Reason, ...]
    match: MatchId | None
    """Of the card from which times are proposed, once both have agreed."""
    meeting: MeetingView | None
    """What is under way between the two."""


def view(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, introduction_id: IntroductionId
) -> IntroductionView:
    """An introduction as one of the two sees it; raises `Refused` (NOT_YOURS)."""
    attendee, event = acting_attendee(uow, actor, of=_where(uow, actor, introduction_id))
    one = _own(uow, attendee, introduction_id)
    return _view(uow, now, one, attendee, event)


def answer(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    introduction_id: IntroductionId,
    yes: bool,
) -> IntroductionView:
    """One of the two says yes or "not now", and may think otherwise until it is over. The second
    yes makes an offer of it, by whoever said yes first, if the two have a time in common. Where it
    is over, or cannot be any more, nothing changes. Raises `Refused` (NOT_YOURS, NOT_READY,
    PAUSED)."""
    attendee, event = ready_attendee(uow, actor, of=_where(uow, actor, introduction_id))
    one = _own(uow, attendee, introduction_id)
    before = _view(uow, now, one, attendee, event)
    if before.seen in (Seen.OVER, Seen.AGREED) or one.said(attendee.id) is yes:
        return before
    after = answered(one, attendee.id, yes=yes)
    uow.introductions.save(after)
    if after.state is State.AGREED:
        _agreed(uow, now, after, second=attendee, first=before.other, event=event)
    return _view(uow, now, after, attendee, event)


def close_for(uow: UnitOfWork, now: datetime, *, attendee: Attendee) -> None:
    """Somebody is to be forgotten: whoever was introduced to them is told that it is over."""
    concerned = list(uow.introductions.of_attendee(attendee.id))
    concerned += uow.introductions.of_manager(attendee.person.id, attendee.event_id)
    for one in concerned:
        sides = uow.attendees.many([one.what.one, one.what.other])
        told = [each for number, each in sides.items() if number != attendee.id]
        if one.stands(now) is State.OPEN:
            uow.notices.leave([news(one, each, "gone", now) for each in told])


def manager_of(
    uow: UnitOfWork, actor: PersonId, introduction_id: IntroductionId
) -> tuple[Attendee, Attendee, Event]:
    """The actor, who introduced them, to be reported, and where; raises `Refused` (NOT_YOURS,
    NOT_AVAILABLE)."""
    attendee, event = acting_attendee(uow, actor, of=_where(uow, actor, introduction_id))
    one = _own(uow, attendee, introduction_id)
    found = uow.attendees.of_person(one.what.manager, one.what.event_id)
    if found is None:
        raise Refused(Refusal.NOT_AVAILABLE)
    return attendee, found, event


def _where(uow: UnitOfWork, actor: PersonId, number: IntroductionId) -> EventId | None:
    """The edition of an introduction, if the actor takes part in it."""
    one = uow.introductions.get(number)
    if one is None or uow.attendees.of_person(actor, one.what.event_id) is None:
        return None
    return one.what.event_id


def _own(uow: UnitOfWork, attendee: Attendee, number: IntroductionId) -> Introduction:
    one = uow.introductions.get(number)
    if one is None or attendee.id not in (one.what.one, one.what.other):
        raise Refused(Refusal.NOT_YOURS)
    return one


def _view(
    uow: UnitOfWork, now: datetime, one: Introduction, viewer: Attendee, event: Event
) -> IntroductionView:
    other = other_side(uow, one.other(viewer.id))
    cluster, manager = uow.clusters.get(one.what.cluster), uow.people.get(one.what.manager)
    if cluster is None or manager is None:
        raise Refused(Refusal.NOT_YOURS)
    known = [each for each in uow.matches.of_viewer(viewer.id) if each.what.other == other.id]
    ahead = proposals.open_with(uow, now, viewer, event).get(other.id)
    seen = one.seen(viewer.id, now)
    if seen in (Seen.ASKED, Seen.YES, Seen.NO) and not possible(uow, now, viewer, other, event):
        seen = Seen.OVER
    return IntroductionView(
        introduction=one,
        event=event,
        cluster=cluster,
        manager=manager,
        viewer=viewer,
        other=other,
        seen=seen,
        reasons=known[0].what.reasons if known else _reasons(viewer, other),
        match=known[0].id if known else None,
        meeting=_seen_meeting(uow, now, ahead, viewer),
    )


def _seen_meeting(
    uow: UnitOfWork, now: datetime, meeting: Meeting | None, viewer: Attendee
) -> MeetingView | None:
    return seen_by(uow, now, meeting, viewer) if meeting is not None else None


def _reasons(viewer: Attendee, other: Attendee) -> tuple[Reason, ...]:
    """Why the two, even where they would not have been proposed to each other."""
    return reasons(viewer, other, rarity=weigh([viewer, other]), links=links_of(lexicon()))


# What may be, and what comes of it


def possible(uow: UnitOfWork, now: datetime, one: Attendee, other: Attendee, event: Event) -> bool:
    """Whether two could be brought together now. Neither keeps the other away, has put them aside,
    has met them or is about to, and both can be reached."""
    if one.id == other.id or not (one.reachable and other.reachable):
        return False
    if other.id in proposals.open_with(uow, now, one, event):
        return False
    return not (
        other.id in proposals.ruled_out(uow, now, one)
        or one.id in proposals.ruled_out(uow, now, other)
    )


def _agreed(
    uow: UnitOfWork,
    now: datetime,
    one: Introduction,
    *,
    second: Attendee,
    first: Attendee,
    event: Event,
) -> None:
    """Both want to meet: the first offers times to the second, whose message becomes that offer.
    Where no time suits, both get the card from which either may propose."""
    match = _matched(uow, first, second)
    _matched(uow, second, first)
    try:
        drafted = proposals.prepare_offer(uow, now, actor=first.person.id, match_id=match)
        proposals.offer(
            uow,
            now,
            actor=first.person.id,
            match_id=match,
            slots=drafted.slots,
            replaces=asked_key(one),
        )
        rings = False
    except Refused:
        rings = True
    uow.notices.leave([news(one, first, "agreed", now, rings=rings)])


def _matched(uow: UnitOfWork, viewer: Attendee, other: Attendee) -> MatchId:
    """The card of the other that the viewer has from now on, if they had none."""
    for one in uow.matches.of_viewer(viewer.id):
        if one.what.other == other.id:
            return one.id
    new = NewMatch(
        event_id=viewer.event_id,
        viewer=viewer.id,
        other=other.id,
        score=LEAST,
        reasons=_reasons(viewer, other),
    )
    return uow.matches.put([new])[0].id


# Notices


def asked_key(one: Introduction) -> str:
    """Of the notice that asks, the same for both."""
    return f"{NoticeKind.INTRODUCTION}:{one.id}"


def news(
    one: Introduction, to: Attendee, about: str, at: datetime, *, rings: bool = False
) -> NewNotice:
    return NewNotice(
        recipient=to.person.id,
        kind=NoticeKind.INTRODUCED,
        key=f"{NoticeKind.INTRODUCED}:{one.id}:{about}",
        due_at=at,
        data={"introduction": one.id, "about": about, "edition": one.what.event_id},
        replaces=None if rings else asked_key(one),
    )
