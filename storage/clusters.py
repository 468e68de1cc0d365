"""Clusters, who belongs to them, and who looks after them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from matchmaking.clusters import (
    Cluster,
    ClusterId,
    MemberLine,
    Membership,
    Source,
    Standing,
    Tally,
)
from matchmaking.intents import Kind, Language
from matchmaking.meetings import State
from matchmaking.moderation import Standing as Decision
from matchmaking.people import AttendeeId, EventId
from storage.cluster_managers import HERE, OF_EVENT, StoredManagers, cluster_of, plain
from storage.figures import HAS_MEETING, SIDES
from storage.rows import insert_one
from storage.tables import (
    ATTENDEE,
    CLUSTER,
    CLUSTER_MEMBER,
    FEEDBACK,
    MEETING,
    PERSON,
    STANDING,
)
from storage.upserts import insert_or_update

ALL = select(CLUSTER).where(OF_EVENT).order_by(CLUSTER.c.id)
BY_ID = select(CLUSTER).where(CLUSTER.c.id == HERE)
BY_SECRET = select(CLUSTER).where(CLUSTER.c.secret == bindparam("wanted"))
ADD = insert(CLUSTER)
SAVE = update(CLUSTER).where(CLUSTER.c.id == HERE)

MEMBERSHIPS = (
    select(CLUSTER_MEMBER, CLUSTER)
    .join(CLUSTER, CLUSTER.c.id == CLUSTER_MEMBER.c.cluster_id)
    .where(CLUSTER_MEMBER.c.attendee_id == bindparam("attendee"))
    .order_by(CLUSTER.c.id)
)
MEMBERSHIP = MEMBERSHIPS.where(CLUSTER.c.id == HERE)
PUT_MEMBER = insert_or_update(
    CLUSTER_MEMBER, keys=["cluster_id", "attendee_id"], change=["standing", "source", "since"]
)
REMOVED = (
    select(STANDING.c.id)
    .where(
        STANDING.c.person_id == ATTENDEE.c.person_id,
        STANDING.c.event_id == ATTENDEE.c.event_id,
        STANDING.c.standing == Decision.REMOVED.value,
    )
    .exists()
)
IS_MEMBER = CLUSTER_MEMBER.c.standing == Standing.MEMBER.value
TAKE_PART = (IS_MEMBER, PERSON.c.consented_at.is_not(None), ~REMOVED)
WHO = (
    CLUSTER_MEMBER.join(ATTENDEE, ATTENDEE.c.id == CLUSTER_MEMBER.c.attendee_id)
    .join(PERSON, PERSON.c.id == ATTENDEE.c.person_id)
    .outerjoin(SIDES, SIDES.c.id == ATTENDEE.c.id)
)
MEMBERS = (
    select(
        ATTENDEE.c.id,
        PERSON.c.name,
        ATTENDEE.c.organisation,
        ATTENDEE.c.ready_at,
        SIDES.c.agreed,
        SIDES.c.held,
    )
    .select_from(WHO)
    .where(CLUSTER_MEMBER.c.cluster_id == HERE, *TAKE_PART)
    .order_by(PERSON.c.name, ATTENDEE.c.id)
)
COUNTS = (
    select(CLUSTER_MEMBER.c.cluster_id, func.count().label("people"))
    .select_from(
        CLUSTER_MEMBER.join(ATTENDEE, ATTENDEE.c.id == CLUSTER_MEMBER.c.attendee_id).join(
            PERSON, PERSON.c.id == ATTENDEE.c.person_id
        )
    )
    .where(ATTENDEE.c.event_id == bindparam("event"), *TAKE_PART)
    .group_by(CLUSTER_MEMBER.c.cluster_id)
)
THEIRS = (
    select(ATTENDEE.c.id)
    .select_from(
        CLUSTER_MEMBER.join(ATTENDEE, ATTENDEE.c.id == CLUSTER_MEMBER.c.attendee_id).join(
            PERSON, PERSON.c.id == ATTENDEE.c.person_id
        )
    )
    .where(CLUSTER_MEMBER.c.cluster_id == HERE, *TAKE_PART)
)
MEETINGS = (
    select(MEETING.c.state, func.count().label("n"))
    .where(HAS_MEETING, or_(MEETING.c.proposer_id.in_(THEIRS), MEETING.c.invitee_id.in_(THEIRS)))
    .group_by(MEETING.c.state)
)
SAID = (
    select(FEEDBACK.c.meeting_id, FEEDBACK.c.follow_ups)
    .join(MEETING, MEETING.c.id == FEEDBACK.c.meeting_id)
    .where(MEETING.c.state == State.HELD.value, FEEDBACK.c.attendee_id.in_(THEIRS))
)


class StoredClusters(StoredManagers):
    """`ports_clusters.Clusters`."""

    def all(self, event_id: EventId) -> list[Cluster]:
        """The event's clusters."""
        return [cluster_of(row) for row in self._connection.execute(ALL, {"event": event_id})]

    def get(self, cluster_id: ClusterId) -> Cluster | None:
        """The cluster with this id."""
        row = self._connection.execute(BY_ID, {"cluster": cluster_id}).first()
        return cluster_of(row) if row else None

    def by_secret(self, secret: str) -> Cluster | None:
        """The cluster whose members' link has this secret."""
        row = self._connection.execute(BY_SECRET, {"wanted": secret}).first()
        return cluster_of(row) if row else None

    def add(self, event_id: EventId, key: str, names: Mapping[Language, str]) -> Cluster:
        """Stores a cluster."""
        values = {"event_id": event_id, "key": key, "names": plain(names), "secret": None}
        number = ClusterId(insert_one(self._connection, ADD, values))
        return Cluster(id=number, event_id=event_id, key=key, names=names)

    def save(self, cluster: Cluster) -> None:
        """Saves its key, names and secret."""
        values = {
            "cluster": cluster.id,
            "key": cluster.key,
            "names": plain(cluster.names),
            "secret": cluster.secret,
        }
        self._connection.execute(SAVE, values)

    def membership(self, cluster_id: ClusterId, attendee: AttendeeId) -> Membership | None:
        """What somebody is to a cluster."""
        values = {"cluster": cluster_id, "attendee": attendee}
        row = self._connection.execute(MEMBERSHIP, values).first()
        return _membership(row) if row else None

    def memberships(self, attendee: AttendeeId) -> list[Membership]:
        """All of one person's."""
        rows = self._connection.execute(MEMBERSHIPS, {"attendee": attendee})
        return [_membership(row) for row in rows]

    def put_member(
        self,
        cluster_id: ClusterId,
        attendee: AttendeeId,
        standing: Standing,
        source: Source,
        now: datetime,
    ) -> None:
        """What somebody is to a cluster from now on."""
        values = {
            "cluster_id": cluster_id,
            "attendee_id": attendee,
            "standing": standing.value,
            "source": source.value,
            "since": now,
        }
        self._connection.execute(PUT_MEMBER.on(self._connection), values)

    def members(self, cluster_id: ClusterId) -> list[MemberLine]:
        """Those who take part, by name."""
        rows = self._in_event(MEMBERS, cluster_id)
        return [
            MemberLine(
                attendee=AttendeeId(row.id),
                name=row.name,
                organisation=row.organisation or "",
                ready=row.ready_at is not None,
                agreed=int(row.agreed or 0),
                held=int(row.held or 0),
            )
            for row in rows
        ]

    def counts(self, event_id: EventId) -> dict[ClusterId, int]:
        """How many members each cluster has."""
        rows = self._connection.execute(COUNTS, {"event": event_id})
        return {ClusterId(row.cluster_id): int(row.people) for row in rows}

    def tally(self, cluster_id: ClusterId) -> Tally:
        """Their meetings."""
        at = {"cluster": cluster_id}
        states = {row.state: int(row.n) for row in self._connection.execute(MEETINGS, at)}
        said: dict[int, set[str]] = {}
        for row in self._connection.execute(SAID, at):
            said.setdefault(row.meeting_id, set()).update(row.follow_ups)
        kinds = {
            kind: sum(kind.value in follow_ups for follow_ups in said.values()) for kind in Kind
        }
        return Tally(
            agreed=sum(states.values()),
            held=states.get(State.HELD.value, 0),
            holders=sum(one.held > 0 for one in self.members(cluster_id)),
            follow_ups={kind: n for kind, n in kinds.items() if n},
        )

    def _in_event(self, statement: Any, cluster_id: ClusterId) -> list[Any]:
        cluster = self.get(cluster_id)
        if cluster is None:
            return []
        values = {"cluster": cluster_id, "event": cluster.event_id}
        return list(self._connection.execute(statement, values))


def _membership(row: Any) -> Membership:
    return Membership(
        cluster=cluster_of(row),
        attendee=AttendeeId(row.attendee_id),
        standing=Standing(row.standing),
        source=Source(row.source),
        since=row.since,
    )
