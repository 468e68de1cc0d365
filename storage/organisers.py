"""Who may steer an event, and the one-time links that make somebody an organiser."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from matchmaking.people import EventId, PersonId
from storage.quick import Quick
from storage.tables import INVITATION, ORGANISER
from storage.upserts import insert_new

IS_ONE = Quick(
    select(ORGANISER.c.since).where(
        ORGANISER.c.person_id == bindparam("person"), ORGANISER.c.event_id == bindparam("event")
    )
)
ADD = insert_new(ORGANISER, keys=["person_id", "event_id"])
COUNT = select(func.count()).where(ORGANISER.c.event_id == bindparam("event"))
INVITE = insert(INVITATION)
INVITED = select(INVITATION).where(INVITATION.c.secret_hash == bindparam("secret"))
USE = update(INVITATION).where(
    INVITATION.c.secret_hash == bindparam("secret"),
    INVITATION.c.used_at.is_(None),
    INVITATION.c.expires_at > bindparam("now"),
)


class StoredOrganisers:
    """`ports.Organisers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_organiser(self, person_id: PersonId, event_id: EventId) -> bool:
        """Whether the person may steer the event."""
        row = IS_ONE.first(self._connection, person=person_id, event=event_id)
        return row is not None

    def add(self, person_id: PersonId, event_id: EventId, now: datetime) -> None:
        """Makes the person an organiser; one who is stays one."""
        values = {"person_id": person_id, "event_id": event_id, "since": now}
        self._connection.execute(ADD.on(self._connection), values)

    def count(self, event_id: EventId) -> int:
        """How many organisers the event has."""
        return int(self._connection.execute(COUNT, {"event": event_id}).scalar_one())

    def invite(self, event_id: EventId, secret_hash: str, *, expires_at: datetime) -> None:
        """Keeps the hash of a one-time link's secret."""
        values = {"event_id": event_id, "secret_hash": secret_hash, "expires_at": expires_at}
        self._connection.execute(INVITE, values)

    def use_invitation(
        self, secret_hash: str, person_id: PersonId, now: datetime
    ) -> EventId | None:
        """Uses an invitation up and says for which event; None when it cannot be used."""
        values = {"secret": secret_hash, "now": now, "used_by": person_id, "used_at": now}
        self._connection.execute(USE, values)
        row = self._connection.execute(INVITED, {"secret": secret_hash}).first()
        return EventId(row.event_id) if row and row.used_by == person_id else None
