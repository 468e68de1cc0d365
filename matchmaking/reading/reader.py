"""Reads what a person seeks and offers from their own words.

Owns the order of the steps and the shape of the answer: words, language, clauses, topics, places,
role, intents. Each step lives in a module of its own. Knows nothing of who asks or where the
answer is shown.
"""

from collections.abc import Iterable, Sequence
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
from matchmaking.reading.decide import drafts
from matchmaking.reading.draft import Draft
from matchmaking.reading.language import tongue_of
from matchmaking.reading.normalise import Token, tokenise
from matchmaking.reading.notions import notions_of
from matchmaking.reading.parts import Part, lay_out
from matchmaking.reading.places import gazetteer
from matchmaking.reading.surroundings import contexts
from matchmaking.reading.topics import topics
from matchmaking.reading.weigh import sectors_spoken_of
from matchmaking.reading.writer import role_of


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
    tokens = tokenise(text)
    tongue = tongue_of(tokens, lang)
    found = clauses(tokens, arabizi=tongue.arabizi)
    parts = lay_out(tokens, found, topics(tokens, tongue), gazetteer().find(tokens))
    role = role_of(found, tokens, arabizi=tongue.arabizi)
    made = drafts(parts, role, side)
    if not made:
        return Reading(lang=tongue.language)
    said = [part for part in parts if not part.clause.negated]
    concepts = _once(c.id for part in said for c in part.concepts)
    return Reading(
        lang=tongue.language,
        intents=tuple(
            _intent(text, tokens, parts, draft, around)
            for draft, around in zip(made, contexts(parts, made), strict=True)
        ),
        sectors=sectors_spoken_of(
            tokens, [t for part in said for t in part.topics], notions_of(text)
        ),
        countries=_once(m for part in said for m in part.markets),
        role=role,
        concepts=concepts,
    )


T = TypeVar("T")


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _intent(
    text: str,
    tokens: Sequence[Token],
    parts: Sequence[Part],
    draft: Draft,
    around: Sequence[Part],
) -> Intent:
    return Intent(
        kind=draft.kind,
        side=draft.side,
        concepts=_once(c.id for c in draft.concepts),
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
