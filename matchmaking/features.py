"""What of an attendee is compared: a sparse vector of needs and one of offers.

Owns the two vectors of a `Profile` and their weights. An entry is a `Key`: an intent kind with a
concept, with a sector, or with a word. Offers are spread over everything that they meet by the
lexicon's links, so that how well one person's offers meet another's needs is a plain product of
two sparse vectors, for one pair and for a hundred thousand alike. Knows nothing of how rare an
entry is among the people compared; that is `matchmaking.scoring`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import NewType, TypeVar

from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Side
from matchmaking.nearness import Links, Taxonomy, links_of
from matchmaking.people import Attendee
from matchmaking.reading.hunches import articles, hunches
from matchmaking.reading.notions import notions_of
from matchmaking.wordkeys import word_keys

SECTOR_WEIGHT = 0.01
"""What a topic's sector weighs beside the topic itself."""

KIND_WEIGHT = 0.1
"""What the bare intent kind weighs ("looking for investors", whatever the field)."""

WORD_WEIGHT = 0.01
"""What a word of the clause weighs beside a topic found in it."""

LONE_WORD_WEIGHT = 0.2
"""And where no topic was found."""

NAMED, HINTED, NOTED = 0.5, 1.0, 0.5
"""What all topics that an intent names weigh together, all that it hints at, and all notions in
it: each a vector of unit length."""

HINTS_OFFERED = 10
"""Topics that an offer is taken to hint at: fewer than a need, which tells of a trouble only."""

HINT_REACH = 0.7
"""How near a topic must be to one that is only hinted at to be met by it."""


T = TypeVar("T", bound=str)
Vector = list[tuple[ConceptId, float]]
"""Topics with their weights."""

Key = NewType("Key", str)
"""One dimension: a kind and a token (a concept, a sector, a word), parted by "|". A text, because
its hash is kept and an enumeration's is not: all of matching is looking keys up."""


def key_of(kind: Kind, token: str) -> Key:
    """The entry of a token in a kind."""
    return Key(f"{kind.value}|{token}")


def token_of(key: Key) -> tuple[Kind, str]:
    """The kind and the token of an entry."""
    kind, _, token = key.partition("|")
    return Kind(kind), token


@dataclass(frozen=True, kw_only=True, eq=False)
class Profile:
    """What of one attendee's intents is compared."""

    needs: Mapping[Key, float]
    """Unit length."""
    offers: Mapping[Key, float]
    """How far each entry, if needed, is met (0 to 1)."""
    clear: Mapping[Side, float]
    """How clearly what each side tells hints at anything (0 to 1)."""
    mentions: frozenset[str]
    """The tokens whose rarity counts."""
    markets: frozenset[CountryCode]
    """Countries named in what is sought."""
    reach: frozenset[CountryCode]
    """Countries that this attendee is of, or names in what is offered."""


def profile_of(attendee: Attendee, taxonomy: Taxonomy) -> Profile:
    """The vectors of an attendee. Kept for the next time, as long as intents stay the same."""
    return _profile(attendee.intents, attendee.person.country, links_of(taxonomy))


@lru_cache(maxsize=4096)
def _profile(intents: tuple[Intent, ...], country: CountryCode | None, links: Links) -> Profile:
    needs: dict[Key, float] = {}
    offers: dict[Key, float] = {}
    told = {side: _told(i for i in intents if i.side is side) for side in Side}
    for intent in intents:
        if intent.side is Side.SEEK:
            _most(needs, _wanted(intent, links, told[Side.SEEK]))
        if intent.side is Side.OFFER or intent.kind is Kind.NETWORKING:
            _most(offers, _met(intent, links, told[intent.side]))
    length = sqrt(sum(weight * weight for weight in needs.values()))
    sought = [i for i in intents if i.side is Side.SEEK]
    offered = [i for i in intents if i.side is Side.OFFER]
    home = frozenset({country} if country else ())
    return Profile(
        needs={key: weight / length for key, weight in needs.items()},
        offers=offers,
        clear={side: _clearest(text) for side, text in told.items()},
        mentions=mentions_of(intents),
        markets=frozenset(m for i in sought for m in i.markets),
        reach=home.union(*(i.markets for i in offered)),
    )


@lru_cache(maxsize=4096)
def mentions_of(intents: tuple[Intent, ...]) -> frozenset[str]:
    """The tokens whose rarity counts: topics, words and kinds as such."""
    return frozenset(
        token
        for intent in intents
        for token in (*intent.concepts, kind_token(intent.kind), *word_keys(intent.words))
    )


