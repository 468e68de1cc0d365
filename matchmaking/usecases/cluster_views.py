"""What whoever looks after a cluster sees of it: who its members are, and counts.

Never what anybody wrote, said of a meeting or of another person, whom they keep away, or who
turned whom down. An organiser who may introduce people sees the same.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from matchmaking.clusters import TELLABLE, Cluster, ClusterId, MemberLine, Tally, find
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.introductions import State
from matchmaking.organisers import Duty, duties_of
from matchmaking.people import AttendeeId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.actors import acting_attendee

T = TypeVar("T")

PAGE = 8
"""Members, or introductions, on one screen."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A cluster in counts."""

    listed: int
    """On the organisers' list, and not come yet."""
    members: int
    """Members who take part."""
    ready: int
    meeting: int
    """Members with a meeting agreed or held."""
    tally: Tally
    waiting: int = 0
    agreed: int = 0
    closed: int = 0
    """Introductions, as far as it may be told."""

    @property
    def tellable(self) -> bool:
        """Whether enough members have met for what came of it to be nobody's own word."""
        return self.tally.holders >= TELLABLE


@dataclass(frozen=True, kw_only=True)
class Home:
    """A cluster, as whoever looks after it sees it."""

    event: Event
    cluster: Cluster
    figures: Figures
    managing: bool
    """Whether the viewer looks after it; else they are an organiser."""
    digest: bool
    others: tuple[Cluster, ...]
    """What else they look after."""


@dataclass(frozen=True, kw_only=True)
class Members:
    """A page of members."""

    event: Event
    cluster: Cluster
    lines: tuple[MemberLine, ...]
    page: int
    pages: int


def managed(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> tuple[Cluster, ...]:
    """What the actor looks after; nothing for most."""
    _, event = acting_attendee(uow, actor)
    return tuple(uow.clusters.managed_by(actor, event.id))


def home(uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId) -> Home:
    """One of them; raises `Refused` (NOT_YOURS)."""
    event, cluster = looked_after(uow, actor, cluster_id)
    mine = {one.cluster: one for one in uow.clusters.managing(actor)}
    return Home(
        event=event,
        cluster=cluster,
        figures=figures(uow, now, cluster),
        managing=cluster.id in mine,
        digest=cluster.id in mine and mine[cluster.id].digest,
        others=tuple(
            one for one in uow.clusters.managed_by(actor, event.id) if one.id != cluster.id
        ),
    )


def members(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId, page: int
) -> Members:
    """Those who take part, by name; raises `Refused` (NOT_YOURS)."""
    event, cluster = looked_after(uow, actor, cluster_id)
    lines = uow.clusters.members(cluster.id)
    shown, page, pages = paged(lines, page)
    return Members(event=event, cluster=cluster, lines=tuple(shown), page=page, pages=pages)


def member(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    cluster_id: ClusterId,
    attendee_id: AttendeeId,
) -> tuple[Home, MemberLine]:
    """One of them; raises `Refused` (NOT_YOURS) for whoever is no member any more."""
    view = home(uow, now, actor=actor, cluster_id=cluster_id)
    return view, own_member(uow, view.cluster, attendee_id)


def make_link(uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId) -> Home:
    """The cluster's link for members, made where there is none; raises `Refused` (NOT_YOURS)."""
    _, cluster = looked_after(uow, actor, cluster_id)
    if cluster.secret is None:
        uow.clusters.save(replace(cluster, secret=secrets.token_urlsafe(16)))
    return home(uow, now, actor=actor, cluster_id=cluster_id)


def revoke_link(uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId) -> Home:
    """The link leads nowhere any more; members stay. Raises `Refused` (NOT_YOURS)."""
    _, cluster = looked_after(uow, actor, cluster_id)
    uow.clusters.save(replace(cluster, secret=None))
    return home(uow, now, actor=actor, cluster_id=cluster_id)


def turn_digest(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId, on: bool
) -> Home:
    """Whether the evening's message comes, of all that the actor looks after; raises `Refused`
    (NOT_YOURS) for whoever looks after nothing."""
    event, cluster = looked_after(uow, actor, cluster_id)
    if not uow.clusters.manages(actor, cluster.id):
        raise Refused(Refusal.NOT_YOURS)
    uow.clusters.digest(actor, event.id, on=on)
    return home(uow, now, actor=actor, cluster_id=cluster_id)


def looked_after(uow: UnitOfWork, actor: PersonId, cluster_id: ClusterId) -> tuple[Event, Cluster]:
    """A cluster that the actor looks after, or may as an organiser; raises `Refused`
    (NOT_YOURS)."""
    _, event = acting_attendee(uow, actor)
    cluster = uow.clusters.get(cluster_id)
    if cluster is None or cluster.event_id != event.id:
        raise Refused(Refusal.NOT_YOURS)
    organises = Duty.INTRODUCE in duties_of(uow.organisers.role_of(actor, event.id))
    if not organises and not uow.clusters.manages(actor, cluster.id):
        raise Refused(Refusal.NOT_YOURS)
    return event, cluster


def own_member(uow: UnitOfWork, cluster: Cluster, attendee_id: AttendeeId) -> MemberLine:
    """A member by their id; raises `Refused` (NOT_YOURS)."""
    found = (one for one in uow.clusters.members(cluster.id) if one.attendee == attendee_id)
    line = next(found, None)
    if line is None:
        raise Refused(Refusal.NOT_YOURS)
    return line


def figures(uow: UnitOfWork, now: datetime, cluster: Cluster) -> Figures:
    """A cluster in counts."""
    lines = uow.clusters.members(cluster.id)
    told = [one.stands(now) for one in uow.introductions.of_cluster(cluster.id)]
    waiting = uow.registrations.waiting_by_cluster(cluster.event_id)
    return Figures(
        listed=sum(n for name, n in waiting.items() if find([cluster], name) is not None),
        members=len(lines),
        ready=sum(one.ready for one in lines),
        meeting=sum(one.agreed > 0 for one in lines),
        tally=uow.clusters.tally(cluster.id),
        waiting=told.count(State.OPEN),
        agreed=told.count(State.AGREED),
        closed=told.count(State.CLOSED),
    )


def paged(items: Sequence[T], page: int) -> tuple[Sequence[T], int, int]:
    """A page of several, its number from 0, and how many pages there are."""
    pages = max(1, -(-len(items) // PAGE))
    at = min(max(page, 0), pages - 1)
    return items[at * PAGE : (at + 1) * PAGE], at, pages
