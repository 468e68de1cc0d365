"""People come, go and come back; organisers come by a one-time link; the event is put up."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from matchmaking.audit import Deed
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event, EventPlan
from matchmaking.intents import Language
from matchmaking.moderation import NewStanding, Standing, account_key
from matchmaking.organisers import Duty, Invitation, OrganiserRole, duties_of
from matchmaking.people import NAME_LIMIT, Account, Attendee, EventId, Person
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import hours, timekeeping
from matchmaking.usecases.actors import event_of, front_event
from matchmaking.usecases.programme_changes import put_event
from matchmaking.usecases.proposals import proposed
from matchmaking.usecases.trail import noted
from matchmaking.writing import one_line

NAMELESS = "N. N."
"""The name of somebody whose account shows none, until they give one."""

INVITATION_LIFE = timedelta(days=7)
"""How long a one-time link can be used."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Somebody who writes to us, as we know them."""

    person: Person
    attendee: Attendee
    event: Event
    role: OrganiserRole | None = None
    """What they are to the event beside taking part."""
    is_new: bool = False
    standing: Standing | None = None
    """What organisers decided about them, if anything."""
    several: bool = False
    """Whether there are other editions to steer, for somebody who helps to run this one."""

    @property
    def duties(self) -> frozenset[Duty]:
        """What they may do for the event."""
        return duties_of(self.role)

    @property
    def organiser(self) -> bool:
        """Whether the event is theirs to help run: everybody of a role but speakers."""
        return self.role is not None and self.role is not OrganiserRole.SPEAKER


def arrive(
    uow: UnitOfWork, now: datetime, *, account: Account, event: Event | None = None
) -> Arrival:
    """The person behind an account, made known when new, in the edition they are in, or in the
    one that is named, which is theirs from then on. Raises `Refused` (REMOVED) for one who was
    removed from that edition, however often they begin anew."""
    theirs = uow.events.of_account(account.telegram_id)
    event = event or theirs or front_event(uow, now)
    person = uow.people.by_telegram(account.telegram_id)
    is_new = person is None
    standing = _standing(uow, event, account, person)
    if person is None:
        named = replace(account, name=one_line(account.name)[:NAME_LIMIT] or NAMELESS)
        person = uow.people.add(named, guess_language(account.language_code))
    else:
        person = _back(uow, now, person, account)
    attendee = uow.attendees.of_person(person.id, event.id)
    if attendee is None:
        attendee = uow.attendees.add(person.id, event.id)
    if theirs is not None and theirs.id != event.id:
        uow.events.choose(person.id, event.id)
        uow.agendas.leave(person.id)
    if is_new and standing is not None:
        attendee = _still_paused(uow, now, event, replace(attendee, person=person))
    role = uow.organisers.role_of(person.id, event.id)
    return Arrival(
        person=person,
        attendee=replace(attendee, person=person),
        event=event,
        role=role,
        is_new=is_new,
        standing=standing,
        several=role is not None and len(uow.events.all()) > 1,
    )


def _standing(
    uow: UnitOfWork, event: Event, account: Account, person: Person | None
) -> Standing | None:
    """What stands about an account; somebody forgotten and back is told again."""
    if person is not None:
        found = uow.moderation.standing(person.id, event.id)
    else:
        key = account_key(event, account.telegram_id)
        found = uow.moderation.standing_of_account(key, event.id)
    if found is Standing.REMOVED:
        raise Refused(Refusal.REMOVED)
    return found


def _still_paused(uow: UnitOfWork, now: datetime, event: Event, attendee: Attendee) -> Attendee:
    """Somebody whom organisers paused has erased everything and come back: they are paused yet."""
    uow.moderation.decide(
        NewStanding(
            event_id=event.id,
            person=attendee.person.id,
            key=account_key(event, attendee.person.telegram_id),
            standing=Standing.PAUSED,
            since=now,
            was_paused=False,
        )
    )
    paused = replace(attendee, paused_at=now)
    uow.attendees.save(paused)
    return paused


def know(
    uow: UnitOfWork, now: datetime, *, telegram_id: int, about: EventId | None = None
) -> Arrival | None:
    """Somebody who has written before, in the edition they are in, or in the one that their words
    or their tap are `about`, if they take part in it. None for a stranger."""
    theirs = uow.events.of_account(telegram_id)
    if theirs is None:
        return None
    event, attendee = theirs, None
    if about is not None and about != theirs.id:
        event = uow.events.get(about) or theirs
        attendee = uow.attendees.of_account(telegram_id, event.id)
    if attendee is None:
        event = theirs
        attendee = uow.attendees.of_account(telegram_id, event.id)
    if attendee is None:
        return None
    person = attendee.person
    role = uow.organisers.role_of(person.id, event.id)
    return Arrival(
        person=person,
        attendee=attendee,
        event=event,
        role=role,
        standing=uow.moderation.standing(person.id, event.id),
        several=role is not None and len(uow.events.all()) > 1,
    )


