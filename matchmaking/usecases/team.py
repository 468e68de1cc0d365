"""Who helps to run the event: seen, invited, given another role, removed; and what they did.

`of` says which edition is meant, if not the one the actor is in.
"""

from dataclasses import dataclass
from datetime import datetime

from matchmaking.audit import AuditId, Deed, Entry
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event, Session, Speaker
from matchmaking.notices import NewNotice, NoticeKind
from matchmaking.organisers import Duty, Invitation, Organiser, OrganiserRole
from matchmaking.people import EventId, Person, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.actors import acting_organiser
from matchmaking.usecases.arrivals import INVITATION_LIFE, new_link
from matchmaking.usecases.trail import noted

PAGE = 10
"""How many entries of the trail are shown at a time."""


@dataclass(frozen=True, kw_only=True)
class Team:
    """All who help, as one of them sees it."""

    event: Event
    viewer: PersonId
    members: tuple[Organiser, ...]
    may_owners: bool
    """Whether the viewer may change what concerns owners."""

    @property
    def assignable(self) -> tuple[OrganiserRole, ...]:
        """The roles that the viewer may invite to."""
        roles = tuple(OrganiserRole)
        return roles if self.may_owners else roles[1:]


@dataclass(frozen=True, kw_only=True)
class Link:
    """A one-time link just made: the secret is shown once and kept nowhere."""

    event: Event
    secret: str
    role: OrganiserRole
    stage_name: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Trail:
    """A page of what organisers did, the latest first."""

    event: Event
    entries: tuple[Entry, ...]
    doers: tuple[Person, ...]
    by: PersonId | None
    older: AuditId | None
    """The entry before which the next page begins, if there is one."""


def team(uow: UnitOfWork, now: datetime, *, actor: PersonId, of: EventId | None = None) -> Team:
    """Everybody who helps, by rank."""
    event = acting_organiser(uow, actor, duty=Duty.TEAM, of=of)
    return _team(uow, event, actor)


def member(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    person_id: PersonId,
    of: EventId | None = None,
) -> tuple[Team, Organiser]:
    """One who helps; raises `Refused` (NOT_YOURS) for whoever does not."""
    event = acting_organiser(uow, actor, duty=Duty.TEAM, of=of)
    return _team(uow, event, actor), _member(uow, event, person_id)


def invite(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    role: OrganiserRole,
    speaker: int | None,
    of: EventId | None = None,
) -> Link:
    """A one-time link to pass on; `speaker` is the place among `speakers` of whoever is on
    stage. Raises `Refused` (NOT_ORGANISER for an owner's link by whoever is none)."""
    event = acting_organiser(uow, actor, duty=_duty(role), of=of)
    name = ""
    if role is OrganiserRole.SPEAKER:
        names = speakers(event)
        if speaker is None or not 0 <= speaker < len(names):
            raise Refused(Refusal.NOT_YOURS)
        name = names[speaker]
    expires = now + INVITATION_LIFE
    invitation = Invitation(
        event_id=event.id, role=role, expires_at=expires, stage_name=name, invited_by=actor
    )
    secret = new_link(uow, invitation)
    noted(uow, now, event, actor, Deed.INVITED, role=role)
    return Link(event=event, secret=secret, role=role, stage_name=name, expires_at=expires)


def change_role(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    person_id: PersonId,
    role: OrganiserRole,
    of: EventId | None = None,
) -> tuple[Team, Organiser]:
    """Gives somebody who helps another role, and tells them; the last owner stays one (raises
    `Refused`, LAST_OWNER)."""
    event = acting_organiser(uow, actor, duty=Duty.TEAM, of=of)
    held = _member(uow, event, person_id)
    acting_organiser(uow, actor, duty=_duty(held.role), of=of)
    acting_organiser(uow, actor, duty=_duty(role), of=of)
    if role is not held.role:
        if role is OrganiserRole.SPEAKER:
            raise Refused(Refusal.NOT_YOURS)
        _keep_an_owner(uow, event, held)
        uow.organisers.add(person_id, event.id, now, role=role)
        noted(uow, now, event, actor, Deed.ROLE_CHANGED, about=person_id, role=role)
        _tell(uow, now, event, actor, person_id, what="role", role=role)
    return _team(uow, event, actor), _member(uow, event, person_id)


