"""What the rules ask of the store about reports and what organisers decided. See `ports`."""

from datetime import datetime
from typing import Protocol

from matchmaking.moderation import (
    Held,
    NewReport,
    NewStanding,
    Report,
    ReportId,
    ReportState,
    Standing,
    StandingId,
)
from matchmaking.people import AttendeeId, EventId, PersonId


class Moderation(Protocol):
    """Reports, and decisions about people."""

    def report(self, new: NewReport) -> ReportId:
        """Stores a report; an open one by the same person about the same person is replaced."""

    def get(self, report_id: ReportId) -> Report | None: ...
    def open(self, event_id: EventId) -> list[Report]:
        """Those nobody has decided about, the oldest first."""

    def settle(
        self, reported: AttendeeId, state: ReportState, now: datetime, *, by: PersonId
    ) -> None:
        """Decides about all open reports on one person."""

    def apart(self, attendee: AttendeeId) -> set[AttendeeId]:
        """Whom they have reported, and who has reported them."""

    def standing(self, person: PersonId, event_id: EventId) -> Standing | None: ...
    def standing_of_account(self, key: str, event_id: EventId) -> Standing | None:
        """The same by `moderation.account_key`, for somebody who is not known."""

    def decide(self, new: NewStanding) -> None:
        """Stores a decision; one about the same account is replaced, but for `was_paused`."""

    def held(self, event_id: EventId) -> list[Held]:
        """All that stand, the latest first."""

    def lift(self, standing_id: StandingId) -> None: ...
