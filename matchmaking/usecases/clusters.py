"""Clusters: they follow the event's partners and the attendees' list; organisers name those who
look after them; members come and go as they like.

Nobody is made a member in silence: what a list says is told to whom it is said of, with the way
out, and a link only invites.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking.audit import Deed
from matchmaking.clusters import (
    Cluster,
    ClusterId,
    Membership,
    Source,
    Standing,
    find,
    key_of,
    names_of,
)
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.organisers import Duty
from matchmaking.people import Attendee, Person, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.sheets.people import Registration
from matchmaking.sheets.words import plain
from matchmaking.usecases.actors import acting_attendee, acting_organiser
from matchmaking.usecases.trail import noted


@dataclass(frozen=True, kw_only=True)
class Row:
    """A cluster in the organisers' list."""

    cluster: Cluster
    members: int
    managers: int


@dataclass(frozen=True, kw_only=True)
class Overview:
    """All clusters of an event."""

    event: Event
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class OneCluster:
    """A cluster as organisers see it."""

    event: Event
    cluster: Cluster
    members: int
    managers: tuple[Person, ...]


@dataclass(frozen=True, kw_only=True)
class ManagerLink:
    """A one-time link just made: the secret is shown once and kept nowhere."""

    event: Event
    cluster: Cluster
    secret: str
    expires_at: datetime


# They follow the event and the list


def follow_plan(uow: UnitOfWork, event: Event) -> None:
    """Every partner of the event is a cluster that may have members; one that a list had named
    before goes on under the partner's code."""
    known = {one.key: one for one in uow.clusters.all(event.id)}
    for partner in event.plan.partners:
        same = known.get(partner.code) or find(
            (one for key, one in known.items() if key.startswith("~")),
            next(iter(partner.names.values())),
        )
        if same is None:
            uow.clusters.add(event.id, partner.code, partner.names)
        elif (same.key, dict(same.names)) != (partner.code, dict(partner.names)):
            uow.clusters.save(replace(same, key=partner.code, names=partner.names))


def follow_registration(
    uow: UnitOfWork, now: datetime, *, attendee: Attendee, event: Event, what: Registration
) -> None:
    """What the organisers' list says of somebody who has opened their link. Whoever has left a
    cluster is not made a member again."""
    cluster = _named(uow, event, what.cluster)
    if cluster is not None:
        known = uow.clusters.membership(cluster.id, attendee.id)
        if known is None or known.standing is Standing.INVITED:
            uow.clusters.put_member(cluster.id, attendee.id, Standing.MEMBER, Source.LIST, now)
            if attendee.ready_at is not None:
                uow.notices.leave([_told_member(cluster, attendee, now)])
    managed = _named(uow, event, what.manages)
    if managed is not None and uow.clusters.manage(managed.id, attendee.person.id, now):
        uow.notices.leave([told_manager(managed, attendee.person, now)])


def name_all(uow: UnitOfWork, event: Event, rows: list[Registration]) -> None:
    """Whatever clusters a list names are there from now on."""
    for name in dict.fromkeys(name for row in rows for name in (row.cluster, row.manages)):
        _named(uow, event, name)


def tell_ready(uow: UnitOfWork, now: datetime, *, attendee: Attendee) -> None:
    """Somebody's profile is complete: they are told which clusters a list makes them a member of,
    and how to leave."""
    uow.notices.leave(
        [
            _told_member(one.cluster, attendee, now)
            for one in uow.clusters.memberships(attendee.id)
            if one.standing is Standing.MEMBER and one.source is Source.LIST
        ]
    )


def _named(uow: UnitOfWork, event: Event, name: str) -> Cluster | None:
    if not plain(name):
        return None
    known = find(uow.clusters.all(event.id), name)
    return known or uow.clusters.add(event.id, key_of(name), names_of(name))


def _told_member(cluster: Cluster, attendee: Attendee, now: datetime) -> NewNotice:
    return _notice(attendee.person, cluster, "member", f"member:{cluster.id}", now)


def told_manager(cluster: Cluster, person: Person, now: datetime) -> NewNotice:
    """The news that somebody looks after a cluster."""
    return _notice(person, cluster, "manager", f"manager:{cluster.id}:{now.isoformat()}", now)


