"""Why two people should meet, as the viewer is told.

Owns which need, offer, field, market, language and time are named, and what may be said at all:
that somebody offers what another seeks is said of topics that are near by themselves, however
rare or common they are, and of kinds of intent that answer each other. A role that is sought
(distributors, investors, partners) is no topic: olive oil does not serve whoever looks for
distributors of it. Looks at one pair at a time, the few that are shown; the score itself is
`matchmaking.scoring`'s.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matchmaking.conditions import same_words, shared_languages
from matchmaking.intents import ConceptId, Intent, Kind, Side
from matchmaking.matches import Reason, ReasonKind
from matchmaking.nearness import SERVES, Links
from matchmaking.people import Attendee
from matchmaking.scoring import FITS, Rarity

SAID = SERVES
"""Nearness from which on an offered topic is said to be the one sought: that very topic, a kind
of it, what it is a kind of, or what serves it. Its sisters (argan oil for olive oil) are not."""

ANSWERS = 0.8
"""How far an offer's kind fits a need's from which on it is said to answer it."""

TAKERS = frozenset({ConceptId("logistics.distributor"), ConceptId("logistics.buyers")})
"""Roles of those who take goods: whoever seeks them is not served by the goods."""

ROLES = TAKERS | {
    ConceptId("logistics.suppliers"),
    ConceptId("logistics.trade_partner"),
    ConceptId("fintech.investors"),
    ConceptId("fintech.funding"),
    ConceptId("fintech.seed_round"),
    ConceptId("fintech.business_angels"),
    ConceptId("fintech.venture_capital"),
    ConceptId("fintech.grants"),
    ConceptId("fintech.joint_venture"),
    ConceptId("fintech.startups_to_fund"),
    ConceptId("education.consortium"),
    ConceptId("education.r_and_d"),
    ConceptId("education.technology_transfer"),
    ConceptId("education.phd"),
    ConceptId("education.peers"),
}
"""Concepts that say what somebody is to another, and nothing of what it is about."""

_ROLE_MET, _WORDS_MET = 0.05, 0.02
"""How telling it is that a role or the words alone are met; any topic is more."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A need with the offer that meets it best. Without topics the words of both tell."""

    need: Intent
    offer: Intent
    wanted: ConceptId | None = None
    offered: ConceptId | None = None
    strength: float


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """What topics are weighed by."""

    rarity: Rarity
    links: Links

    def says(self, wanted: ConceptId, offered: ConceptId) -> float:
        """How telling it is that one topic meets the other; 0 for what is not to be said."""
        near = self.links.met_by(offered).get(wanted, 0.0)
        sector = wanted in {s.value for s in self.links.taxonomy.sectors_of(offered)}
        return near * self.rarity.of(wanted) if near >= SAID or sector else 0.0

    def nearest(
        self, wanted: Iterable[ConceptId], offered: Sequence[ConceptId]
    ) -> tuple[float, ConceptId, ConceptId] | None:
        """The pair of topics that says the most."""
        pairs = [(self.says(w, o), w, o) for w in wanted for o in offered]
        best = max(pairs, key=lambda pair: pair[0], default=None)
        return best if best and best[0] else None

    def topics(self, intents: Iterable[Intent]) -> list[ConceptId]:
        """What these are about: products and fields, or else whatever is no role."""
        named = [c for i in intents for c in i.concepts if c not in ROLES]
        fields = [c for c in named if self.links.taxonomy.sectors_of(c)]
        return list(dict.fromkeys(fields or named))

    def common_sector(self, one: Iterable[Intent], other: Iterable[Intent]) -> ConceptId | None:
        """A sector that both speak of."""
        theirs = {s for c in self.topics(other) for s in self.links.taxonomy.sectors_of(c)}
        mine = (s for c in self.topics(one) for s in self.links.taxonomy.sectors_of(c))
        return next((ConceptId(s.value) for s in mine if s in theirs), None)


def reasons(
    viewer: Attendee, other: Attendee, *, rarity: Rarity, links: Links
) -> tuple[Reason, ...]:
    """The reasons of a pair: what it is about, then market, language and time."""
    scale = _Scale(rarity=rarity, links=links)
    return (
        *(tuple(_answers(viewer, other, scale)) or tuple(_common(viewer, other, scale))),
        *_market(viewer, other),
        Reason(kind=ReasonKind.LANGUAGE, languages=shared_languages(viewer, other)),
        Reason(
            kind=ReasonKind.TIME,
            windows=tuple(sorted((viewer.windows or frozenset()) & (other.windows or frozenset()))),
        ),
    )


