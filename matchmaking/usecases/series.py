"""Somebody and the editions of a series: which there are for them, going from one to another, and
what they carry along.

Between persons, and so everywhere the same, are name, language, country and clock, and whom
somebody never wants to meet. What they are and seek at an edition is carried from the one before
if they say so; when they are free never is.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking import editions
from matchmaking.editions import Time
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.organisers import OrganiserRole
from matchmaking.people import Account, Attendee, EventId, Person, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import arrivals, profiles
from matchmaking.usecases.actors import acting_attendee, acting_person, event_of
from matchmaking.usecases.arrivals import Arrival


@dataclass(frozen=True, kw_only=True)
class Edition:
    """An edition as somebody sees it."""

    event: Event
    time: Time
    attendee: Attendee | None
    """What they are there; None where they have not been yet."""
    role: OrganiserRole | None
    here: bool
    """Whether it is the one they are in."""


@dataclass(frozen=True, kw_only=True)
class Luggage:
    """What somebody can carry from an edition to another."""

    source: Event
    target: Event
    attendee: Attendee
    """What they were at the source."""
    kept_away: int
    """How many people they keep away, whatever they carry."""

    @property
    def has_who(self) -> bool:
        """Whether they said there who they are."""
        return self.attendee.role is not None

    @property
    def has_wishes(self) -> bool:
        """Whether they said there what they seek and offer."""
        return bool(self.attendee.intents)


def every(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> tuple[Edition, ...]:
    """The editions the actor belongs to or may join: what is on, then what comes, by its first
    day, then what is over, the latest first."""
    person = acting_person(uow, actor)
    here = uow.events.of_person(actor)
    found = [_seen(uow, now, person, event, here) for event in uow.events.all()]
    return tuple(sorted((one for one in found if _is_for(one)), key=_order))


def enter(uow: UnitOfWork, now: datetime, *, actor: PersonId, to: EventId) -> Arrival:
    """The actor goes to another edition: theirs, or one that anybody may join. Raises `Refused`
    (NOT_YOURS; REMOVED where organisers removed them)."""
    person = acting_person(uow, actor)
    event = uow.events.get(to)
    if event is None or not _is_for(_seen(uow, now, person, event, None)):
        raise Refused(Refusal.NOT_YOURS)
    account = Account(telegram_id=person.telegram_id, name=person.name, username=person.username)
    return arrivals.arrive(uow, now, account=account, event=event)


def next_one(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Event | None:
    """The edition to tell somebody of whose own is over: what is on or comes next, if they may
    join it."""
    known = every(uow, now, actor=actor)
    if not any(one.here and one.time is Time.PAST for one in known):
        return None
    ahead = (one.event for one in known if one.time is not Time.PAST)
    return next(ahead, None)


def luggage(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, of: EventId | None = None
) -> Luggage | None:
    """What the actor can carry to the edition they are in (or `of`) from the one at which they
    said most of late. None when there is nothing to carry, and once they have said there
    themselves what they seek."""
    attendee, event = acting_attendee(uow, actor, of=of)
    if attendee.ready_at is not None or attendee.confirmed_at is not None:
        return None
    if attendee.person.consented_at is None:
        return None
    others = [one for one in uow.attendees.all_of(actor) if one.event_id != event.id]
    told = [one for one in others if one.role is not None or one.intents]
    if not told:
        return None
    source = max(told, key=lambda one: (one.ready_at is not None, one.id))
    return Luggage(
        source=event_of(uow, source.event_id),
        target=event,
        attendee=source,
        kept_away=len(uow.blocks.of_person(actor)),
    )


def carry(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, of: EventId, who: bool, wishes: bool
) -> Attendee:
    """The actor takes part in the edition `of`, with what they carry to it. Again changes
    nothing. Raises `Refused` (NOT_YOURS, REMOVED)."""
    attendee, _ = acting_attendee(uow, actor, of=of)
    found = luggage(uow, now, actor=actor, of=of)
    if found is None:
        return attendee
    old = found.attendee
    if who and found.has_who:
        attendee = replace(
            attendee, role=old.role, organisation=old.organisation, speaks=old.speaks
        )
    if wishes and found.has_wishes:
        attendee = replace(
            attendee,
            words=old.words,
            intents=old.intents,
            dropped=old.dropped,
            # They have just been shown them, and said that they are to go along.
            confirmed_at=now,
        )
    return profiles.kept(uow, attendee, now)


def _seen(
    uow: UnitOfWork, now: datetime, person: Person, event: Event, here: Event | None
) -> Edition:
    return Edition(
        event=event,
        time=editions.time_of(event, now),
        attendee=uow.attendees.of_person(person.id, event.id),
        role=uow.organisers.role_of(person.id, event.id),
        here=here is not None and here.id == event.id,
    )


def _is_for(one: Edition) -> bool:
    """Whether somebody belongs there, or may join."""
    mine = one.attendee is not None or one.role is not None
    return mine or (one.event.plan.walk_ins and one.time is not Time.PAST)


def _order(one: Edition) -> tuple[int, int]:
    first = editions.days(one.event.plan)[0].toordinal()
    if one.time is Time.PAST:
        return 2, -first
    return int(one.time is Time.COMING), first
