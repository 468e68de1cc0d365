"""The introductions of a cluster, for whoever looks after it: who, and whether it waits, both
agreed, or it is over."""

from dataclasses import dataclass
from datetime import datetime

from matchmaking.clusters import Cluster, ClusterId
from matchmaking.events import Event
from matchmaking.introductions import Introduction
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.cluster_views import looked_after, paged


@dataclass(frozen=True, kw_only=True)
class Introduced:
    """A page of them, the latest first, each with the two names."""

    event: Event
    cluster: Cluster
    lines: tuple[tuple[Introduction, tuple[str, str]], ...]
    page: int
    pages: int
    now: datetime


def introduced(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId, page: int
) -> Introduced:
    """A page of a cluster's introductions; raises `Refused` (NOT_YOURS)."""
    event, cluster = looked_after(uow, actor, cluster_id)
    shown, page, pages = paged(uow.introductions.of_cluster(cluster.id), page)
    people = uow.attendees.many({side for one in shown for side in (one.what.one, one.what.other)})
    return Introduced(
        event=event,
        cluster=cluster,
        lines=tuple(
            (one, (people[one.what.one].person.name, people[one.what.other].person.name))
            for one in shown
        ),
        page=page,
        pages=pages,
        now=now,
    )
