"""Who helps to run an event, and the one-time links that make somebody an organiser."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    update,
)

from matchmaking.organisers import Invitation, Organiser, OrganiserRole
from matchmaking.people import EventId, PersonId
from storage.people import person_of
from storage.quick import Quick
from storage.tables import INVITATION, ORGANISER, PERSON
from storage.upserts import insert_or_update

IS_IT = (ORGANISER.c.person_id == bindparam("person")) & (
    ORGANISER.c.event_id == bindparam("event")
)
ROLE = Quick(select(ORGANISER.c.role).where(IS_IT))
RANK = case({role.value: role.rank for role in OrganiserRole}, value=ORGANISER.c.role)
ALL = select(
    ORGANISER.c.event_id, ORGANISER.c.role, ORGANISER.c.since, ORGANISER.c.stage_name, PERSON
).join(PERSON, PERSON.c.id == ORGANISER.c.person_id)
ONE = ALL.where(IS_IT)
TEAM = ALL.where(ORGANISER.c.event_id == bindparam("event")).order_by(
    RANK, ORGANISER.c.since, ORGANISER.c.person_id
)
ADD = insert_or_update(ORGANISER, keys=["person_id", "event_id"], change=["role", "stage_name"])
REMOVE = delete(ORGANISER).where(IS_IT)
VOID = delete(INVITATION).where(
    INVITATION.c.invited_by == bindparam("person"),
    INVITATION.c.event_id == bindparam("event"),
    INVITATION.c.used_at.is_(None),
)
COUNT = select(func.count()).where(ORGANISER.c.event_id == bindparam("event"))
COUNT_ROLE = COUNT.where(ORGANISER.c.role == bindparam("role"))
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

    def role_of(self, person_id: PersonId, event_id: EventId) -> OrganiserRole | None:
        """What the person is to the event, if an organiser of any kind."""
        row = ROLE.first(self._connection, person=person_id, event=event_id)
        return OrganiserRole(row.role) if row is not None else None

    def get(self, person_id: PersonId, event_id: EventId) -> Organiser | None:
        """The organiser, if the person is one."""
        values = {"person": person_id, "event": event_id}
        row = self._connection.execute(ONE, values).first()
        return _organiser(row) if row else None

    def team(self, event_id: EventId) -> list[Organiser]:
        """All, by rank and then by how long they have been there."""
        return [_organiser(row) for row in self._connection.execute(TEAM, {"event": event_id})]

    def add(
        self,
        person_id: PersonId,
        event_id: EventId,
        now: datetime,
        *,
        role: OrganiserRole,
        stage_name: str = "",
    ) -> None:
        """Makes the person an organiser; whoever is one gets this role instead."""
        values = {
            "person_id": person_id,
            "event_id": event_id,
            "since": now,
            "role": role.value,
            "stage_name": stage_name,
        }
        self._connection.execute(ADD.on(self._connection), values)

    def remove(self, person_id: PersonId, event_id: EventId) -> None:
        """No organiser any more; the links they made and nobody has used are void."""
        values = {"person": person_id, "event": event_id}
        self._connection.execute(REMOVE, values)
        self._connection.execute(VOID, values)

    def count(self, event_id: EventId, role: OrganiserRole | None = None) -> int:
        """How many there are, of this role or of any."""
        if role is None:
            return int(self._connection.execute(COUNT, {"event": event_id}).scalar_one())
        values = {"event": event_id, "role": role.value}
        return int(self._connection.execute(COUNT_ROLE, values).scalar_one())

    def invite(self, secret_hash: str, invitation: Invitation) -> None:
        """Keeps the hash of a one-time link's secret, and what it makes of whoever uses it."""
        values = {
            "event_id": invitation.event_id,
            "secret_hash": secret_hash,
            "expires_at": invitation.expires_at,
            "role": invitation.role.value,
            "stage_name": invitation.stage_name,
            "invited_by": invitation.invited_by,
        }
        self._connection.execute(INVITE, values)

    def invitation(self, secret_hash: str) -> Invitation | None:
        """The invitation with this secret."""
        row = self._connection.execute(INVITED, {"secret": secret_hash}).first()
        if row is None:
            return None
        return Invitation(
            event_id=EventId(row.event_id),
            role=OrganiserRole(row.role),
            expires_at=row.expires_at,
            stage_name=row.stage_name,
            invited_by=row.invited_by,
            used_by=row.used_by,
            used_at=row.used_at,
        )

    def use_invitation(self, secret_hash: str, person_id: PersonId, now: datetime) -> bool:
        """Uses an invitation up; False when it is unknown, used or expired."""
        values = {"secret": secret_hash, "now": now, "used_by": person_id, "used_at": now}
        return self._connection.execute(USE, values).rowcount == 1


def _organiser(row: Row[Any]) -> Organiser:
    return Organiser(
        person=person_of(row),
        event_id=EventId(row.event_id),
        role=OrganiserRole(row.role),
        since=row.since,
        stage_name=row.stage_name,
    )
