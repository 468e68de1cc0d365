"""Reads what a person seeks and offers from their own words.

Owns the order of the steps and the shape of the answer: words, language, clauses, topics, places,
role, intents by rules, what was learnt from labelled texts, sectors. Each step lives in a module
of its own. Knows nothing of who asks or where the answer is shown.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from matchmaking.intents import (
    ConceptId,
    CountryCode,
    Intent,
    Language,
    Role,
    Sector,
    Side,
)
from matchmaking.reading.clauses import clauses
from matchmaking.reading.cues import cue_book
from matchmaking.reading.decide import borrow, drafts
from matchmaking.reading.draft import Draft
from matchmaking.reading.language import Tongue, tongue_of
from matchmaking.reading.learnt import learnt
from matchmaking.reading.normalise import Token, tokenise
from matchmaking.reading.notions import notions_of
from matchmaking.reading.parts import Part, lay_out
from matchmaking.reading.places import gazetteer
from matchmaking.reading.settle import settled, settled_role
from matchmaking.reading.surroundings import contexts
from matchmaking.reading.topics import topics
from matchmaking.reading.traits import manner_traits, said_tokens, topic_traits
from matchmaking.reading.weigh import spoken_of
from matchmaking.reading.writer import role_of

_SENTENCE = 4
"""Words of the shortest text that has a manner; a shorter one names a topic, which rules read."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a text says, in order of first mention. All but `lang` is empty without an intent."""

    lang: Language
    intents: tuple[Intent, ...] = ()
    sectors: tuple[Sector, ...] = ()
    countries: tuple[CountryCode, ...] = ()
    role: Role | None = None
    concepts: tuple[ConceptId, ...] = ()


def read(text: str, *, lang: Language | None = None, side: Side | None = None) -> Reading:
    """What `text` seeks and offers.

    `lang` decides where script and words do not; `side` is given when all of the text is known
    to be sought or offered (a column of an imported list). Never raises; time is linear in the
    length of the text.
    """
    laid = lay(text, lang, side)
    made, role = laid.made, laid.role
    notions = notions_of(text)
    if side is None and len(laid.tokens) >= _SENTENCE:
        wishes = learnt().wishes(laid.manner())
        role = settled_role(role, wishes)
        made = settled(made, laid.parts, wishes)
    if not made:
        return Reading(lang=laid.tongue.language)
    borrow(made, laid.parts)
    said = _said(laid.parts, made)
    traits = topic_traits(said_tokens(laid.tokens, laid.parts), laid.tongue, notions)
    spoken = spoken_of(laid.tokens, [t for part in said for t in part.topics], notions, traits)
    meant = {
        concept.id
        for part in laid.parts
        for concept in part.concepts
        if part.bare or spoken.means(concept)
    }
    return Reading(
        lang=laid.tongue.language,
        intents=tuple(
            _intent(text, laid, draft, around, meant)
            for draft, around in zip(made, contexts(laid.parts, made), strict=True)
        ),
        sectors=spoken.sectors,
        countries=_once(m for part in said for m in part.markets),
        role=role,
        concepts=_once(c.id for part in said for c in part.concepts if c.id in meant),
    )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Laid:
    """A text laid out in parts, with the intents and the role that rules find in it."""

    tokens: Sequence[Token]
    tongue: Tongue
    parts: Sequence[Part]
    role: Role | None
    made: list[Draft]

    def manner(self) -> dict[str, float]:
        """The traits that tell what the text wants."""
        said = said_tokens(self.tokens, self.parts)
        return manner_traits(said, self.tongue, self.parts, self.made, self.role)


def lay(text: str, lang: Language | None, side: Side | None = None) -> Laid:
    """A text as rules alone read it."""
    tokens = tokenise(text)
    tongue = tongue_of(tokens, lang)
    found = clauses(tokens, arabizi=tongue.arabizi)
    parts = lay_out(tokens, found, topics(tokens, tongue), gazetteer().find(tokens))
    role = role_of(found, tokens, arabizi=tongue.arabizi)
    made = drafts(parts, role, side)
    return Laid(tokens=tokens, tongue=tongue, parts=parts, role=role, made=made)


def _said(parts: Sequence[Part], made: Sequence[Draft]) -> list[Part]:
    """The parts that count: none that is refused, and what only asks where it is an intent."""
    return [
        part
        for at, part in enumerate(parts)
        if not part.clause.negated
        and (not part.clause.asked or any(d.first <= at <= d.last for d in made))
    ]


T = TypeVar("T")


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _intent(
    text: str,
    laid: Laid,
    draft: Draft,
    around: Sequence[Part],
    meant: Set[ConceptId],
) -> Intent:
    tokens, parts = laid.tokens, laid.parts
    return Intent(
        kind=draft.kind,
        side=draft.side,
        concepts=_once(c.id for c in draft.concepts if c.id in meant),
        markets=tuple(draft.markets),
        words=_words(text, tokens, parts[draft.first].clause.start, parts[draft.last].clause.stop),
        context="\n".join(
            text[tokens[part.clause.start].start : tokens[part.clause.stop - 1].end]
            for part in around
        ),
    )


def _words(text: str, tokens: Sequence[Token], start: int, stop: int) -> str:
    """The clause as written, without the "and" or "but" that ties it to the one before."""
    book = cue_book()
    first = start
    while first < stop - 1 and (
        book.has("and", tokens[first].plain) or book.has("contrast", tokens[first].plain)
    ):
        first += 1
    return text[tokens[first].start : tokens[stop - 1].end]
