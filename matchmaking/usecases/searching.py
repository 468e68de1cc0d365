"""Whom to introduce to a member: searched by name or organisation, or among those who suit them."""

from dataclasses import dataclass
from datetime import datetime

from matchmaking.clusters import Cluster, ClusterId, MemberLine
from matchmaking.conditions import Allowed
from matchmaking.events import Event
from matchmaking.learning import UNCHANGED
from matchmaking.people import Attendee, AttendeeId, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.scoring import LEAST
from matchmaking.sheets.words import plain
from matchmaking.usecases import proposals
from matchmaking.usecases.cluster_views import looked_after, own_member

SHOWN = 8
"""Most people listed."""

SHORTEST = 2
"""Fewest letters that are searched for."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """People to introduce a member to: by name, or the best matches where nothing was typed."""

    event: Event
    cluster: Cluster
    member: MemberLine
    people: tuple[Attendee, ...]
    more: int
    typed: str = ""


def search(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    cluster_id: ClusterId,
    member: AttendeeId,
    text: str,
) -> Found:
    """Those who can be met and whose name or organisation holds the words, whatever their
    case, accents and vowel signs; raises `Refused` (NOT_YOURS)."""
    event, cluster = looked_after(uow, actor, cluster_id)
    line = own_member(uow, cluster, member)
    words = [plain(word) for word in text.split()]
    found: list[Attendee] = []
    if len("".join(words)) >= SHORTEST:
        found = [
            one
            for one in uow.attendees.reachable(event.id)
            if one.id != member and one.person.id != actor and _is_meant(one, words)
        ]
    found.sort(key=lambda one: (plain(one.person.name), one.id))
    return Found(
        event=event,
        cluster=cluster,
        member=line,
        people=tuple(found[:SHOWN]),
        more=max(0, len(found) - SHOWN),
        typed=text,
    )


def suggest(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, cluster_id: ClusterId, member: AttendeeId
) -> Found:
    """Who suits a member best, of those whom they could be introduced to; raises `Refused`
    (NOT_YOURS)."""
    event, cluster = looked_after(uow, actor, cluster_id)
    line = own_member(uow, cluster, member)
    viewer = uow.attendees.get(member)
    people: tuple[Attendee, ...] = ()
    if viewer is not None and viewer.reachable:
        own = uow.attendees.of_person(actor, event.id)
        out = proposals.ruled_out(uow, now, viewer)
        out |= set(proposals.open_with(uow, now, viewer, event)) | ({own.id} if own else set())
        best = uow.attendees.best(
            viewer,
            allowed=Allowed(excluded=frozenset(out)),
            shown=uow.matches.times_shown(event.id),
            adjust=UNCHANGED,
            top=SHOWN,
            least=LEAST,
        )
        people = tuple(other for _, other in best)
    return Found(event=event, cluster=cluster, member=line, people=people, more=0)


def _is_meant(one: Attendee, words: list[str]) -> bool:
    said = plain(f"{one.person.name} {one.organisation or ''}")
    return all(word in said for word in words)
