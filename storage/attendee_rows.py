"""An attendee between rows and values."""

from collections.abc import Iterable
from typing import Any

from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Role, Side
from matchmaking.people import Attendee, AttendeeId, EventId, Person, Presence, WindowId
from matchmaking.spans import Stretch


def intent_rows(attendee: Attendee) -> list[dict[str, Any]]:
    """The rows of what they seek and offer."""
    return [
        {
            "attendee_id": attendee.id,
            "position": position,
            "kind": intent.kind.value,
            "side": intent.side.value,
            "concepts": list(intent.concepts),
            "markets": list(intent.markets),
            "words": intent.words,
            "context": intent.context,
        }
        for position, intent in enumerate(attendee.intents)
    ]


def window_rows(attendee: Attendee) -> list[dict[str, Any]]:
    """The rows of the windows in which they are free."""
    return [
        {"attendee_id": attendee.id, "window_id": window}
        for window in sorted(attendee.windows or ())
    ]


def block_rows(attendee: Attendee) -> list[dict[str, Any]]:
    """The rows of the stretches they have blocked."""
    return [
        {"attendee_id": attendee.id, "starts_at": one.starts_at, "ends_at": one.ends_at}
        for one in attendee.blocked
    ]


def attendee_of(
    row: Any,
    person: Person,
    intents: Iterable[Any],
    free: set[WindowId] | None,
    blocked: Iterable[Stretch],
) -> Attendee:
    """The attendee of a row and of what belongs to it."""
    return Attendee(
        id=AttendeeId(row.id),
        event_id=EventId(row.event_id),
        person=person,
        code=row.code,
        organisation=row.organisation,
        role=Role(row.role) if row.role else None,
        speaks=tuple(row.speaks),
        words=row.words,
        intents=tuple(_intent(intent) for intent in intents),
        dropped=tuple(ConceptId(concept) for concept in row.dropped),
        confirmed_at=row.confirmed_at,
        windows=frozenset(free or ()) if row.windows_asked else None,
        ready_at=row.ready_at,
        paused_at=row.paused_at,
        presence=Presence(row.presence) if row.presence else None,
        blocked=tuple(blocked),
    )


def _intent(row: Any) -> Intent:
    return Intent(
        kind=Kind(row.kind),
        side=Side(row.side),
        concepts=tuple(ConceptId(concept) for concept in row.concepts),
        markets=tuple(CountryCode(market) for market in row.markets),
        words=row.words,
        context=row.context,
    )
