"""A cluster's two links are opened: the one by which members come, and the one-time link of
whoever is to look after it."""

from datetime import datetime

from matchmaking.audit import Deed
from matchmaking.clusters import Cluster, Source, Standing
from matchmaking.errors import Refusal, Refused
from matchmaking.people import Account
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import arrivals, registering
from matchmaking.usecases.arrivals import Arrival
from matchmaking.usecases.clusters import hash_of
from matchmaking.usecases.trail import noted


def open_member_link(
    uow: UnitOfWork, now: datetime, *, account: Account, secret: str
) -> tuple[Arrival, Cluster, Standing]:
    """Somebody comes by a cluster's link, and is asked whether they belong to it. Raises `Refused`:
    LINK_UNKNOWN for a link that was taken back, NO_WALK_INS as for anybody who comes."""
    cluster = uow.clusters.by_secret(secret)
    if cluster is None:
        raise Refused(Refusal.LINK_UNKNOWN)
    arrival = registering.enter(uow, now, account=account)
    if cluster.event_id != arrival.event.id:
        raise Refused(Refusal.LINK_UNKNOWN)
    known = uow.clusters.membership(cluster.id, arrival.attendee.id)
    if known is None:
        uow.clusters.put_member(cluster.id, arrival.attendee.id, Standing.INVITED, Source.LINK, now)
    return arrival, cluster, known.standing if known else Standing.INVITED


def open_manager_link(
    uow: UnitOfWork, now: datetime, *, account: Account, secret: str
) -> tuple[Arrival, Cluster]:
    """Somebody looks after a cluster from now on; raises `Refused` (LINK_USED). Whoever does so
    already may try the link before they pass it on, and it stays good."""
    hashed = hash_of(secret)
    invited = uow.clusters.invited(hashed)
    cluster = uow.clusters.get(invited[0]) if invited else None
    if invited is None or cluster is None:
        raise Refused(Refusal.LINK_USED)
    arrival = arrivals.arrive(uow, now, account=account)
    if cluster.event_id != arrival.event.id:
        raise Refused(Refusal.LINK_USED)
    person = arrival.person.id
    if uow.clusters.manages(person, cluster.id):
        return arrival, cluster
    if not uow.clusters.use_invitation(hashed, person, now):
        raise Refused(Refusal.LINK_USED)
    uow.clusters.manage(cluster.id, person, now)
    noted(uow, now, arrival.event, person, Deed.CLUSTER_JOINED, cluster=cluster.id)
    return arrival, cluster
