"""What the rules ask of the store about who has arrived. See `ports`."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from matchmaking.checkin import Guest, GuestKey
from matchmaking.people import AttendeeId, EventId, PersonId


class CheckIns(Protocol):
    """Who is expected, and who is there. Somebody whom organisers have removed is not expected."""

    def guests(self, event_id: EventId) -> list[Guest]:
        """All who are expected: those registered, and those who take part without."""

    def guest(self, event_id: EventId, key: GuestKey) -> Guest | None: ...
    def mark(
        self, event_id: EventId, guest: Guest, day: date, *, by: PersonId, now: datetime
    ) -> bool:
        """They are there on that day; False when that was known."""

    def unmark(self, event_id: EventId, guest: Guest, day: date) -> bool:
        """They are not; False when that was known."""

    def have_come(self, attendees: Collection[AttendeeId]) -> set[AttendeeId]:
        """Those of the attendees who were there on some day."""
