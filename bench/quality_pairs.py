"""How well people find each other: where in a seeker's list the right partner stands.

Owns the crowd that is ranked. Everybody speaks every language, is free in the same window, has
no country and no organisation, so that nothing but what they wrote decides.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.quality_data import Half, LabelledText, Pair
from matchmaking.intents import ConceptId, Intent, Language, Side
from matchmaking.matching import rank
from matchmaking.people import Attendee, AttendeeId, EventId, Person, PersonId, WindowId
from matchmaking.preview import column
from matchmaking.reading.lexicon import lexicon
from matchmaking.reading.reader import read

_NOW = datetime(2027, 4, 10, 8, 0, tzinfo=UTC)
_SPEAKS = tuple(language.value for language in Language)

Way = Callable[[str, Language, Side | None], tuple[Intent, ...]]
"""How a text becomes intents, given on which side of a pair it stands (None: on neither)."""


def _as_chat(text: str, lang: Language, side: Side | None) -> tuple[Intent, ...]:
    """As in a conversation: nobody says beforehand what is sought and what is offered."""
    del side
    return read(text, lang=lang).intents


def _as_columns(text: str, lang: Language, side: Side | None) -> tuple[Intent, ...]:
    """As in an attendee list, which has a column for each."""
    return column(text, lang, side)[1] if side else read(text, lang=lang).intents


WAYS: dict[str, Way] = {"chat": _as_chat, "columns": _as_columns}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the right partner stands in the seeker's list: 1 is first, None is nowhere."""

    pair: Pair
    place: int | None
    above: tuple[str, ...]
    """The ids of those before the right partner, at most three."""
    sought: tuple[ConceptId, ...]
    offered: tuple[ConceptId, ...]
    """The concepts read on either side."""


@dataclass(frozen=True, kw_only=True)
class Hits:
    """Over some pairs: shares with the partner in first place and among the first five, and the
    mean of 1 / place (0 for one not listed)."""

    pairs: int
    at_1: float
    at_5: float
    mrr: float


def places(pairs: Sequence[Pair], others: Iterable[LabelledText], way: Way) -> tuple[Place, ...]:
    """The place of each pair's partner among all offers, all other seekers and `others`."""
    names: dict[AttendeeId, str] = {}
    crowd: list[Attendee] = []

    def join(name: str, half: Half, side: Side | None) -> Attendee:
        who = _attendee(len(crowd) + 1, half.text, way(half.text, half.lang, side))
        crowd.append(who)
        names[who.id] = name
        return who

    # Those who belong to no pair come first: ranking breaks ties by number, and a tie between
    # people of whom nothing is known must not count as a hit.
    for text in others:
        join(text.id, Half(lang=text.lang, text=text.text), None)
    seekers = [join(f"{p.id} seek", p.seek, Side.SEEK) for p in pairs]
    givers = [join(f"{p.id} offer", p.offer, Side.OFFER) for p in pairs]
    return tuple(
        _place(pair, seeker, giver, crowd, names)
        for pair, seeker, giver in zip(pairs, seekers, givers, strict=True)
    )


def hits(found: Sequence[Place]) -> Hits:
    """The shares over these places. Raises ZeroDivisionError when there is none."""
    total = len(found)
    ranks = [place.place for place in found if place.place is not None]
    return Hits(
        pairs=total,
        at_1=sum(r == 1 for r in ranks) / total,
        at_5=sum(r <= 5 for r in ranks) / total,
        mrr=sum(1 / r for r in ranks) / total,
    )


def _place(
    pair: Pair,
    seeker: Attendee,
    giver: Attendee,
    crowd: Sequence[Attendee],
    names: dict[AttendeeId, str],
) -> Place:
    others = [who for who in crowd if who.id != seeker.id]
    ranked = [m.other for m in rank(seeker, others, taxonomy=lexicon(), top=len(others))]
    place = ranked.index(giver.id) + 1 if giver.id in ranked else None
    before = ranked[: place - 1] if place else ranked
    return Place(
        pair=pair,
        place=place,
        above=tuple(names[other] for other in before[:3]),
        sought=_concepts(seeker),
        offered=_concepts(giver),
    )


def _concepts(who: Attendee) -> tuple[ConceptId, ...]:
    return tuple(dict.fromkeys(c for intent in who.intents for c in intent.concepts))


def _attendee(number: int, words: str, intents: tuple[Intent, ...]) -> Attendee:
    person = Person(
        id=PersonId(number),
        telegram_id=number,
        name=f"Person {number}",
        language=Language.EN,
        consented_at=_NOW,
    )
    return Attendee(
        id=AttendeeId(number),
        event_id=EventId(1),
        person=person,
        organisation="",
        speaks=_SPEAKS,
        words=words,
        intents=intents,
        confirmed_at=_NOW,
        windows=frozenset({WindowId(1)}),
        ready_at=_NOW,
    )
