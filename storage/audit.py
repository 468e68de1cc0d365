"""What organisers have done. Rows are added and read, never changed."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from matchmaking.audit import AuditId, Deed, Entry, NewEntry
from matchmaking.people import EventId, Person, PersonId
from storage.people import person_of
from storage.tables import AUDIT, PERSON

NOTE = insert(AUDIT)
PAGE = (
    select(AUDIT)
    .where(AUDIT.c.event_id == bindparam("event"))
    .order_by(AUDIT.c.id.desc())
    .limit(bindparam("most"))
)
BEFORE = AUDIT.c.id < bindparam("before")
BY = AUDIT.c.by_id == bindparam("by")
THOSE = select(PERSON).where(PERSON.c.id.in_(bindparam("people", expanding=True)))
DOERS = (
    select(PERSON)
    .where(
        PERSON.c.id.in_(
            select(AUDIT.c.by_id)
            .where(AUDIT.c.event_id == bindparam("event"), AUDIT.c.by_id.is_not(None))
            .distinct()
        )
    )
    .order_by(PERSON.c.name, PERSON.c.id)
)


class StoredAudit:
    """`ports.Audit`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, entry: NewEntry) -> None:
        """Adds to the trail."""
        values = {
            "event_id": entry.event_id,
            "at": entry.at,
            "deed": entry.deed.value,
            "from_terminal": entry.by is None,
            "by_id": entry.by,
            "about_somebody": entry.about is not None,
            "about_id": entry.about,
            "facts": dict(entry.facts),
        }
        self._connection.execute(NOTE, values)

    def page(
        self,
        event_id: EventId,
        *,
        limit: int,
        before: AuditId | None = None,
        by: PersonId | None = None,
    ) -> list[Entry]:
        """The latest first; those before an entry, and of one organiser, where asked."""
        statement = PAGE
        values: dict[str, Any] = {"event": event_id, "most": limit}
        if before is not None:
            statement, values = statement.where(BEFORE), values | {"before": before}
        if by is not None:
            statement, values = statement.where(BY), values | {"by": by}
        rows = self._connection.execute(statement, values).all()
        people = self._people({row.by_id for row in rows} | {row.about_id for row in rows})
        return [_entry(row, people) for row in rows]

    def doers(self, event_id: EventId) -> list[Person]:
        """Everybody who has done something, by name."""
        return [person_of(row) for row in self._connection.execute(DOERS, {"event": event_id})]

    def _people(self, ids: set[int | None]) -> dict[int, Person]:
        wanted = sorted(number for number in ids if number is not None)
        rows = self._connection.execute(THOSE, {"people": wanted}) if wanted else ()
        return {row.id: person_of(row) for row in rows}


def _entry(row: Row[Any], people: dict[int, Person]) -> Entry:
    return Entry(
        id=AuditId(row.id),
        event_id=EventId(row.event_id),
        deed=Deed(row.deed),
        at=row.at,
        from_terminal=row.from_terminal,
        by=people.get(row.by_id),
        about_somebody=row.about_somebody,
        about=people.get(row.about_id),
        facts=row.facts,
    )