def remove(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    person_id: PersonId,
    of: EventId | None = None,
) -> Team | None:
    """Somebody helps no more, and is told; the last owner stays (raises `Refused`, LAST_OWNER).
    Their buttons and open links are void from now on. None when it was the actor themselves."""
    event = acting_organiser(uow, actor, duty=Duty.TEAM, of=of)
    held = _member(uow, event, person_id)
    acting_organiser(uow, actor, duty=_duty(held.role), of=of)
    _keep_an_owner(uow, event, held)
    uow.organisers.remove(person_id, event.id)
    noted(uow, now, event, actor, Deed.ORGANISER_REMOVED, about=person_id, role=held.role)
    _tell(uow, now, event, actor, person_id, what="off_team", role=held.role)
    return None if person_id == actor else _team(uow, event, actor)


def trail(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    by: PersonId | None = None,
    before: AuditId | None = None,
    of: EventId | None = None,
) -> Trail:
    """A page of what organisers did, of all or of one of them."""
    event = acting_organiser(uow, actor, duty=Duty.AUDIT, of=of)
    entries = uow.audit.page(event.id, limit=PAGE + 1, before=before, by=by)
    shown = entries[:PAGE]
    return Trail(
        event=event,
        entries=tuple(shown),
        doers=tuple(uow.audit.doers(event.id)),
        by=by,
        older=shown[-1].id if len(entries) > PAGE else None,
    )


def speakers(event: Event) -> tuple[str, ...]:
    """Everybody on stage, by name, each once."""
    return tuple(sorted({one.name for session in event.plan.sessions for one in _on(session)}))


def on_stage(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, of: EventId | None = None
) -> tuple[Event, str, tuple[Session, ...]]:
    """The sessions in which the actor speaks or moderates, in order of time, and their name
    there; raises `Refused` (NOT_ORGANISER) for whoever is no speaker."""
    event = acting_organiser(uow, actor, duty=Duty.STAGE, of=of)
    found = uow.organisers.get(actor, event.id)
    name = found.stage_name if found else ""
    mine = [one for one in event.plan.sessions if any(who.name == name for who in _on(one))]
    return event, name, tuple(sorted(mine, key=lambda one: one.starts_at))


def _on(session: Session) -> tuple[Speaker, ...]:
    return (*session.speakers, *session.moderators)


def _team(uow: UnitOfWork, event: Event, actor: PersonId) -> Team:
    role = uow.organisers.role_of(actor, event.id)
    return Team(
        event=event,
        viewer=actor,
        members=tuple(uow.organisers.team(event.id)),
        may_owners=role is OrganiserRole.OWNER,
    )


def _member(uow: UnitOfWork, event: Event, person_id: PersonId) -> Organiser:
    found = uow.organisers.get(person_id, event.id)
    if found is None:
        raise Refused(Refusal.NOT_YOURS)
    return found


def _duty(role: OrganiserRole) -> Duty:
    return Duty.OWNERS if role is OrganiserRole.OWNER else Duty.TEAM


def _keep_an_owner(uow: UnitOfWork, event: Event, held: Organiser) -> None:
    last = uow.organisers.count(event.id, OrganiserRole.OWNER) < 2
    if held.role is OrganiserRole.OWNER and last:
        raise Refused(Refusal.LAST_OWNER)


def _tell(
    uow: UnitOfWork,
    now: datetime,
    event: Event,
    actor: PersonId,
    person_id: PersonId,
    *,
    what: str,
    role: OrganiserRole,
) -> None:
    if person_id == actor:
        return
    uow.notices.leave(
        [
            NewNotice(
                recipient=person_id,
                kind=NoticeKind.ORGANISERS,
                key=f"organisers:{what}:{role}:{now.isoformat()}",
                due_at=now,
                data={"what": what, "role": role.value, "edition": event.id},
            )
        ]
    )
