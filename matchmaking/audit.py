"""What organisers have done, as a trail that nobody edits.

Owns the vocabulary of deeds and the entry. An entry holds ids, codes and counts, never words of
a person: names are looked up when it is shown, so that somebody who is forgotten is forgotten
here, too. A new deed needs a line in `Deed` and its words, `audit.<deed>`, in audit.po.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from matchmaking.people import EventId, Person, PersonId

AuditId = NewType("AuditId", int)

Facts = Mapping[str, str | int]
"""Codes and counts: a role, how many rows, the number of an announcement."""


class Deed(StrEnum):
    """What was done. The values that its words may use stand beside it."""

    JOINED = "joined"
    """By a one-time link. role"""
    INVITED = "invited"
    """role"""
    ROLE_CHANGED = "role_changed"
    """About the organiser. role"""
    ORGANISER_REMOVED = "organiser_removed"
    """About whom. role"""
    ANNOUNCEMENT_WRITTEN = "announcement_written"
    """announcement"""
    ANNOUNCEMENT_SENT = "announcement_sent"
    """announcement, people"""
    ANNOUNCEMENT_SCHEDULED = "announcement_scheduled"
    """announcement, people"""
    ANNOUNCEMENT_PAUSED = "announcement_paused"
    """announcement"""
    ANNOUNCEMENT_RESUMED = "announcement_resumed"
    """announcement"""
    ANNOUNCEMENT_CANCELLED = "announcement_cancelled"
    """announcement"""
    ANNOUNCEMENT_TAKEN_BACK = "announcement_taken_back"
    """A scheduled one is a draft again. announcement"""
    ANNOUNCEMENT_RETRIED = "announcement_retried"
    """Those whom it did not reach. announcement, people"""
    ANNOUNCEMENT_DISCARDED = "announcement_discarded"
    """announcement"""
    ATTENDEES_IMPORTED = "attendees_imported"
    """added, changed"""
    EVENT_CHANGED = "event_changed"
    """changes"""
    LINKS_EXPORTED = "links_exported"
    """people"""
    BADGES_MADE = "badges_made"
    """people"""
    CHECKED_IN = "checked_in"
    """About whom; listed where they have not opened the bot yet."""
    CHECK_IN_UNDONE = "check_in_undone"
    """The same."""
    EXPORTED = "exported"
    """table"""
    REPORT_DISMISSED = "report_dismissed"
    """About whoever was reported."""
    PERSON_PAUSED = "person_paused"
    """About whom."""
    PERSON_REMOVED = "person_removed"
    """About whom."""
    LET_BACK = "let_back"
    """About whom."""
    CLUSTER_INVITED = "cluster_invited"
    """A link for somebody who is to look after a cluster. cluster"""
    CLUSTER_JOINED = "cluster_joined"
    """By that link. cluster"""
    CLUSTER_LEFT = "cluster_left"
    """About who looks after a cluster no more. cluster"""
    INTRODUCED = "introduced"
    """Two people, by whoever looks after a cluster. cluster"""


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """Something done, about to be noted."""

    event_id: EventId
    deed: Deed
    at: datetime
    by: PersonId | None
    """None: whoever runs the machine, from its command line."""
    about: PersonId | None = None
    """To whom it was done, if to somebody."""
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something done, with the people as they are known today."""

    id: AuditId
    event_id: EventId
    deed: Deed
    at: datetime
    from_terminal: bool
    by: Person | None
    """None when done from the command line, or by somebody who has been forgotten since."""
    about_somebody: bool
    about: Person | None
    facts: Facts