def _kind_tells(intent: Intent) -> bool:
    """Whether the bare kind says something: that somebody trades does not, unless it is all."""
    return intent.kind is Kind.INVESTMENT or not intent.concepts


def _most(into: dict[Key, float], entries: Iterable[tuple[Key, float]]) -> None:
    for key, weight in entries:
        if weight > into.get(key, 0.0):
            into[key] = weight


def _wanted(intent: Intent, links: Links, told: str) -> Iterable[tuple[Key, float]]:
    named, hinted = _named(intent), _hinted(intent, told)
    for topic, weight in _together(dict(named), dict(hinted)).items():
        yield key_of(intent.kind, topic), weight
    for token, weight in _around(intent, links):
        yield key_of(intent.kind, token), weight


def _met(intent: Intent, links: Links, told: str) -> Iterable[tuple[Key, float]]:
    named, hinted = _named(intent), _hinted(intent, told)[:HINTS_OFFERED]
    topics = _together(_reached(named, links, 0.0), _reached(hinted, links, HINT_REACH))
    for topic, weight in topics.items():
        yield key_of(intent.kind, topic), weight
    for token, weight in _around(intent, links):
        # Whatever a need makes of it, an offer has it or not; notions are many, and share.
        yield key_of(intent.kind, token), weight if token.startswith("n ") else 1.0


def _named(intent: Intent) -> Vector:
    return _unit([(concept, 1.0) for concept in intent.concepts])


def _hinted(intent: Intent, told: str) -> Vector:
    """What an intent is probably about beyond what it names, the likeliest first: by its own words
    and by all that is told on its side."""
    likely: dict[ConceptId, float] = {}
    for text in (_said(intent), told):
        for concept, weight in _unit([(concept, like * like) for concept, like in hunches(text)]):
            likely[concept] = likely.get(concept, 0.0) + weight
    return sorted(_unit(likely.items()), key=lambda entry: -entry[1])


def _clearest(told: str) -> float:
    """The likeness of the likeliest topic that a text hints at."""
    return max((like for _, like in hunches(told)), default=0.0)


def _told(intents: Iterable[Intent]) -> str:
    """All that some intents say, each line once."""
    lines = (line for intent in intents for line in _said(intent).split("\n"))
    return "\n".join(dict.fromkeys(lines))


def _reached(topics: Vector, links: Links, least: float) -> dict[ConceptId, float]:
    """What is met by topics that are offered."""
    found: dict[ConceptId, float] = {}
    for concept, weight in topics:
        for wanted, near in links.met_by(concept).items():
            if near >= least:
                found[wanted] = max(found.get(wanted, 0.0), near * weight)
    return found


def _together(
    named: Mapping[ConceptId, float], hinted: Mapping[ConceptId, float]
) -> dict[ConceptId, float]:
    """What is named and what is hinted at, as one vector of unit length."""
    total: dict[ConceptId, float] = {}
    for share, topics in ((NAMED, named), (HINTED, hinted)):
        for concept, weight in topics.items():
            total[concept] = total.get(concept, 0.0) + share * weight
    return dict(_unit(total.items()))


def _around(intent: Intent, links: Links) -> Iterable[tuple[str, float]]:
    """What else an intent says: sectors, kind, words and notions, with weights."""
    for concept in intent.concepts:
        for sector in links.taxonomy.sectors_of(concept):
            yield sector_token(sector), SECTOR_WEIGHT
    if _kind_tells(intent):
        yield kind_token(intent.kind), KIND_WEIGHT
    weight = WORD_WEIGHT if intent.concepts else LONE_WORD_WEIGHT
    for word in word_keys(intent.words):
        yield word, weight
    rarity = articles().rarity
    noted = notions_of(_said(intent)).items()
    for notion, weight in _unit([(f"n {notion}", sure * rarity(notion)) for notion, sure in noted]):
        yield notion, NOTED * weight


def _said(intent: Intent) -> str:
    return f"{intent.words}\n{intent.context}"


def _unit(entries: Iterable[tuple[T, float]]) -> list[tuple[T, float]]:
    """A vector of length 1 in the direction of this one; nothing for nothing."""
    found = list(entries)
    length = sqrt(sum(weight * weight for _, weight in found)) or 1.0
    return [(what, weight / length) for what, weight in found]


def sector_token(sector: str) -> str:
    """A sector as what a topic lies in; the sector as a topic of its own is a concept."""
    return f"in {sector}"


def kind_token(kind: Kind) -> str:
    """The bare kind."""
    return f"any {kind}"
