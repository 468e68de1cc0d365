"""What a store remembers between transactions: parsed values, with the version they were read at.

Never the truth: each use asks the database for the version first, so that several programs on
one database may each remember what they like. An entry is replaced whole, so that threads can
share it. A transaction does not remember what it has changed itself: should it be rolled
back, another might give the same version to something else.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from matchmaking.events import Event
from matchmaking.people import Attendee, AttendeeId, EventId, PersonId
from storage.pools import Reachable


@dataclass(kw_only=True)
class Memory:
    """What a store remembers."""

    events: dict[EventId, tuple[int, Event]] = field(default_factory=dict)
    """With the event's version."""

    attendees: dict[AttendeeId, tuple[int, int, Attendee]] = field(default_factory=dict)
    """With the versions of the attendee and of the person."""

    reachable: defaultdict[EventId, Reachable] = field(
        default_factory=lambda: defaultdict(Reachable)
    )
    """Each event's, to be searched."""

    def forget(self, person: PersonId) -> None:
        """Remembers nothing more of somebody who has been erased."""
        known = self.attendees
        for number in [key for key, kept in list(known.items()) if kept[2].person.id == person]:
            known.pop(number, None)
        for pool in list(self.reachable.values()):
            pool.forget(person)


@dataclass(kw_only=True)
class Recall:
    """One transaction's access to the memory, and what it has changed itself."""

    memory: Memory
    events: set[EventId] = field(default_factory=set)
    people: set[PersonId] = field(default_factory=set)
    attendees: set[AttendeeId] = field(default_factory=set)

    def settled(self, but: Attendee) -> bool:
        """Whether this transaction has changed nobody but perhaps this attendee."""
        return not self.events and self.attendees <= {but.id} and self.people <= {but.person.id}

    def event(self, event_id: EventId, version: int) -> Event | None:
        """The event as it was at that version, if remembered."""
        kept = self.memory.events.get(event_id)
        return kept[1] if kept is not None and kept[0] == version else None

    def keep_event(self, version: int, event: Event) -> None:
        """Remembers an event just read."""
        if event.id not in self.events:
            self.memory.events[event.id] = (version, event)

    def attendee(self, attendee_id: AttendeeId, version: int, of_person: int) -> Attendee | None:
        """The attendee as they were at those versions, if remembered."""
        kept = self.memory.attendees.get(attendee_id)
        return kept[2] if kept is not None and kept[:2] == (version, of_person) else None

    def keep_attendee(self, version: int, of_person: int, attendee: Attendee) -> None:
        """Remembers an attendee just read."""
        changed = attendee.id in self.attendees or attendee.person.id in self.people
        # A change of the event may have taken windows from anybody in it.
        if not changed and attendee.event_id not in self.events:
            self.memory.attendees[attendee.id] = (version, of_person, attendee)
