"""At the door: somebody is found, checked in, and taken back where that was a slip."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from matchmaking.audit import Deed
from matchmaking.checkin import (
    MOST,
    DayCount,
    Guest,
    GuestKey,
    GuestKind,
    count_days,
    day_at,
    find,
)
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.organisers import Duty
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.registrations import Registered
from matchmaking.usecases.actors import acting_organiser
from matchmaking.usecases.trail import noted


@dataclass(frozen=True, kw_only=True)
class Door:
    """What a helper sees before anybody is looked for. `day`: None while nobody is checked in."""

    event: Event
    day: date | None
    count: DayCount | None


@dataclass(frozen=True, kw_only=True)
class Found:
    """Those whom some letters mean, and how many more there are."""

    door: Door
    text: str
    guests: tuple[Guest, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class GuestView:
    """Somebody at the door. `changed`: whether what was asked for has changed anything."""

    door: Door
    guest: Guest
    changed: bool = False
    may_own: bool = False
    """Whether the link by which they were found may be the helper's own."""

    @property
    def since(self) -> datetime | None:
        """Since when they are there on the day; None when they are not."""
        return self.guest.here.get(self.door.day) if self.door.day else None


def door(uow: UnitOfWork, now: datetime, *, actor: PersonId) -> Door:
    """How the day stands; raises `Refused` (NOT_ORGANISER)."""
    event = acting_organiser(uow, actor, duty=Duty.CHECK_IN)
    return _door(event, now, uow.checkins.guests(event.id))


def search(uow: UnitOfWork, now: datetime, *, actor: PersonId, text: str) -> Found:
    """Those whom some letters mean; raises `Refused` (NOT_ORGANISER)."""
    event = acting_organiser(uow, actor, duty=Duty.CHECK_IN)
    guests = uow.checkins.guests(event.id)
    hits = find(guests, text)
    return Found(
        door=_door(event, now, guests),
        text=text,
        guests=tuple(hits[:MOST]),
        more=max(0, len(hits) - MOST),
    )


def look(uow: UnitOfWork, now: datetime, *, actor: PersonId, key: GuestKey) -> GuestView:
    """Somebody as they stand; raises `Refused` (NOT_ORGANISER, NOT_YOURS)."""
    event = acting_organiser(uow, actor, duty=Duty.CHECK_IN)
    return _view(uow, now, event, _guest(uow, event, key))


def check_in(uow: UnitOfWork, now: datetime, *, actor: PersonId, key: GuestKey) -> GuestView:
    """Somebody is there. A second time changes nothing. Raises `Refused`: NOT_ORGANISER,
    NOT_YOURS, CHECK_IN_CLOSED when no day of the event is near."""
    event = acting_organiser(uow, actor, duty=Duty.CHECK_IN)
    guest, day = _guest(uow, event, key), _day(event, now)
    changed = uow.checkins.mark(event.id, guest, day, by=actor, now=now)
    if changed:
        _note(uow, now, event, actor, Deed.CHECKED_IN, guest)
    return _view(uow, now, event, _guest(uow, event, key), changed=changed)


def undo(uow: UnitOfWork, now: datetime, *, actor: PersonId, key: GuestKey) -> GuestView:
    """They are not there after all, on the day that counts now; raises `Refused` as `check_in`."""
    event = acting_organiser(uow, actor, duty=Duty.CHECK_IN)
    guest, day = _guest(uow, event, key), _day(event, now)
    changed = uow.checkins.unmark(event.id, guest, day)
    if changed:
        _note(uow, now, event, actor, Deed.CHECK_IN_UNDONE, guest)
    return _view(uow, now, event, _guest(uow, event, key), changed=changed)


def scan(uow: UnitOfWork, now: datetime, *, actor: PersonId, badge: str) -> GuestView | None:
    """The code on a badge is opened: whose it is, is there; the personal link stays as it is. None
    for one's own badge. Raises `Refused` as `check_in`, and LINK_UNKNOWN."""
    event = acting_organiser(uow, actor, duty=Duty.CHECK_IN)
    registered = _known(uow.registrations.by_badge(badge), event)
    if registered.claimed_by == actor:
        return None
    return check_in(uow, now, actor=actor, key=_key(registered))


def by_link(uow: UnitOfWork, now: datetime, *, actor: PersonId, secret: str) -> GuestView | None:
    """A personal link in the hands of a helper: whose it is. It is not opened, and nobody is
    checked in before a tap says so. None for one's own. Raises `Refused`: NOT_ORGANISER,
    LINK_UNKNOWN."""
    event = acting_organiser(uow, actor, duty=Duty.CHECK_IN)
    registered = _known(uow.registrations.by_secret(secret), event)
    if registered.claimed_by == actor:
        return None
    view = _view(uow, now, event, _guest(uow, event, _key(registered), Refusal.LINK_UNKNOWN))
    own = uow.registrations.of_person(actor, event.id)
    return replace(view, may_own=registered.claimed_at is None and own is None)


def _known(registered: Registered | None, event: Event) -> Registered:
    if registered is None or registered.event_id != event.id:
        raise Refused(Refusal.LINK_UNKNOWN)
    return registered


def _key(registered: Registered) -> GuestKey:
    return GuestKey(kind=GuestKind.REGISTERED, number=registered.id)


def _guest(
    uow: UnitOfWork, event: Event, key: GuestKey, refusal: Refusal = Refusal.NOT_YOURS
) -> Guest:
    guest = uow.checkins.guest(event.id, key)
    if guest is None:
        raise Refused(refusal)
    return guest


def _day(event: Event, now: datetime) -> date:
    day = day_at(event, now)
    if day is None:
        raise Refused(Refusal.CHECK_IN_CLOSED)
    return day


def _door(event: Event, now: datetime, guests: list[Guest]) -> Door:
    day = day_at(event, now)
    counts = count_days(event, guests) if day else []
    return Door(event=event, day=day, count=next((one for one in counts if one.day == day), None))


def _view(
    uow: UnitOfWork, now: datetime, event: Event, guest: Guest, *, changed: bool = False
) -> GuestView:
    at = _door(event, now, uow.checkins.guests(event.id))
    return GuestView(door=at, guest=guest, changed=changed)


def _note(
    uow: UnitOfWork, now: datetime, event: Event, actor: PersonId, deed: Deed, guest: Guest
) -> None:
    """In the trail: by the person where there is one, else by the list's number."""
    if guest.person is not None:
        noted(uow, now, event, actor, deed, about=guest.person)
    elif guest.registration is not None:
        noted(uow, now, event, actor, deed, listed=guest.registration)
