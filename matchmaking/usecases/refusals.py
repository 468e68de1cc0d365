"""A match that does not suit: put aside with a reason, and taken back.

Owns what a refusal remembers of the match. What follows from it is `matchmaking.learning`'s; the
list that remains is `proposals`'.
"""

from dataclasses import dataclass
from datetime import datetime

from matchmaking.errors import Refusal, Refused
from matchmaking.intents import Side
from matchmaking.learning import Decline, Why
from matchmaking.matching import MatchId, NewMatch, compare, weigh
from matchmaking.people import Attendee, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.reading.lexicon import lexicon
from matchmaking.usecases import proposals
from matchmaking.usecases.actors import event_of, match_of, ready_attendee
from matchmaking.usecases.proposals import MatchView


@dataclass(frozen=True, kw_only=True)
class Changed:
    """The match that was put aside or taken back, and the list as it is now."""

    view: MatchView
    left: tuple[MatchView, ...]


def consider(uow: UnitOfWork, now: datetime, *, actor: PersonId, match_id: MatchId) -> MatchView:
    """A match that may be put aside; raises `Refused` (ALREADY_BETWEEN) while an offer or a
    meeting is under way."""
    view = proposals.show(uow, now, actor=actor, match_id=match_id)
    if view.meeting is not None:
        raise Refused(Refusal.ALREADY_BETWEEN)
    return view


def put_aside(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, match_id: MatchId, why: Why
) -> Changed:
    """The actor does not want to meet this one now. Said twice, the last reason counts; raises
    `Refused` (ALREADY_BETWEEN) as `consider` does."""
    view = consider(uow, now, actor=actor, match_id=match_id)
    uow.matches.put_aside(match_id, _decline(view, why, now))
    return _changed(uow, now, actor, match_id)


def take_back(uow: UnitOfWork, now: datetime, *, actor: PersonId, match_id: MatchId) -> Changed:
    """The actor takes a refusal back, with what followed from it."""
    _, _, match = match_of(uow, actor, match_id)
    uow.matches.take_back(match.id)
    return _changed(uow, now, actor, match_id)


def learn(uow: UnitOfWork, now: datetime, *, viewer: Attendee, other: Attendee, why: Why) -> None:
    """The viewer declined an offer of this other for a reason that counts as one against a match;
    they may never have been proposed to the viewer before."""
    known = next((m for m in uow.matches.of_viewer(viewer.id) if m.what.other == other.id), None)
    match = known or uow.matches.put([_pair(viewer, other)])[0]
    event = event_of(uow, viewer.event_id)
    view = MatchView(
        match=match, viewer=viewer, other=other, event=event, meeting=None, position=1, total=1
    )
    uow.matches.put_aside(match.id, _decline(view, why, now))


def _pair(viewer: Attendee, other: Attendee) -> NewMatch:
    found = compare(viewer, other, weigh([viewer, other]), lexicon())
    return found or NewMatch(
        event_id=viewer.event_id, viewer=viewer.id, other=other.id, score=0.0, reasons=()
    )


def any_aside(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> bool:
    """Whether the actor has put anybody aside who is not back yet."""
    viewer, _ = ready_attendee(uow, actor)
    known = uow.matches.of_viewer(viewer.id)
    return any(match.declined is not None and match.declined.aside(now) for match in known)


def take_all_back(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> tuple[MatchView, ...]:
    """The actor takes all refusals back; returns the list."""
    viewer, _ = ready_attendee(uow, actor)
    uow.matches.take_all_back(viewer.id)
    return proposals.matches(uow, now, actor=actor)


def _changed(uow: UnitOfWork, now: datetime, actor: PersonId, match_id: MatchId) -> Changed:
    known = uow.matches.get(match_id)
    of = known.what.event_id if known else None
    left = proposals.matches(uow, now, actor=actor, of=of)
    return Changed(view=proposals.show(uow, now, actor=actor, match_id=match_id), left=left)


def _decline(view: MatchView, why: Why, now: datetime) -> Decline:
    other = view.other
    told = [reason.topic for reason in view.match.what.reasons if reason.topic]
    concepts = told or [concept for intent in other.intents for concept in intent.concepts]
    countries = [other.person.country] if other.person.country else []
    for intent in other.intents:
        countries += intent.markets if intent.side is Side.OFFER else ()
    # A country that the viewer named is their market, whoever else is there.
    mine = {market for intent in view.viewer.intents for market in intent.markets}
    return Decline(
        other=other.id,
        why=why,
        at=now,
        concepts=tuple(dict.fromkeys(concepts)),
        countries=tuple(one for one in dict.fromkeys(countries) if one not in mine),
    )
