"""Whom somebody never wants to meet: between persons, so that it holds at every edition."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, or_, select

from matchmaking.people import AttendeeId, EventId, Person, PersonId
from storage.people import person_of
from storage.quick import Quick
from storage.tables import ATTENDEE, BLOCK, PERSON
from storage.upserts import insert_new

ADD = Quick(insert_new(BLOCK, keys=["person_id", "blocked_id"]))
REMOVE = Quick(
    delete(BLOCK).where(
        BLOCK.c.person_id == bindparam("person"), BLOCK.c.blocked_id == bindparam("blocked")
    )
)
OF_PERSON = Quick(
    select(PERSON)
    .join(BLOCK, BLOCK.c.blocked_id == PERSON.c.id)
    .where(BLOCK.c.person_id == bindparam("person"))
    .order_by(BLOCK.c.since.desc(), PERSON.c.id.desc())
)
AROUND = Quick(
    select(ATTENDEE.c.id).where(
        ATTENDEE.c.event_id == bindparam("event"),
        or_(
            ATTENDEE.c.person_id.in_(
                select(BLOCK.c.blocked_id).where(BLOCK.c.person_id == bindparam("person"))
            ),
            ATTENDEE.c.person_id.in_(
                select(BLOCK.c.person_id).where(BLOCK.c.blocked_id == bindparam("person"))
            ),
        ),
    )
)


class StoredBlocks:
    """`ports.Blocks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, person: PersonId, blocked: PersonId, now: datetime) -> None:
        """Keeps `blocked` away from `person`."""
        ADD.run(self._connection, person_id=person, blocked_id=blocked, since=now)

    def remove(self, person: PersonId, blocked: PersonId) -> bool:
        """Takes that back; whether there was anything to take back."""
        return REMOVE.run(self._connection, person=person, blocked=blocked) > 0

    def of_person(self, person: PersonId) -> list[Person]:
        """Whom this person keeps away, the latest first."""
        return [person_of(row) for row in OF_PERSON.rows(self._connection, person=person)]

    def around(self, person: PersonId, event_id: EventId) -> set[AttendeeId]:
        """The event's attendees whom this person keeps away or is kept away from."""
        rows = AROUND.rows(self._connection, person=person, event=event_id)
        return {AttendeeId(row.id) for row in rows}
