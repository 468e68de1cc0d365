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
from typing import NewType

from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Side
from matchmaking.nearness import Links, Taxonomy, links_of
from matchmaking.people import Attendee
from matchmaking.reading.hunches import articles, hunches
from matchmaking.reading.notions import notions_of
from matchmaking.wordkeys import word_keys

SECTOR_WEIGHT = 0.05
"""What a topic's sector weighs beside the topic itself."""

KIND_WEIGHT = 0.1
"""What the bare intent kind weighs ("looking for investors", whatever the field)."""

WORD_WEIGHT = 0.01
"""What a word of the clause weighs beside a topic found in it."""

LONE_WORD_WEIGHT = 0.2
"""And where no topic was found."""

NOTION_WEIGHT = 0.3
"""What a notion that nobody else mentions weighs beside a topic."""

HUNCH_WEIGHT = 0.9
"""What a topic that is only hinted at weighs beside one that is named."""

HINT_REACH = 0.4
"""How near a topic must be to one that is only hinted at to be met by it."""

SURE = 0.3
"""Likeness from which on a hint is as good as it gets."""


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
    for intent in intents:
        if intent.side is Side.SEEK:
            _most(needs, _wanted(intent, links))
        if intent.side is Side.OFFER or intent.kind is Kind.NETWORKING:
            _most(offers, _met(intent, links))
    length = sqrt(sum(weight * weight for weight in needs.values()))
    sought = [i for i in intents if i.side is Side.SEEK]
    offered = [i for i in intents if i.side is Side.OFFER]
    home = frozenset({country} if country else ())
    return Profile(
        needs={key: weight / length for key, weight in needs.items()},
        offers=offers,
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


def _tokens(intent: Intent, links: Links) -> Iterable[tuple[str, float]]:
    """What an intent is about besides its concepts' links, with weights."""
    for concept in intent.concepts:
        yield concept, 1.0
        for sector in links.taxonomy.sectors_of(concept):
            yield sector_token(sector), SECTOR_WEIGHT
    if _kind_tells(intent):
        yield kind_token(intent.kind), KIND_WEIGHT
    weight = WORD_WEIGHT if intent.concepts else LONE_WORD_WEIGHT
    for word in word_keys(intent.words):
        yield word, weight
    for notion, sure in notions_of(_said(intent)).items():
        yield f"n {notion}", NOTION_WEIGHT * sure * articles().rarity(notion)


def _said(intent: Intent) -> str:
    return f"{intent.words}\n{intent.context}"


def _hinted(intent: Intent) -> Iterable[tuple[ConceptId, float]]:
    """What an intent is probably about beyond what it names, with weights: the likeliest fully,
    if it is likely at all."""
    found = hunches(_said(intent))
    best = max((like for _, like in found), default=0.0)
    for concept, like in found:
        yield concept, HUNCH_WEIGHT * (like / best) * min(1.0, best / SURE)


def _wanted(intent: Intent, links: Links) -> Iterable[tuple[Key, float]]:
    for token, weight in (*_tokens(intent, links), *_hinted(intent)):
        yield key_of(intent.kind, token), weight


def _met(intent: Intent, links: Links) -> Iterable[tuple[Key, float]]:
    for token, _ in _tokens(intent, links):
        yield key_of(intent.kind, token), 1.0
    for concept in intent.concepts:
        for wanted, near in links.met_by(concept).items():
            yield key_of(intent.kind, wanted), near
    for concept, weight in _hinted(intent):
        for wanted, near in links.met_by(concept).items():
            if near >= HINT_REACH:
                yield key_of(intent.kind, wanted), near * weight


def sector_token(sector: str) -> str:
    """A sector as what a topic lies in; the sector as a topic of its own is a concept."""
    return f"in {sector}"


def kind_token(kind: Kind) -> str:
    """The bare kind."""
    return f"any {kind}"
