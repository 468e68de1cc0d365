"""What somebody says of reminders: which they want, and when it is to be quiet."""

from dataclasses import dataclass, replace
from datetime import datetime

from matchmaking.events import Event
from matchmaking.people import Attendee, PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import agendas
from matchmaking.usecases.actors import ready_attendee
from matchmaking.wishes import Quiet, Reminder, Wishes


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What somebody can set, and has."""

    attendee: Attendee
    event: Event
    wishes: Wishes
    digest: bool | None = None
    """Whether they want the evening's message of the clusters they look after; None: of none."""
    several: bool = False
    """Whether there are other editions."""


def settings(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Settings:
    """What the actor has said."""
    attendee, event = ready_attendee(uow, actor)
    wishes = uow.wishes.of(attendee.person.id)
    wanted = [one.digest for one in uow.clusters.managing(actor) if one.event_id == event.id]
    digest = any(wanted) if wanted else None
    several = len(uow.events.all()) > 1
    return Settings(attendee=attendee, event=event, wishes=wishes, digest=digest, several=several)


def turn(
    uow: UnitOfWork, now: datetime, *, actor: PersonId, reminder: Reminder, on: bool
) -> Settings:
    """Turns a reminder on or off; those already owed follow."""
    known = settings(uow, now, actor=actor)
    off = known.wishes.off - {reminder} if on else known.wishes.off | {reminder}
    return _save(uow, now, known, replace(known.wishes, off=off))


def turn_digest(uow: UnitOfWork, now: datetime, *, actor: PersonId, on: bool) -> Settings:
    """Whether the evening's message about clusters comes; nothing for whoever looks after none."""
    known = settings(uow, now, actor=actor)
    uow.clusters.digest(actor, known.event.id, on=on)
    return settings(uow, now, actor=actor)


def hush(uow: UnitOfWork, now: datetime, *, actor: PersonId, quiet: Quiet | None) -> Settings:
    """Sets the quiet hours, or that there are none; agendas owed move out of their way."""
    known = settings(uow, now, actor=actor)
    return _save(uow, now, known, replace(known.wishes, quiet=quiet))


def _save(uow: UnitOfWork, now: datetime, known: Settings, wishes: Wishes) -> Settings:
    uow.wishes.save(known.attendee.person.id, wishes)
    agendas.move_agendas(uow, now, attendee=known.attendee, event=known.event)
    return replace(known, wishes=wishes)
