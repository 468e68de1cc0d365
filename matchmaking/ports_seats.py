"""What the rules ask of whoever remembers seats.

Part of `matchmaking.ports`, whose conventions hold here.
"""

from typing import Protocol

from matchmaking.people import AttendeeId, EventId
from matchmaking.seats import Seat


class Seats(Protocol):
    """Who sits and who waits in which session."""

    def hold(self, event_id: EventId, session: str) -> None:
        """Keeps everybody else from changing this session's seats until the transaction ends."""

    def of_session(self, event_id: EventId, session: str) -> list[Seat]: ...
    def of_attendee(self, attendee: AttendeeId) -> list[Seat]: ...
    def of_event(self, event_id: EventId) -> list[Seat]: ...
    def put(self, seat: Seat) -> None:
        """Stores it; one that the attendee had in the session is replaced."""

    def remove(self, seat: Seat) -> None:
        """Forgets it; nothing happens when it is gone."""