def _answers(viewer: Attendee, other: Attendee, scale: _Scale) -> Iterator[Reason]:
    """What one of the two seeks and the other offers."""
    gain = _best(viewer, other, scale)
    if gain:
        yield Reason(
            kind=ReasonKind.SUPPLIES,
            intent=gain.offer.kind,
            topic=gain.offered,
            words=gain.offer.words,
        )
    give = _best(other, viewer, scale)
    if give:
        yield Reason(
            kind=ReasonKind.WANTS, intent=give.need.kind, topic=give.wanted, words=give.need.words
        )


def _best(needy: Attendee, giver: Attendee, scale: _Scale) -> Meeting | None:
    """The need of one that the other's offers meet best, or None."""
    met = (
        meeting
        for need in needy.intents
        for offer in giver.intents
        if need.side is Side.SEEK
        and offer.side is Side.OFFER
        and FITS[need.kind][offer.kind] >= ANSWERS
        and (meeting := _meeting(need, offer, needy, scale))
    )
    return max(met, key=lambda meeting: meeting.strength, default=None)


def _meeting(need: Intent, offer: Intent, needy: Attendee, scale: _Scale) -> Meeting | None:
    """How an offer meets a need, if it can be said to."""
    offered = scale.topics([offer])
    fit = FITS[need.kind][offer.kind]
    taken = TAKERS.intersection(need.concepts)
    if not taken or taken.intersection(offer.concepts):
        found = scale.nearest(scale.topics([need]), offered)
        if found:
            says, wanted, given = found
            return Meeting(
                need=need, offer=offer, wanted=wanted, offered=given, strength=says * fit
            )
    if _role_met(need, offer):
        return _in_role(need, offer, needy, scale)
    if not need.concepts and not offer.concepts and same_words(need, offer):
        return Meeting(need=need, offer=offer, strength=_WORDS_MET)
    return None


def _role_met(need: Intent, offer: Intent) -> bool:
    if Kind.INVESTMENT in (need.kind, offer.kind):
        return need.kind is offer.kind
    return bool(ROLES.intersection(need.concepts, offer.concepts))


def _in_role(need: Intent, offer: Intent, needy: Attendee, scale: _Scale) -> Meeting | None:
    """The role that is sought, taken in any field, or in the one of whoever seeks it."""
    offered = scale.topics([offer])
    if not offered:
        return Meeting(need=need, offer=offer, strength=_ROLE_MET)
    fields = scale.topics([need]) or scale.topics(needy.intents)
    there, back = scale.nearest(fields, offered), scale.nearest(offered, fields)
    if there:
        _, wanted, given = there
    elif back:
        _, given, wanted = back
    else:
        return None
    return Meeting(need=need, offer=offer, wanted=wanted, offered=given, strength=_ROLE_MET)


def _common(viewer: Attendee, other: Attendee, scale: _Scale) -> Iterator[Reason]:
    """What the two have in common, where neither offers what the other seeks."""
    mine, theirs = (
        [i for i in one.intents if i.kind is Kind.NETWORKING] for one in (viewer, other)
    )
    topic = _shared(mine, theirs, scale)
    if mine and theirs and (topic or not scale.topics(theirs)):
        words = theirs[0].words
        yield Reason(kind=ReasonKind.SHARES, intent=Kind.NETWORKING, topic=topic, words=words)
        return
    field = _shared(viewer.intents, other.intents, scale)
    if field:
        yield Reason(kind=ReasonKind.FIELD, topic=field)
    elif quoted := sorted(other.intents, key=lambda intent: intent.side is not Side.OFFER):
        yield Reason(kind=ReasonKind.WORDS, words=quoted[0].words)


def _shared(mine: Sequence[Intent], theirs: Sequence[Intent], scale: _Scale) -> ConceptId | None:
    """The other's topic that is near one of the viewer's, or else a common sector."""
    found = scale.nearest(scale.topics(mine), scale.topics(theirs))
    return found[2] if found else scale.common_sector(mine, theirs)


def _market(viewer: Attendee, other: Attendee) -> Iterator[Reason]:
    named = {m for i in viewer.intents if i.side is Side.SEEK for m in i.markets}
    if other.person.country and other.person.country in named:
        yield Reason(kind=ReasonKind.MARKET, countries=(other.person.country,))
