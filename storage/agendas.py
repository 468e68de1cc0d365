"""Which message shows somebody's meetings now."""

from sqlalchemy import Connection, bindparam, delete, select

from matchmaking.people import PersonId
from storage.quick import Quick
from storage.tables import AGENDA_MESSAGE
from storage.upserts import insert_or_update

OF_PERSON = AGENDA_MESSAGE.c.person_id == bindparam("person")
MESSAGE = Quick(select(AGENDA_MESSAGE.c.message_id).where(OF_PERSON))
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

    def show(self, person_id: PersonId, message_id: int) -> None:
        """From now on it is this one."""
        SHOW.run(self._connection, person_id=person_id, message_id=message_id)

    def leave(self, person_id: PersonId) -> None:
        """From now on it is none."""
        LEAVE.run(self._connection, person=person_id)
