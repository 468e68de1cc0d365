"""What the rules ask of the store about those who run the event. See `ports`."""

from datetime import datetime
from typing import Protocol

from matchmaking.audit import AuditId, Entry, NewEntry
from matchmaking.organisers import Invitation, Organiser, OrganiserRole
from matchmaking.people import EventId, Person, PersonId


class Organisers(Protocol):
    """Who helps to run the event, and the one-time links that make somebody an organiser."""

    def role_of(self, person_id: PersonId, event_id: EventId) -> OrganiserRole | None: ...
    def get(self, person_id: PersonId, event_id: EventId) -> Organiser | None: ...
    def team(self, event_id: EventId) -> list[Organiser]:
        """All, by rank and then by how long they have been there."""

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

    def remove(self, person_id: PersonId, event_id: EventId) -> None:
        """No organiser any more; the links they made and nobody has used are void."""

    def count(self, event_id: EventId, role: OrganiserRole | None = None) -> int:
        """How many there are, of this role or of any."""

    def invite(self, secret_hash: str, invitation: Invitation) -> None: ...
    def invitation(self, secret_hash: str) -> Invitation | None: ...
    def use_invitation(self, secret_hash: str, person_id: PersonId, now: datetime) -> bool:
        """Uses an invitation up; False when it is unknown, used or expired."""


class Audit(Protocol):
    """What organisers have done."""

    def note(self, entry: NewEntry) -> None:
        """Adds to the trail; nothing is ever changed in it."""

    def page(
        self,
        event_id: EventId,
        *,
        limit: int,
        before: AuditId | None = None,
        by: PersonId | None = None,
    ) -> list[Entry]:
        """The latest first; those before an entry, and of one organiser, where asked."""

    def doers(self, event_id: EventId) -> list[Person]:
        """Everybody who has done something, by name."""