def _notice(person: Person, cluster: Cluster, about: str, key: str, now: datetime) -> NewNotice:
    return NewNotice(
        recipient=person.id,
        kind=NoticeKind.CLUSTER,
        key=f"{NoticeKind.CLUSTER}:{key}",
        due_at=now,
        data={"cluster": cluster.id, "about": about},
    )


# Organisers name who looks after them


def overview(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Overview:
    """All clusters; raises `Refused` (NOT_ORGANISER)."""
    event = acting_organiser(uow, actor, duty=Duty.INTRODUCE)
    members = uow.clusters.counts(event.id)
    rows = (
        Row(
            cluster=one,
            members=members.get(one.id, 0),
            managers=len(uow.clusters.managers(one.id)),
        )
        for one in uow.clusters.all(event.id)
    )
    return Overview(event=event, rows=tuple(rows))


def look(uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId) -> OneCluster:
    """One of them; raises `Refused` (NOT_ORGANISER, NOT_YOURS)."""
    event, cluster = _of_event(uow, actor, cluster_id)
    return OneCluster(
        event=event,
        cluster=cluster,
        members=uow.clusters.counts(event.id).get(cluster.id, 0),
        managers=tuple(uow.clusters.managers(cluster.id)),
    )


def invite_manager(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId, expires_at: datetime
) -> ManagerLink:
    """A one-time link for somebody who is to look after a cluster."""
    event, cluster = _of_event(uow, actor, cluster_id)
    secret = secrets.token_urlsafe(24)
    uow.clusters.invite(hash_of(secret), cluster.id, expires_at)
    noted(uow, now, event, actor, Deed.CLUSTER_INVITED, cluster=cluster.id)
    return ManagerLink(event=event, cluster=cluster, secret=secret, expires_at=expires_at)


def drop_manager(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId, person_id: PersonId
) -> OneCluster:
    """Somebody looks after a cluster no more, and is told; links to it that nobody has used are
    void. Raises `Refused` (NOT_YOURS) for whoever does not."""
    event, cluster = _of_event(uow, actor, cluster_id)
    person = uow.people.get(person_id)
    if person is None or not uow.clusters.unmanage(cluster.id, person_id):
        raise Refused(Refusal.NOT_YOURS)
    uow.clusters.void(cluster.id)
    noted(uow, now, event, actor, Deed.CLUSTER_LEFT, about=person_id, cluster=cluster.id)
    key = f"dropped:{cluster.id}:{now.isoformat()}"
    uow.notices.leave([_notice(person, cluster, "dropped", key, now)])
    return look(uow, now, actor=actor, cluster_id=cluster_id)


def hash_of(secret: str) -> str:
    """What is kept of a one-time link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _of_event(uow: UnitOfWork, actor: PersonId, cluster_id: ClusterId) -> tuple[Event, Cluster]:
    event = acting_organiser(uow, actor, duty=Duty.INTRODUCE)
    cluster = uow.clusters.get(cluster_id)
    if cluster is None or cluster.event_id != event.id:
        raise Refused(Refusal.NOT_YOURS)
    return event, cluster


# Members come and go


def mine(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> tuple[Membership, ...]:
    """The actor's memberships, with those they left or were invited to."""
    attendee, _ = acting_attendee(uow, actor)
    return tuple(uow.clusters.memberships(attendee.id))


def join(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId
) -> tuple[Membership, ...]:
    """The actor is a member; raises `Refused` (NOT_YOURS) for whoever was never invited."""
    return _stand(uow, now, actor, cluster_id, Standing.MEMBER)


def leave(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId
) -> tuple[Membership, ...]:
    """The actor is none, whatever a list says from now on; raises `Refused` (NOT_YOURS)."""
    return _stand(uow, now, actor, cluster_id, Standing.LEFT)


def _stand(
    uow: UnitOfWork, now: datetime, actor: PersonId, cluster_id: ClusterId, standing: Standing
) -> tuple[Membership, ...]:
    attendee, _ = acting_attendee(uow, actor)
    known = uow.clusters.membership(cluster_id, attendee.id)
    if known is None:
        raise Refused(Refusal.NOT_YOURS)
    if known.standing is not standing:
        # Whoever comes back of their own will is a member by their own word.
        source = Source.LINK if standing is Standing.MEMBER else known.source
        uow.clusters.put_member(cluster_id, attendee.id, standing, source, now)
    return tuple(uow.clusters.memberships(attendee.id))
