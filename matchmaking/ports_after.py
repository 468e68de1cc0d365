"""What the rules ask of whoever remembers wishes, attendance, feedback and exchanged contacts.

A part of `matchmaking.ports`, whose conventions hold here.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from matchmaking.aftermath import Counts, Feedback, Owing
from matchmaking.attendance import Attendance
from matchmaking.contacts import Answer
from matchmaking.meetings import MeetingId
from matchmaking.people import AttendeeId, EventId, PersonId
from matchmaking.wishes import Wishes


class AllWishes(Protocol):
    """How people want to be reminded."""

    def of(self, person_id: PersonId) -> Wishes:
        """The person's; the defaults when they have said nothing."""

    def of_all(self, people: Collection[PersonId]) -> Mapping[PersonId, Wishes]:
        """Those of these people who have said something."""

    def save(self, person_id: PersonId, wishes: Wishes) -> None: ...


class Attendances(Protocol):
    """Who has said that they are there, or late."""

    def of_meeting(self, meeting_id: MeetingId) -> dict[AttendeeId, Attendance]: ...
    def save(self, attendance: Attendance) -> None: ...


class Feedbacks(Protocol):
    """What people say of their meetings, and which of those still wait for words."""

    def of_meeting(self, meeting_id: MeetingId) -> dict[AttendeeId, Feedback]: ...
    def of_attendee(self, attendee_id: AttendeeId) -> list[Feedback]:
        """In order of having been asked."""

    def save(self, feedback: Feedback) -> None: ...
    def owing(
        self, event_id: EventId, *, started: datetime, since: datetime, of: AttendeeId | None = None
    ) -> list[Owing]:
        """The sides, not through with their answers, of agreed meetings that are in no end state
        and started up to `started` and after `since`; by start, then meeting."""

    def to_close(self, event_id: EventId, *, started: datetime, limit: int) -> Sequence[MeetingId]:
        """Agreed meetings in no end state that started up to then, the earliest first."""

    def counts(self, event_id: EventId, *, started: datetime) -> Counts:
        """What became of the meetings that started up to then."""


class Contacts(Protocol):
    """Answers to whether the other may have somebody's contact."""

    def of_meeting(self, meeting_id: MeetingId) -> dict[AttendeeId, Answer]: ...
    def save(self, answer: Answer) -> None: ...
    def with_handles(self) -> list[Answer]:
        """All whose username or number is still kept."""
