"""What the rules ask of whoever remembers meetings, and who is kept away from whom.

Part of `matchmaking.ports`, whose conventions hold here.
"""

from datetime import datetime
from typing import Protocol

from matchmaking.faces import Face, How
from matchmaking.meetings import Meeting, MeetingId, NewMeeting
from matchmaking.people import AttendeeId, EventId, Person, PersonId


class Blocks(Protocol):
    """Whom somebody never wants to meet. Neither of the two is shown the other, and the one who
    is kept away is never told."""

    def add(self, person: PersonId, blocked: PersonId, now: datetime) -> None:
        """Keeps `blocked` away from `person`; the same again changes nothing."""

    def remove(self, person: PersonId, blocked: PersonId) -> bool:
        """Takes that back; whether there was anything to take back."""

    def of_person(self, person: PersonId) -> list[Person]:
        """Whom this person keeps away, the latest first."""

    def around(self, person: PersonId, event_id: EventId) -> set[AttendeeId]:
        """The event's attendees whom this person keeps away or is kept away from."""


class Meetings(Protocol):
    """Offers and meetings."""

    def get(self, meeting_id: MeetingId) -> Meeting | None: ...
    def add(self, meeting: NewMeeting) -> Meeting: ...
    def save(self, meeting: Meeting) -> None:
        """Saves all but the id, the event, and when it was first offered. Does not book: see
        `book`."""

    def book(self, meeting: Meeting) -> None:
        """Takes (attendee, start) for both sides and the table, if it has one, in the booking
        table; raises `Refused` (SLOT_TAKEN) when any is taken. The transaction stays usable."""

    def release(self, meeting_id: MeetingId) -> None:
        """Frees what `book` took."""

    def under_way(self, event_id: EventId) -> list[Meeting]:
        """Offers in state OFFERED and meetings in state ACCEPTED."""

    def of_attendee(self, attendee: AttendeeId) -> list[Meeting]:
        """All, in any state, the latest offered first."""

    def met_elsewhere(self, person: PersonId, event_id: EventId) -> dict[AttendeeId, EventId]:
        """The event's attendees whom this person has met at another event, as far as anybody has
        said, with the latest of those events."""

    def between(self, one: AttendeeId, other: AttendeeId) -> list[Meeting]: ...
    def busy(self, *attendees: AttendeeId) -> set[datetime]:
        """The starts booked by any of these attendees."""

    def tables_taken(self, event_id: EventId, start: datetime) -> set[int]: ...
    def open_offers_of(self, attendee: AttendeeId) -> list[Meeting]:
        """Offers in state OFFERED in which the attendee is either side."""

    def lapsed(self, now: datetime, limit: int) -> list[Meeting]:
        """Offers in state OFFERED, and meetings that somebody asks to move, whose `expires_at`
        is at or before `now`."""

    def begun(self, now: datetime, limit: int) -> list[Meeting]:
        """Meetings in state ACCEPTED whose `starts_at` is at or before `now`."""


class Faces(Protocol):
    """Which messages of a chat show a meeting (`matchmaking.faces`)."""

    def put(
        self,
        meeting_id: MeetingId,
        attendee: AttendeeId,
        message_id: int,
        *,
        how: How = How.WHOLE,
    ) -> None:
        """From now on this message shows that side the meeting as it is."""

    def of(self, attendee: AttendeeId, message_id: int) -> Face | None:
        """What a message shows."""

    def newest(self, meeting_id: MeetingId, attendee: AttendeeId) -> int | None:
        """The newest message that shows that side the whole meeting, if one is known."""

    def leave(self, attendee: AttendeeId, message_id: int) -> None:
        """The message shows no meeting any more."""

    def fall_behind(
        self, meeting_id: MeetingId, attendee: AttendeeId, *, reminders: bool
    ) -> list[int]:
        """What those messages show that side is not so any more; returns them. With `reminders`,
        those too that told of the hour it had."""
