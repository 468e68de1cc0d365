"""How well two attendees suit each other, and why: the product's entry to matching.

Owns `rank` and `compare` over people at hand, and hands on the values that storage and screens
share. The score is `matchmaking.scoring`'s, the same for two people as for a pool of a hundred
thousand; the hard conditions are `matchmaking.conditions`', the words for it `reasons`'.
"""

from collections.abc import Iterable, Mapping, Sequence

from matchmaking.conditions import OPEN, Allowed, by_chance, may_meet, shared_languages
from matchmaking.features import mentions_of, profile_of
from matchmaking.learning import UNCHANGED, Adjustments
from matchmaking.matches import Match, MatchId, NewMatch, Reason, ReasonKind
from matchmaking.nearness import Taxonomy, links_of, nearness
from matchmaking.people import Attendee, AttendeeId
from matchmaking.reasons import reasons
from matchmaking.scoring import INTERPRETED, LEAST, Rarity, query, score, seen_less

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
    profile = profile_of(viewer, taxonomy)
    asked = query(profile, rarity)
    seen = shown or {}
    found: list[tuple[float, AttendeeId, float, Attendee]] = []
    for other in others:
        theirs = profile_of(other, taxonomy)
        value = score(profile, asked, theirs)
        if value < LEAST or not may_meet(viewer, other, allowed):
            continue
        if by_chance(viewer, other, taxonomy):
            continue
        if not shared_languages(viewer, other):
            value *= INTERPRETED
        value *= adjust.factor(other.id, theirs.mentions, theirs.reach)
        if value >= LEAST:
            found.append((-seen_less(value, seen.get(other.id, 0)), other.id, value, other))
    found.sort(key=lambda item: item[:2])
    return [_match(viewer, other, value, rarity, taxonomy) for *_, value, other in found[:top]]


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
