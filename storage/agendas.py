"""Which message shows somebody's meetings now."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, delete, select

from matchmaking.people import AttendeeId, PersonId
from storage.quick import Quick
from storage.tables import AGENDA_MESSAGE, ATTENDEE
from storage.upserts import insert_or_update

OF_PERSON = AGENDA_MESSAGE.c.person_id == bindparam("person")
MESSAGE = Quick(select(AGENDA_MESSAGE.c.message_id).where(OF_PERSON))
WITH_ATTENDEE = select(AGENDA_MESSAGE).join(
    ATTENDEE, ATTENDEE.c.person_id == AGENDA_MESSAGE.c.person_id
)
OF_ATTENDEE = Quick(WITH_ATTENDEE.where(ATTENDEE.c.id == bindparam("attendee")))
OF_ATTENDEES = WITH_ATTENDEE.where(ATTENDEE.c.id.in_(bindparam("attendees", expanding=True)))
FEW = 3
"""Up to so many are asked for one by one, which is quicker (`storage.quick`)."""

SHOW = Quick(insert_or_update(AGENDA_MESSAGE, keys=["person_id"], change=["message_id"]))
LEAVE = Quick(delete(AGENDA_MESSAGE).where(OF_PERSON))


class StoredAgendas:
    """`ports.Agendas`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def message(self, person_id: PersonId) -> int | None:
        """The message, if one shows them."""
        row = MESSAGE.first(self._connection, person=person_id)
        return None if row is None else int(row.message_id)

    def of_attendees(self, attendees: Collection[AttendeeId]) -> dict[PersonId, int]:
        """The messages of those of these who have one."""
        wanted = sorted(attendees)
        if len(wanted) <= FEW:
            rows = [
                row
                for attendee in wanted
                for row in OF_ATTENDEE.rows(self._connection, attendee=attendee)
            ]
        else:
            rows = list(self._connection.execute(OF_ATTENDEES, {"attendees": wanted}))
        return {PersonId(row.person_id): int(row.message_id) for row in rows}

    def show(self, person_id: PersonId, message_id: int) -> None:
        """From now on it is this one."""
        SHOW.run(self._connection, person_id=person_id, message_id=message_id)

    def leave(self, person_id: PersonId) -> None:
        """From now on it is none."""
        LEAVE.run(self._connection, person=person_id)
