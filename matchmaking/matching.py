"""How well two attendees suit each other, and why: the product's entry to matching.

Owns `rank` and `compare` over people at hand, and hands on the values that storage and screens
share. The score is `matchmaking.scoring`'s, the same for two people as for a pool of a hundred
thousand; the hard conditions are `matchmaking.conditions`', the words for it `reasons`'.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from matchmaking.conditions import (
    OPEN,
    Allowed,
    by_chance,
    may_meet,
    no_chance_from,
    shared_languages,
)
from matchmaking.features import mentions_of, profile_of
from matchmaking.learning import UNCHANGED, Adjustments
from matchmaking.matches import Match, MatchId, NewMatch, Reason, ReasonKind
from matchmaking.nearness import Taxonomy, links_of, nearness
from matchmaking.people import Attendee, AttendeeId
from matchmaking.reasons import reasons
from matchmaking.scoring import INTERPRETED, LEAST, Query, Rarity, query, score, seen_less

__all__ = [
    "Match",
    "MatchId",
    "NewMatch",
    "Rarity",
    "Reason",
    "ReasonKind",
    "Taxonomy",
    "compare",
    "may_meet",
    "nearness",
    "rank",
    "weigh",
]


def weigh(people: Iterable[Attendee]) -> Rarity:
    """How telling everything is that these people mention (inverse document frequency)."""
    rarity = Rarity()
    for person in people:
        rarity.add(mentions_of(person.intents))
    return rarity


def rank(
    viewer: Attendee,
    others: Sequence[Attendee],
    *,
    taxonomy: Taxonomy,
    shown: Mapping[AttendeeId, int] | None = None,
    top: int = 10,
    allowed: Allowed = OPEN,
    adjust: Adjustments = UNCHANGED,
) -> list[NewMatch]:
    """The best partners for `viewer`, best first; for up to some hundred others. Whoever asks
    often, or has more, keeps a `Pool`.

    `shown` says how often each attendee has been proposed so far: between near-equal partners
    the one who was shown less goes first, so that a few stars do not fill every list.
    """
    rarity = weigh([viewer, *others])
    asked = query(profile_of(viewer, taxonomy), rarity)
    seen = shown or {}
    valued = ((o, _value(viewer, o, asked, taxonomy, allowed, adjust)) for o in others)
    met = [(other, value) for other, value in valued if value >= LEAST]
    clear = no_chance_from(np.array([value for _, value in met], np.float32), len(others))
    found = [
        (-seen_less(value, seen.get(other.id, 0)), other.id, value, other)
        for other, value in met
        if value >= clear or not by_chance(viewer, other, taxonomy)
    ]
    found.sort(key=lambda item: item[:2])
    return [_match(viewer, other, value, rarity, taxonomy) for *_, value, other in found[:top]]


def _value(
    viewer: Attendee,
    other: Attendee,
    asked: Query,
    taxonomy: Taxonomy,
    allowed: Allowed,
    adjust: Adjustments,
) -> float:
    """The score of a pair as it counts for the viewer; 0 for two who may not meet."""
    theirs = profile_of(other, taxonomy)
    value = score(profile_of(viewer, taxonomy), asked, theirs)
    if value < LEAST or not may_meet(viewer, other, allowed):
        return 0.0
    if not shared_languages(viewer, other):
        value *= INTERPRETED
    return value * adjust.factor(other.id, theirs.mentions, theirs.reach)


def compare(
    viewer: Attendee, other: Attendee, weights: Rarity, taxonomy: Taxonomy
) -> NewMatch | None:
    """The pair as the viewer sees it, or None when it is not worth proposing. Whether they may
    meet is not asked."""
    profile = profile_of(viewer, taxonomy)
    value = score(profile, query(profile, weights), profile_of(other, taxonomy))
    if value < LEAST or by_chance(viewer, other, taxonomy):
        return None
    return _match(viewer, other, value, weights, taxonomy)


def _match(
    viewer: Attendee, other: Attendee, value: float, rarity: Rarity, taxonomy: Taxonomy
) -> NewMatch:
    return NewMatch(
        event_id=viewer.event_id,
        viewer=viewer.id,
        other=other.id,
        score=round(value, 6),
        reasons=reasons(viewer, other, rarity=rarity, links=links_of(taxonomy)),
    )
