"""Why two people should meet, as the viewer is told.

Owns which need, offer, market, language and time are named. Looks at one pair at a time, the few
that are shown; the score itself is `matchmaking.scoring`'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from matchmaking.conditions import shared_languages
from matchmaking.intents import ConceptId, Intent, Kind, Side
from matchmaking.matches import Reason, ReasonKind
from matchmaking.nearness import Links
from matchmaking.people import Attendee
from matchmaking.scoring import FITS, Rarity
from matchmaking.wordkeys import word_keys

SAME_SECTOR, SAME_WORDS, SAME_KIND = 0.1, 0.03, 0.02
"""How telling it is when no topic is met: what else two intents may have in common."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A need with the offer that meets it best."""

    need: Intent
    offer: Intent
    wanted: ConceptId | None
    offered: ConceptId | None
    strength: float


def reasons(
    viewer: Attendee, other: Attendee, *, rarity: Rarity, links: Links
) -> tuple[Reason, ...]:
    """The reasons of a pair: topics, then market, language and time."""
    return (
        *_topics(viewer, other, rarity, links),
        *_market(viewer, other),
        Reason(kind=ReasonKind.LANGUAGE, languages=shared_languages(viewer, other)),
        Reason(
            kind=ReasonKind.TIME,
            windows=tuple(sorted((viewer.windows or frozenset()) & (other.windows or frozenset()))),
        ),
    )


def _topics(viewer: Attendee, other: Attendee, rarity: Rarity, links: Links) -> Iterable[Reason]:
    gain = best(viewer.intents, other.intents, rarity, links)
    give = best(other.intents, viewer.intents, rarity, links)
    both = max((m.strength for m in (gain, give) if m), default=0.0)
    # What is ten times weaker than the other reason would only puzzle.
    gain, give = (m if m and m.strength >= both / 10 else None for m in (gain, give))
    if gain and gain.need.kind is gain.offer.kind is Kind.NETWORKING:
        yield Reason(kind=ReasonKind.SHARES, intent=Kind.NETWORKING, topic=gain.wanted)
        gain = give = None
    if gain:
        yield Reason(
            kind=ReasonKind.SUPPLIES,
            intent=gain.offer.kind,
            topic=gain.offered,
            words=gain.offer.words,
        )
    if give:
        yield Reason(
            kind=ReasonKind.WANTS, intent=give.need.kind, topic=give.wanted, words=give.need.words
        )


def best(
    needy: Iterable[Intent], giver: Iterable[Intent], rarity: Rarity, links: Links
) -> Meeting | None:
    """The need of one that the other's offers meet best, or None."""
    offers = [i for i in giver if i.side is Side.OFFER or i.kind is Kind.NETWORKING]
    found: Meeting | None = None
    for need in needy:
        if need.side is Side.OFFER:
            continue
        for offer in offers:
            meeting = _meeting(need, offer, rarity, links)
            if found is None or meeting.strength > found.strength:
                found = meeting
    return found


def _meeting(need: Intent, offer: Intent, rarity: Rarity, links: Links) -> Meeting:
    """How far an offer meets a need, and by which concepts (None: by words or kind alone)."""
    strength, wanted, offered = 0.0, None, None
    if set(word_keys(need.words)) & set(word_keys(offer.words)):
        strength = SAME_WORDS
    elif need.kind is offer.kind:
        strength, offered = SAME_KIND, next(iter(offer.concepts), None)
    for theirs in offer.concepts:
        near = links.met_by(theirs)
        sectors = set(links.taxonomy.sectors_of(theirs))
        for mine in need.concepts:
            met = near.get(mine, 0.0) * rarity.of(mine)
            if not met and sectors.intersection(links.taxonomy.sectors_of(mine)):
                met = SAME_SECTOR
            if met > strength:
                strength, wanted, offered = met, mine, theirs
    fit = FITS[need.kind][offer.kind]
    return Meeting(need=need, offer=offer, wanted=wanted, offered=offered, strength=strength * fit)


def _market(viewer: Attendee, other: Attendee) -> Iterable[Reason]:
    named = {m for i in viewer.intents if i.side is Side.SEEK for m in i.markets}
    if other.person.country and other.person.country in named:
        yield Reason(kind=ReasonKind.MARKET, countries=(other.person.country,))
