"""Those who look after clusters, and the one-time links by which they come. A part of
`storage.clusters`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select, update

from matchmaking.clusters import Cluster, ClusterId, Managing
from matchmaking.intents import Language
from matchmaking.people import EventId, Person, PersonId
from storage.people import person_of
from storage.tables import CLUSTER, CLUSTER_INVITATION, CLUSTER_MANAGER, PERSON
from storage.upserts import insert_new

HERE: BindParameter[int] = bindparam("cluster")
OF_EVENT = CLUSTER.c.event_id == bindparam("event")
IS_MANAGER = (CLUSTER_MANAGER.c.cluster_id == HERE) & (
    CLUSTER_MANAGER.c.person_id == bindparam("person")
)
MANAGES = select(CLUSTER_MANAGER.c.cluster_id).where(IS_MANAGER)
MANAGED = (
    select(CLUSTER)
    .join(CLUSTER_MANAGER, CLUSTER_MANAGER.c.cluster_id == CLUSTER.c.id)
    .where(CLUSTER_MANAGER.c.person_id == bindparam("person"), OF_EVENT)
    .order_by(CLUSTER.c.id)
)
MANAGERS = (
    select(PERSON)
    .join(CLUSTER_MANAGER, CLUSTER_MANAGER.c.person_id == PERSON.c.id)
    .where(CLUSTER_MANAGER.c.cluster_id == HERE)
    .order_by(CLUSTER_MANAGER.c.since, PERSON.c.id)
)
MANAGING = (
    select(CLUSTER_MANAGER, CLUSTER.c.event_id)
    .join(CLUSTER, CLUSTER.c.id == CLUSTER_MANAGER.c.cluster_id)
    .order_by(CLUSTER_MANAGER.c.cluster_id, CLUSTER_MANAGER.c.person_id)
)
MANAGE = insert_new(
    CLUSTER_MANAGER, keys=["cluster_id", "person_id"], returning=[CLUSTER_MANAGER.c.person_id]
)
UNMANAGE = delete(CLUSTER_MANAGER).where(IS_MANAGER)
DIGEST = update(CLUSTER_MANAGER).where(
    CLUSTER_MANAGER.c.person_id == bindparam("person"),
    CLUSTER_MANAGER.c.cluster_id.in_(select(CLUSTER.c.id).where(OF_EVENT)),
)

LINK = CLUSTER_INVITATION.c
INVITE = insert(CLUSTER_INVITATION)
INVITED = select(CLUSTER_INVITATION).where(LINK.secret_hash == bindparam("wanted"))
USE = update(CLUSTER_INVITATION).where(
    LINK.secret_hash == bindparam("wanted"),
    LINK.used_at.is_(None),
    LINK.expires_at > bindparam("now"),
)
VOID = delete(CLUSTER_INVITATION).where(LINK.cluster_id == HERE, LINK.used_at.is_(None))


class StoredManagers:
    """What `StoredClusters` knows of managers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def manages(self, person: PersonId, cluster_id: ClusterId) -> bool:
        """Whether somebody looks after it."""
        values = {"cluster": cluster_id, "person": person}
        return self._connection.execute(MANAGES, values).first() is not None

    def managed_by(self, person: PersonId, event_id: EventId) -> list[Cluster]:
        """What somebody looks after."""
        values = {"person": person, "event": event_id}
        return [cluster_of(row) for row in self._connection.execute(MANAGED, values)]

    def managers(self, cluster_id: ClusterId) -> list[Person]:
        """Who looks after it."""
        rows = self._connection.execute(MANAGERS, {"cluster": cluster_id})
        return [person_of(row) for row in rows]

    def managing(self, person: PersonId | None = None) -> list[Managing]:
        """Everybody who looks after a cluster, or one of them."""
        wanted = MANAGING
        if person is not None:
            wanted = MANAGING.where(CLUSTER_MANAGER.c.person_id == person)
        return [
            Managing(
                cluster=ClusterId(row.cluster_id),
                event_id=EventId(row.event_id),
                person=PersonId(row.person_id),
                digest=bool(row.digest),
            )
            for row in self._connection.execute(wanted)
        ]

    def manage(self, cluster_id: ClusterId, person: PersonId, now: datetime) -> bool:
        """They look after it from now on."""
        values = {"cluster_id": cluster_id, "person_id": person, "since": now, "digest": True}
        return self._connection.execute(MANAGE.on(self._connection), values).first() is not None

    def unmanage(self, cluster_id: ClusterId, person: PersonId) -> bool:
        """They do so no more."""
        values = {"cluster": cluster_id, "person": person}
        return self._connection.execute(UNMANAGE, values).rowcount > 0

    def digest(self, person: PersonId, event_id: EventId, *, on: bool) -> None:
        """Whether they want the evening's message."""
        values = {"person": person, "event": event_id, "digest": on}
        self._connection.execute(DIGEST, values)

    def invite(self, secret_hash: str, cluster_id: ClusterId, expires_at: datetime) -> None:
        """Keeps the hash of a one-time link's secret."""
        values = {"secret_hash": secret_hash, "cluster_id": cluster_id, "expires_at": expires_at}
        self._connection.execute(INVITE, values)

    def invited(self, secret_hash: str) -> tuple[ClusterId, PersonId | None] | None:
        """Which cluster the link is for, and who has used it."""
        row = self._connection.execute(INVITED, {"wanted": secret_hash}).first()
        if row is None:
            return None
        used_by = PersonId(row.used_by) if row.used_by is not None else None
        return ClusterId(row.cluster_id), used_by

    def use_invitation(self, secret_hash: str, person: PersonId, now: datetime) -> bool:
        """Uses the link up."""
        values = {"wanted": secret_hash, "now": now, "used_by": person, "used_at": now}
        return self._connection.execute(USE, values).rowcount == 1

    def void(self, cluster_id: ClusterId) -> None:
        """Unused links lead nowhere any more."""
        self._connection.execute(VOID, {"cluster": cluster_id})


def plain(names: Mapping[Language, str]) -> dict[str, str]:
    return {language.value: name for language, name in names.items()}


def cluster_of(row: Any) -> Cluster:
    return Cluster(
        id=ClusterId(row.id),
        event_id=EventId(row.event_id),
        key=row.key,
        names={Language(language): name for language, name in row.names.items()},
        secret=row.secret,
    )
