"""What the rules ask of the store about files that organisers send, and whom they register. See
`ports`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from matchmaking.imports import DraftId, ImportDraft, ImportKind
from matchmaking.people import EventId, PersonId
from matchmaking.registrations import Counts, Heard, Registered, RegistrationId


class Registrations(Protocol):
    """Those whom the organiser has registered."""

    def all(self, event_id: EventId) -> list[Registered]: ...
    def counts(self, event_id: EventId) -> Counts: ...
    def by_secret(self, secret: str) -> Registered | None: ...
    def by_badge(self, badge: str) -> Registered | None:
        """Whose badge carries this (`registrations.badge_of`)."""

    def of_person(self, person_id: PersonId, event_id: EventId) -> Registered | None:
        """What was registered of somebody who has opened their link."""

    def add(self, event_id: EventId, rows: Sequence[tuple[Heard, str]], now: datetime) -> None:
        """Registers these, each with the secret of their link."""

    def change(self, rows: Sequence[tuple[RegistrationId, Heard]], now: datetime) -> None:
        """Replaces what the list says of them; links and who has opened them stay."""

    def claim(self, registration_id: RegistrationId, person_id: PersonId, now: datetime) -> bool:
        """The link is opened; False when it was before."""

    def waiting_by_cluster(self, event_id: EventId) -> Mapping[str, int]:
        """How many have not opened their link, by the cluster that the list names."""

    def release(self, person_id: PersonId) -> None:
        """The links that a person has opened can be opened again."""

    def forget(self, person_id: PersonId) -> None:
        """Removes what was registered of a person."""


class Imports(Protocol):
    """Files that wait for a yes."""

    def get(self, draft_id: DraftId) -> ImportDraft | None: ...
    def add(
        self,
        event_id: EventId,
        author: PersonId,
        kind: ImportKind,
        content: Mapping[str, Any],
        *,
        now: datetime,
        expires_at: datetime,
    ) -> ImportDraft: ...
    def save(self, draft: ImportDraft) -> None: ...
    def expire(self, now: datetime) -> int:
        """Removes the content of those nobody said yes to in time; returns how many."""
