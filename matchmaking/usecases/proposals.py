"""From a match to an offer: who is worth meeting, and the first step towards them."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking.conditions import Allowed
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.faces import How
from matchmaking.fairness import FAINT, most_shown
from matchmaking.learning import LATER_HALF_LIFE, learn
from matchmaking.matching import Match, MatchId, NewMatch
from matchmaking.meetings import (
    PASSING,
    Meeting,
    MeetingView,
    NewMeeting,
    State,
    expiry,
    is_ahead,
)
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.people import Attendee, AttendeeId, EventId, Person, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.scoring import LEAST
from matchmaking.slots import choose_slots, common_slots
from matchmaking.usecases import live, rivals
from matchmaking.usecases.actors import match_of, other_side, ready_attendee, seen_by
from matchmaking.usecases.programme import hours_taken

TOP = 10
"""How many matches are shown at a time."""

MOST_MET = 40
"""Most of those met before for whom others are looked for in their stead."""


@dataclass(frozen=True, kw_only=True)
class MatchView:
    """A match as its viewer sees it; `meeting` is the offer or meeting under way, if any."""

    match: Match
    viewer: Attendee
    other: Attendee
    event: Event
    meeting: Meeting | None
    position: int
    total: int
    aside: bool = False
    """Whether the viewer put it aside: it stands in no list."""
    met_at: Event | None = None
    """The earlier edition at which the two have met, if they have."""


@dataclass(frozen=True, kw_only=True)
class OfferDraft:
    """An offer about to be made: whom to, and up to three starts (UTC)."""

    view: MatchView
    slots: tuple[datetime, ...]


def matches(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, of: EventId | None = None
) -> tuple[MatchView, ...]:
    """Whom the actor should meet in the edition they are in (or in `of`), best first, without
    those put aside or met before."""
    viewer, event = ready_attendee(uow, actor, of=of)
    known = {match.what.other: match for match in uow.matches.of_viewer(viewer.id)}
    met = uow.meetings.met_elsewhere(viewer.person.id, event.id)
    best = _best(uow, now, viewer, known, met)
    stored = _stored(uow, [new for new, _ in best], known)
    by_id = {other.id: other for _, other in best}
    under_way = open_with(uow, now, viewer, event)
    return tuple(
        MatchView(
            match=match,
            viewer=viewer,
            other=by_id[match.what.other],
            event=event,
            meeting=under_way.get(match.what.other),
            position=position,
            total=len(stored),
            met_at=_event(uow, met.get(match.what.other)),
        )
        for position, match in enumerate(stored, start=1)
    )


def _best(
    uow: UnitOfWork,
    now: datetime,
    viewer: Attendee,
    known: Mapping[AttendeeId, Match],
    met: Collection[AttendeeId],
) -> list[tuple[NewMatch, Attendee]]:
    """The viewer's list, with those `met` at another edition behind all others. Stars whose turn
    is used up are left out of it, unless the viewer was shown them before. Whoever would have
    nobody gets one of them after all, or somebody below the least score; not so whoever put people
    aside: those come back."""
    declines = [match.declined for match in known.values() if match.declined]
    shown = uow.matches.times_shown(viewer.event_id)
    most = most_shown(shown, people=uow.attendees.count_reachable(viewer.event_id), n=TOP)
    stars = {one for one, times in shown.items() if times >= most and one not in known}
    out = ruled_out(uow, now, viewer)
    ways = [(out | stars, TOP, LEAST), (out, 1, LEAST), (out, 1, FAINT)]
    for excluded, top, least in ways[:1] if declines else ways:
        best = uow.attendees.best(
            viewer,
            allowed=Allowed(excluded=frozenset(excluded)),
            shown=shown,
            adjust=learn(declines, now=now),
            top=top + min(len(met), MOST_MET),
            least=least,
        )
        if best:
            return _new_first(best, met)[:top]
    return []


def _new_first(
    best: Sequence[tuple[NewMatch, Attendee]], met: Collection[AttendeeId]
) -> list[tuple[NewMatch, Attendee]]:
    """The same, those met before last, with a score below that of any other."""
    new = [one for one in best if one[0].other not in met]
    again = [
        (replace(match, score=match.score * LEAST), other)
        for match, other in best
        if match.other in met
    ]
    return [*new, *again]


def _event(uow: UnitOfWork, event_id: EventId | None) -> Event | None:
    return uow.events.get(event_id) if event_id is not None else None


def show(uow: UnitOfWork, now: datetime, *, actor: PersonId, match_id: MatchId) -> MatchView:
    """One match of the actor's, placed among all of them."""
    viewer, event, match = match_of(uow, actor, match_id)
    known = uow.matches.of_viewer(viewer.id)
    order = [m.id for m in known if m.declined is None or not m.declined.aside(now)]
    other = other_side(uow, match.what.other)
    if other.id in uow.blocks.around(actor, event.id):
        # Whoever is kept away is not told: it reads like a break.
        other = replace(other, paused_at=other.paused_at or now)
    return MatchView(
        match=match,
        viewer=viewer,
        other=other,
        event=event,
        meeting=open_with(uow, now, viewer, event).get(match.what.other),
        position=order.index(match.id) + 1 if match.id in order else 1,
        total=max(len(order), 1),
        aside=match.declined is not None and match.declined.aside(now),
        met_at=_event(uow, uow.meetings.met_elsewhere(actor, event.id).get(match.what.other)),
    )


