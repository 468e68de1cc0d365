"""What people report about others, and what organisers decide.

Owns the values and how an account is told again after it was forgotten. Whoever reports is known
to the rules alone: no view for organisers or for the reported person holds them.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from matchmaking.events import Event
from matchmaking.people import Attendee, AttendeeId, EventId, Person, PersonId

ReportId = NewType("ReportId", int)
StandingId = NewType("StandingId", int)

REPORT_LIMIT = 600
"""Most characters of what somebody writes in a report."""


class Reason(StrEnum):
    """Why somebody is reported."""

    SPAM = "spam"
    UNWELCOME = "unwelcome"
    FALSE = "false"
    OTHER = "other"
    APPEAL = "appeal"
    """No report: somebody who was paused or removed asks to come back."""


REASONS = tuple(one for one in Reason if one is not Reason.APPEAL)


class ReportState(StrEnum):
    """What became of a report."""

    OPEN = "open"
    DISMISSED = "dismissed"
    ACTED = "acted"


class Standing(StrEnum):
    """What organisers decided about somebody; nobody stands in between unless they did."""

    PAUSED = "paused"
    """Leaves matching until organisers say otherwise; what was agreed stays agreed."""
    REMOVED = "removed"
    """Takes no part in this event, nor comes back to it by forgetting and registering anew."""


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """A report about to be stored."""

    event_id: EventId
    reporter: AttendeeId
    reported: AttendeeId
    reason: Reason
    words: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report as organisers see it: not by whom."""

    id: ReportId
    event_id: EventId
    reported: Attendee
    reason: Reason
    words: str
    at: datetime
    state: ReportState
    others: int = 0
    """How many other people reported the same person, whatever became of it."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A decision that stands; `person` is None when they have been forgotten since."""

    id: StandingId
    event_id: EventId
    person: Person | None
    standing: Standing
    since: datetime
    was_paused: bool
    """Whether they had taken a break themselves before."""


def account_key(event: Event, telegram_id: int) -> str:
    """What an account is told again by, in this event alone, once everything else of it has been
    erased."""
    return hashlib.sha256(f"{event.plan.code}:{telegram_id}".encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class NewStanding:
    """A decision about to be stored."""

    event_id: EventId
    person: PersonId
    key: str
    standing: Standing
    since: datetime
    was_paused: bool
