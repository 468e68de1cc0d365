"""Previews matches for a list of attendees, as a file gives them: no database, no calendar.

Owns what a row of such a list becomes, and everybody's best matches. Everybody is taken to be
free at the same time; two who share no language are listed further down, and marked. Knows
nothing of file formats.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from matchmaking.conditions import Allowed
from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Language, Role, Side
from matchmaking.matches import NewMatch, Reason, ReasonKind
from matchmaking.nearness import Taxonomy
from matchmaking.people import Attendee, AttendeeId, EventId, Person, PersonId, WindowId
from matchmaking.pool import Pool
from matchmaking.reading.notions import notions_of
from matchmaking.reading.reader import Reading, read

_WHENEVER = frozenset({WindowId(1)})
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Row:
    """An attendee as a list states them. `speaks` may be empty: then it is `lang` alone."""

    id: str | int
    lang: Language
    name: str = ""
    organisation: str = ""
    country: CountryCode | None = None
    role: Role | None = None
    speaks: tuple[str, ...] = ()
    offers: str = ""
    seeks: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One match of a preview: whom, how good (0 to 1), and why."""

    id: str | int
    score: float
    reasons: tuple[Reason, ...]


def preview(
    rows: Sequence[Row], *, taxonomy: Taxonomy, top: int = 10
) -> list[tuple[str | int, list[Found]]]:
    """Everybody's best matches among the rows, in the order of the rows."""
    pool = Pool(taxonomy)
    people = [attendee(number, row) for number, row in enumerate(rows, start=1)]
    for person in people:
        pool.put(person)
    allowed = Allowed(interpreter=True)
    return [
        (row.id, [_found(rows, match) for match in pool.top(person, n=top, allowed=allowed)])
        for row, person in zip(rows, people, strict=True)
    ]


def attendee(number: int, row: Row) -> Attendee:
    """A row as somebody who has just arrived and said it all."""
    offered, given = column(row.offers, row.lang, Side.OFFER)
    sought, wished = column(row.seeks, row.lang, Side.SEEK)
    person = Person(
        id=PersonId(number),
        telegram_id=number,
        name=row.name,
        language=row.lang,
        country=row.country,
        consented_at=_BEGINNING,
    )
    return Attendee(
        id=AttendeeId(number),
        event_id=EventId(1),
        person=person,
        organisation=row.organisation,
        role=row.role or offered.role or sought.role,
        speaks=row.speaks or (row.lang.value,),
        words=f"{row.offers}\n{row.seeks}".strip(),
        intents=(*given, *wished),
        confirmed_at=_BEGINNING,
        windows=_WHENEVER,
        ready_at=_BEGINNING,
    )


def column(text: str, lang: Language, side: Side) -> tuple[Reading, tuple[Intent, ...]]:
    """A column as it is read, and the intents it is taken to state."""
    found = read(text, lang=lang, side=side)
    return found, found.intents or _taken(text, side)


def _taken(text: str, side: Side) -> tuple[Intent, ...]:
    """What a column says in which nothing is read: it was filled in to be met all the same."""
    if not notions_of(text):
        return ()
    return (Intent(kind=Kind.TRADE, side=side, words=text.strip()),)


def _found(rows: Sequence[Row], match: NewMatch) -> Found:
    told = tuple(reason for reason in match.reasons if reason.kind is not ReasonKind.TIME)
    return Found(id=rows[match.other - 1].id, score=match.score, reasons=told)


def as_object(reason: Reason) -> Mapping[str, object]:
    """A reason as a short object: `kind` and `topic` always (None where the kind has none), and
    of the rest whatever is filled."""
    topic: ConceptId | None = reason.topic
    rest: dict[str, object] = {
        "intent": reason.intent.value if reason.intent else None,
        "words": reason.words,
        "countries": list(reason.countries),
        "languages": list(reason.languages),
    }
    filled = {name: value for name, value in rest.items() if value}
    return {"kind": reason.kind.value, "topic": topic, **filled}
