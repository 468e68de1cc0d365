"""What the rules ask of the store about clusters, their members, and introductions. See `ports`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from matchmaking.clusters import (
    Cluster,
    ClusterId,
    Managing,
    MemberLine,
    Membership,
    Source,
    Standing,
    Tally,
)
from matchmaking.intents import Language
from matchmaking.introductions import Introduction, IntroductionId, NewIntroduction
from matchmaking.people import AttendeeId, EventId, Person, PersonId


class Clusters(Protocol):
    """Clusters, who belongs to them and who looks after them."""

    def all(self, event_id: EventId) -> list[Cluster]: ...
    def get(self, cluster_id: ClusterId) -> Cluster | None: ...
    def by_secret(self, secret: str) -> Cluster | None: ...
    def add(self, event_id: EventId, key: str, names: Mapping[Language, str]) -> Cluster: ...
    def save(self, cluster: Cluster) -> None: ...

    def membership(self, cluster_id: ClusterId, attendee: AttendeeId) -> Membership | None: ...
    def memberships(self, attendee: AttendeeId) -> list[Membership]:
        """All of one person's, left ones among them."""

    def put_member(
        self,
        cluster_id: ClusterId,
        attendee: AttendeeId,
        standing: Standing,
        source: Source,
        now: datetime,
    ) -> None:
        """What somebody is to a cluster from now on."""

    def members(self, cluster_id: ClusterId) -> list[MemberLine]:
        """Those who take part, by name: they have agreed that something is kept, and organisers
        have not removed them."""

    def counts(self, event_id: EventId) -> Mapping[ClusterId, int]:
        """How many such members each cluster has."""

    def tally(self, cluster_id: ClusterId) -> Tally: ...

    def manages(self, person: PersonId, cluster_id: ClusterId) -> bool: ...
    def managed_by(self, person: PersonId, event_id: EventId) -> list[Cluster]: ...
    def managers(self, cluster_id: ClusterId) -> list[Person]:
        """The longest-serving first."""

    def managing(self, person: PersonId | None = None) -> list[Managing]:
        """Everybody who looks after a cluster of any event, or one person's clusters."""

    def manage(self, cluster_id: ClusterId, person: PersonId, now: datetime) -> bool:
        """They look after it from now on; False when they did before."""

    def unmanage(self, cluster_id: ClusterId, person: PersonId) -> bool:
        """They do so no more; False when they never did."""

    def digest(self, person: PersonId, event_id: EventId, *, on: bool) -> None:
        """Whether they want the evening's message, of all their clusters at an event."""

    def invite(self, secret_hash: str, cluster_id: ClusterId, expires_at: datetime) -> None: ...
    def invited(self, secret_hash: str) -> tuple[ClusterId, PersonId | None] | None:
        """Which cluster a one-time link is for, and who has used it."""

    def use_invitation(self, secret_hash: str, person: PersonId, now: datetime) -> bool:
        """Uses the link up; False when it is unknown, used or expired."""

    def void(self, cluster_id: ClusterId) -> None:
        """The links that nobody has used lead nowhere any more."""


class Introductions(Protocol):
    """Introductions of two people."""

    def get(self, introduction_id: IntroductionId) -> Introduction | None: ...
    def add(self, new: NewIntroduction) -> Introduction: ...
    def save(self, introduction: Introduction) -> None:
        """Saves what the two said, and the state."""

    def of_cluster(self, cluster_id: ClusterId) -> Sequence[Introduction]:
        """The latest first."""

    def of_attendee(self, attendee: AttendeeId) -> Sequence[Introduction]:
        """All that concern somebody, the latest first."""

    def of_manager(self, manager: PersonId, event_id: EventId) -> Sequence[Introduction]:
        """All that somebody has made, the latest first."""