def card_of(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, other: AttendeeId
) -> MatchView | None:
    """The actor's match with that other, if they were ever proposed."""
    viewer, _ = ready_attendee(uow, actor, of=other_side(uow, other).event_id)
    for match in uow.matches.of_viewer(viewer.id):
        if match.what.other == other:
            return show(uow, now, actor=actor, match_id=match.id)
    return None


def prepare_offer(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, match_id: MatchId
) -> OfferDraft:
    """Up to three slots to propose; raises `Refused` when no offer can be made now."""
    view = show(uow, now, actor=actor, match_id=match_id)
    slots = _free(uow, now, view)
    promised = {
        slot for offer in uow.meetings.open_offers_of(view.viewer.id) for slot in offer.slots
    }
    return OfferDraft(view=view, slots=choose_slots(slots, avoid=promised))


def offer(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    match_id: MatchId,
    slots: tuple[datetime, ...],
    card: int | None = None,
    replaces: str | None = None,
) -> MeetingView:
    """Offers a meeting at the given starts; those no longer free for both are left out. `card` is
    the message that shows the other's card, and follows what becomes of the offer; `replaces` the
    key of a notice to the invitee whose message becomes the offer.

    Raises `Refused` (NO_COMMON_SLOT, TOO_MANY_OFFERS, ALREADY_BETWEEN, NOT_AVAILABLE).
    """
    view = show(uow, now, actor=actor, match_id=match_id)
    uow.matches.hold(view.viewer.id, view.other.id)
    free = set(_free(uow, now, view))
    chosen = tuple(sorted(slot for slot in set(slots) if slot in free))
    if not chosen:
        raise Refused(Refusal.NO_COMMON_SLOT)
    _end_lapsed(uow, now, view)
    meeting = uow.meetings.add(
        NewMeeting(
            event_id=view.event.id,
            proposer=view.viewer.id,
            invitee=view.other.id,
            slots=chosen,
            offered_at=now,
            expires_at=lapses(chosen, view.event, now),
            room=secrets.token_urlsafe(12),
        )
    )
    uow.notices.leave([replace(proposed(meeting, view.other.person, now), replaces=replaces)])
    live.refresh_both(uow, now, meeting)
    if card is not None:
        uow.faces.put(meeting.id, view.viewer.id, card, how=How.CARD)
    return seen_by(uow, now, meeting, view.viewer)


def _end_lapsed(uow: UnitOfWork, now: datetime, view: MatchView) -> None:
    """Ends an offer between the two whose time is over and to which the clock has not come yet."""
    for earlier in uow.meetings.between(view.viewer.id, view.other.id):
        if earlier.state is State.OFFERED and earlier.expires_at <= now:
            rivals.expire(uow, now, earlier)