def guess_language(code: str | None) -> Language:
    """The product's language nearest to a messenger's language code; English otherwise."""
    primary = (code or "").split("-")[0].lower()
    return Language(primary) if primary in set(Language) else Language.EN


def left(uow: UnitOfWork, now: datetime, *, telegram_id: int) -> None:
    """The person blocks the bot: they leave matching until they come back."""
    person = uow.people.by_telegram(telegram_id)
    if person is not None and person.blocked_at is None:
        uow.people.save(replace(person, blocked_at=now))


def came_back(uow: UnitOfWork, now: datetime, *, account: Account) -> None:
    """The person unblocked the bot. A stranger stays a stranger until they write."""
    person = uow.people.by_telegram(account.telegram_id)
    if person is not None:
        _back(uow, now, person, account)


def _back(uow: UnitOfWork, now: datetime, person: Person, account: Account) -> Person:
    """A known person, reachable again; of the offers that could not be told, those are owed that
    can still be answered."""
    if person.username == account.username and person.blocked_at is None:
        return person
    back = replace(person, username=account.username, blocked_at=None)
    uow.people.save(back)
    for attendee in uow.attendees.all_of(person.id) if person.blocked_at is not None else ():
        offers = uow.meetings.open_offers_of(attendee.id)
        uow.notices.renew(
            [proposed(one, back, now) for one in offers if one.invitee == attendee.id]
        )
    return back


def invite(uow: UnitOfWork, now: datetime, *, event_id: EventId) -> str:
    """The secret of a new one-time link that makes somebody an owner, for whoever runs the
    machine; only its hash is kept."""
    return new_link(
        uow,
        Invitation(event_id=event_id, role=OrganiserRole.OWNER, expires_at=now + INVITATION_LIFE),
    )


def new_link(uow: UnitOfWork, invitation: Invitation) -> str:
    """The secret of a new one-time link; only its hash is kept."""
    secret = secrets.token_urlsafe(24)
    uow.organisers.invite(_hash(secret), invitation)
    return secret


def claim_invitation(uow: UnitOfWork, now: datetime, *, account: Account, secret: str) -> Arrival:
    """Makes the account's person an organiser of the edition that the link is for, which they are
    in from then on; raises `Refused` (LINK_USED).

    Whoever has that role or a higher one keeps it, and the link stays good for somebody else:
    an owner may try a link before passing it on. A link that was used makes nobody an organiser
    again who has been removed since.
    """
    hashed = _hash(secret)
    invitation = uow.organisers.invitation(hashed)
    if invitation is None:
        raise Refused(Refusal.LINK_USED)
    event = event_of(uow, invitation.event_id)
    arrival = arrive(uow, now, account=account, event=event)
    person = arrival.person
    held = uow.organisers.role_of(person.id, invitation.event_id)
    if invitation.used_at is not None and (invitation.used_by != person.id or held is None):
        raise Refused(Refusal.LINK_USED)
    if invitation.used_at is not None or (held and held.rank <= invitation.role.rank):
        return replace(arrival, role=held)
    if not uow.organisers.use_invitation(hashed, person.id, now):
        raise Refused(Refusal.LINK_USED)
    role, event_id = invitation.role, invitation.event_id
    uow.organisers.add(person.id, event_id, now, role=role, stage_name=invitation.stage_name)
    noted(uow, now, arrival.event, person.id, Deed.JOINED, role=role)
    return replace(arrival, role=role)


def ensure_event(uow: UnitOfWork, now: datetime, *, plan: EventPlan) -> Event:
    """Adds the event, or brings the stored one of the same code up to date. What was agreed
    keeps its hour on the event's clock, and organisers are told of meetings in hours that are
    closed now."""
    stored = uow.events.with_code(plan.code)
    if stored is None:
        return put_event(uow, now, plan=plan)
    timekeeping.keep_hours_of(uow, now, event=stored, zone=plan.zone)
    before = event_of(uow, stored.id).plan
    event = put_event(uow, now, plan=plan)
    hours.tell_organisers(uow, now, event=event, before=before)
    return event


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
