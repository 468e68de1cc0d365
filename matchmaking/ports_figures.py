"""What the rules ask of the store about an event in figures. See `ports`."""

from typing import Protocol

from matchmaking.figures import AttendeeLine, MeetingLine
from matchmaking.meetings import State
from matchmaking.people import AttendeeId, EventId


class FiguresOf(Protocol):
    """Counts and lists of an event as a whole."""

    def people(self, event_id: EventId) -> tuple[int, int, int]:
        """How many take part, of whom how many are ready, and have a meeting agreed or held."""

    def states(self, event_id: EventId) -> dict[State, int]:
        """Offers and meetings, by where they stand."""

    def attendees(self, event_id: EventId) -> list[tuple[AttendeeId, AttendeeLine]]:
        """Who take part, in the order in which they came, but for when they were checked in."""

    def meetings(self, event_id: EventId) -> list[MeetingLine]:
        """Meetings that both had agreed to (`figures.AGREED`), by start."""