def lapses(slots: tuple[datetime, ...], event: Event, now: datetime) -> datetime:
    """When a question about these slots that is asked now lapses (`meetings.expiry`)."""
    plan = event.plan
    return expiry(slots, now=now, offer_hours=plan.offer_hours, answer_minutes=plan.answer_minutes)


def proposed(meeting: Meeting, invitee: Person, now: datetime) -> NewNotice:
    """The notice that brings an offer to its invitee."""
    return NewNotice(
        recipient=invitee.id,
        kind=NoticeKind.OFFER,
        key=f"{NoticeKind.OFFER}:{meeting.id}",
        due_at=now,
        expires_at=meeting.expires_at,
        meeting=meeting.id,
    )


def _free(uow: UnitOfWork, now: datetime, view: MatchView) -> list[datetime]:
    if view.meeting is not None:
        raise Refused(Refusal.ALREADY_BETWEEN)
    if not view.other.reachable or view.other.id in uow.moderation.apart(view.viewer.id):
        raise Refused(Refusal.NOT_AVAILABLE)
    outgoing = [
        m for m in uow.meetings.open_offers_of(view.viewer.id) if m.proposer == view.viewer.id
    ]
    cap = view.event.plan.offer_cap
    if len(outgoing) >= cap:
        raise Refused(Refusal.TOO_MANY_OFFERS, cap=cap)
    busy = uow.meetings.busy(view.viewer.id, view.other.id)
    busy |= hours_taken(uow, view.event, view.viewer, view.other)
    slots = common_slots(view.viewer, view.other, event=view.event, busy=busy, now=now)
    if not slots:
        raise Refused(Refusal.NO_COMMON_SLOT)
    return slots


def _stored(
    uow: UnitOfWork, ranked: Sequence[NewMatch], known: Mapping[AttendeeId, Match]
) -> list[Match]:
    """The ranked matches as stored; those that are stored just so are not written again."""
    kept = {new.other: known[new.other] for new in ranked if new.other in known}
    changed = [new for new in ranked if new.other not in kept or kept[new.other].what != new]
    kept.update((match.what.other, match) for match in uow.matches.put(changed))
    return [kept[new.other] for new in ranked]


def open_with(
    uow: UnitOfWork, now: datetime, viewer: Attendee, event: Event
) -> dict[AttendeeId, Meeting]:
    """The other sides of what the viewer has ahead. A meeting whose hour is over keeps nobody
    from meeting again."""
    return {
        meeting.other(viewer.id): meeting
        for meeting in uow.meetings.of_attendee(viewer.id)
        if is_ahead(meeting, now=now, length=event.slot_length)
    }


def ruled_out(uow: UnitOfWork, now: datetime, viewer: Attendee) -> set[AttendeeId]:
    """Whom the viewer is not proposed now: those put aside, those met before, and those whom one
    of the two keeps away. An offer that lapsed or was withdrawn does not keep two people apart;
    one that was declined, cancelled or held does, unless that had nothing to do with the other."""
    aside = {
        match.what.other
        for match in uow.matches.of_viewer(viewer.id)
        if match.declined is not None and match.declined.aside(now)
    }
    met = {
        meeting.other(viewer.id)
        for meeting in uow.meetings.of_attendee(viewer.id)
        if _parts(meeting, now)
    }
    apart = uow.moderation.apart(viewer.id)
    return aside | apart | met | uow.blocks.around(viewer.person.id, viewer.event_id)


def _parts(meeting: Meeting, now: datetime) -> bool:
    """Whether what became of a meeting keeps the two from being proposed again: for good, or for
    half a day where somebody was busy just now."""
    if meeting.state in (State.HELD, State.NO_SHOW):
        return True
    if meeting.state not in (State.DECLINED, State.CANCELLED):
        return False
    if meeting.cause not in PASSING:
        return True
    declined, at = meeting.state is State.DECLINED, meeting.ended_at
    return declined and at is not None and now < at + LATER_HALF_LIFE
