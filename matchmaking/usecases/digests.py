"""The evening's message to those who look after a cluster: its members in counts.

Owns when it comes: on each day of the event, in the reader's own evening, unless they have turned
it off; and whether a notice about a cluster is still true when it falls due.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from matchmaking.clusters import ClusterId, Standing
from matchmaking.errors import Refused
from matchmaking.events import Event
from matchmaking.introductions import IntroductionId, Seen
from matchmaking.notices import NewNotice, Notice, NoticeKind
from matchmaking.people import Person
from matchmaking.ports import UnitOfWork
from matchmaking.reminders import reader_zone
from matchmaking.usecases import cluster_views, introductions
from matchmaking.usecases.deliveries import ClusterNews, Delivery, Stale
from matchmaking.wishes import around_quiet

EVENING = time(19, 30)
"""When it comes, in the reader's own zone."""

OF_USE = timedelta(hours=6)
"""How long after that it is of use."""


def due(uow: UnitOfWork, now: datetime) -> list[NewNotice]:
    """The messages that are due and not owed yet; changes nothing."""
    return list(_due(uow, now))


def owe(uow: UnitOfWork, now: datetime) -> int:
    """Owes them; returns how many."""
    return uow.notices.leave(due(uow, now))


def _due(uow: UnitOfWork, now: datetime) -> Iterator[NewNotice]:
    for one in uow.clusters.managing():
        event, person = uow.events.get(one.event_id), uow.people.get(one.person)
        if not one.digest or event is None or person is None or person.blocked_at is not None:
            continue
        zone = reader_zone(person, event)
        day = now.astimezone(zone).date()
        at = around_quiet(day, EVENING, uow.wishes.of(person.id), zone)
        key = f"{NoticeKind.CLUSTER_DIGEST}:{one.cluster}:{day.isoformat()}"
        if day not in {each.date for each in event.plan.days} or not at <= now < at + OF_USE:
            continue
        if uow.notices.by_key(person.id, key) is None:
            yield NewNotice(
                recipient=person.id,
                kind=NoticeKind.CLUSTER_DIGEST,
                key=key,
                due_at=now,
                expires_at=at + OF_USE,
                data={"cluster": one.cluster, "about": "digest"},
            )


# Is it still true?


def cluster_news(
    uow: UnitOfWork, now: datetime, notice: Notice, recipient: Person, event: Event
) -> Delivery | Stale:
    """A notice about a cluster, with what its words need."""
    data = notice.what.data
    about, number = str(data["about"]), ClusterId(int(str(data["cluster"])))
    cluster = uow.clusters.get(number)
    if cluster is None or cluster.event_id != event.id:
        return Stale(reason="cluster_gone")
    manages = uow.clusters.manages(recipient.id, cluster.id)
    if about == "member":
        attendee = uow.attendees.of_person(recipient.id, event.id)
        known = uow.clusters.membership(cluster.id, attendee.id) if attendee else None
        if known is None or known.standing is not Standing.MEMBER:
            return Stale(reason="no_member")
    elif (about == "dropped") == manages:
        return Stale(reason="no_manager" if about != "dropped" else "manages_again")
    news = ClusterNews(about=about, cluster=cluster)
    if about == "digest":
        mine = [one for one in uow.clusters.managing(recipient.id) if one.cluster == cluster.id]
        if not mine or not mine[0].digest:
            return Stale(reason="turned_off")
        try:
            home = cluster_views.home(uow, now, actor=recipient.id, cluster_id=cluster.id)
        except Refused:  # somebody whom the organisers have removed
            return Stale(reason="takes_no_part")
        news = ClusterNews(about=about, cluster=cluster, home=home)
    return Delivery(notice=notice, recipient=recipient, event=event, cluster=news)


def introduced(
    uow: UnitOfWork, now: datetime, notice: Notice, recipient: Person, event: Event
) -> Delivery | Stale:
    """A notice about an introduction; what edits a message is dropped where that never came."""
    what = notice.what
    earlier = uow.notices.by_key(recipient.id, what.replaces) if what.replaces else None
    edit = earlier.message_id if earlier else None
    if what.replaces and edit is None:
        return Stale(reason="never_told")
    plain = Delivery(notice=notice, recipient=recipient, event=event, edit=edit)
    about = str(what.data.get("about", "asked"))
    if about == "gone":
        return plain
    number = IntroductionId(int(str(what.data["introduction"])))
    try:
        view = introductions.view(uow, now, actor=recipient.id, introduction_id=number)
    except Refused:
        return Stale(reason="introduction_gone")
    wanted = {"asked": Seen.ASKED, "agreed": Seen.AGREED, "over": Seen.OVER}[about]
    if view.seen is not wanted or (about == "asked" and not view.viewer.reachable):
        return Stale(reason=f"introduction_{view.seen}")
    return Delivery(notice=notice, recipient=recipient, event=event, edit=edit, introduction=view)
