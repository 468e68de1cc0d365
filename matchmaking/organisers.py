"""Who helps to run an event, and what each of them may do.

Owns the roles, the duties, and the one table between them. `usecases.actors.acting_organiser`
asks it; nothing else decides who may do what.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matchmaking.people import EventId, Person, PersonId


class OrganiserRole(StrEnum):
    """What somebody is to an event, the one who may do most first."""

    OWNER = "owner"
    CO_ORGANISER = "co_organiser"
    HELPER = "helper"
    SPEAKER = "speaker"

    @property
    def rank(self) -> int:
        """0 for whoever may do most."""
        return list(OrganiserRole).index(self)


class Duty(StrEnum):
    """A kind of thing that is done for an event, and that not everybody may do."""

    SET_UP = "set_up"
    """The event itself: programme, windows, sessions, settings."""
    ATTENDEES = "attendees"
    """The attendees' list: import, personal links, badges."""
    ANNOUNCE = "announce"
    INTRODUCE = "introduce"
    """Partners, clusters, and introducing two people to each other."""
    MODERATE = "moderate"
    """What was reported: pause, remove, dismiss."""
    RESTORE = "restore"
    """Letting somebody back in who was removed."""
    FIGURES = "figures"
    """The report, and what can be exported."""
    AUDIT = "audit"
    TEAM = "team"
    """Who helps: invite, change the role, remove."""
    OWNERS = "owners"
    """The same where it concerns an owner."""
    CHECK_IN = "check_in"
    """Finding an attendee and marking that they have arrived."""
    STAGE = "stage"
    """Seeing the sessions in which one is on stage."""


_STEERING = frozenset(Duty) - {Duty.RESTORE, Duty.OWNERS, Duty.STAGE}

DUTIES: Mapping[OrganiserRole, frozenset[Duty]] = {
    OrganiserRole.OWNER: frozenset(Duty) - {Duty.STAGE},
    OrganiserRole.CO_ORGANISER: _STEERING,
    OrganiserRole.HELPER: frozenset({Duty.CHECK_IN}),
    OrganiserRole.SPEAKER: frozenset({Duty.STAGE}),
}
"""Who may do what: all there is to it."""


def duties_of(role: OrganiserRole | None) -> frozenset[Duty]:
    """What somebody of this role may do; nothing for somebody of none."""
    return DUTIES[role] if role is not None else frozenset()


@dataclass(frozen=True, kw_only=True)
class Organiser:
    """Somebody who helps to run an event."""

    person: Person
    event_id: EventId
    role: OrganiserRole
    since: datetime
    stage_name: str = ""
    """A speaker's name as the programme has it; empty for the others."""


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A one-time link. Its secret is known to whoever holds the link, and to nobody else."""

    event_id: EventId
    role: OrganiserRole
    expires_at: datetime
    stage_name: str = ""
    invited_by: PersonId | None = None
    """None: whoever runs the machine."""
    used_by: PersonId | None = None
    used_at: datetime | None = None
