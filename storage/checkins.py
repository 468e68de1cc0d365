"""Who is expected and who is there: those registered, and those who take part without."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, and_, bindparam, delete, exists, or_, select

from matchmaking.checkin import Guest, GuestKey, GuestKind
from matchmaking.intents import Role
from matchmaking.moderation import Standing
from matchmaking.people import AttendeeId, EventId, PersonId
from matchmaking.registrations import RegistrationId
from storage.quick import Quick
from storage.tables import ATTENDEE, CHECK_IN, PERSON, REGISTRATION, STANDING
from storage.upserts import insert_new

IN_EVENT: BindParameter[int] = bindparam("event")
REMOVED = exists().where(
    STANDING.c.person_id == PERSON.c.id,
    STANDING.c.event_id == IN_EVENT,
    STANDING.c.standing == Standing.REMOVED.value,
)
REGISTERED = (
    select(
        REGISTRATION.c.id.label("registration"),
        REGISTRATION.c.code,
        REGISTRATION.c.name.label("listed"),
        REGISTRATION.c.organisation.label("listed_house"),
        REGISTRATION.c.role.label("listed_role"),
        PERSON.c.id.label("person"),
        PERSON.c.name,
        ATTENDEE.c.id.label("attendee"),
        ATTENDEE.c.organisation,
        ATTENDEE.c.role,
    )
    .select_from(REGISTRATION)
    .outerjoin(PERSON, PERSON.c.id == REGISTRATION.c.claimed_by)
    .outerjoin(ATTENDEE, and_(ATTENDEE.c.person_id == PERSON.c.id, ATTENDEE.c.event_id == IN_EVENT))
    .where(REGISTRATION.c.event_id == IN_EVENT, ~REMOVED)
    .order_by(REGISTRATION.c.id)
)
ON_A_LIST = exists().where(
    REGISTRATION.c.claimed_by == PERSON.c.id, REGISTRATION.c.event_id == IN_EVENT
)
UNLISTED = (
    select(
        PERSON.c.id.label("person"),
        PERSON.c.name,
        ATTENDEE.c.id.label("attendee"),
        ATTENDEE.c.organisation,
        ATTENDEE.c.role,
    )
    .select_from(ATTENDEE)
    .join(PERSON, PERSON.c.id == ATTENDEE.c.person_id)
    .where(
        ATTENDEE.c.event_id == IN_EVENT, PERSON.c.consented_at.is_not(None), ~ON_A_LIST, ~REMOVED
    )
    .order_by(ATTENDEE.c.id)
)
ONE_REGISTERED = REGISTERED.where(REGISTRATION.c.id == bindparam("number"))
ONE_UNLISTED = UNLISTED.where(ATTENDEE.c.id == bindparam("number"))
IS_GUEST = or_(
    CHECK_IN.c.registration_id == bindparam("registration"),
    CHECK_IN.c.attendee_id == bindparam("attendee"),
)
CHECKS = select(CHECK_IN).where(CHECK_IN.c.event_id == IN_EVENT)
MARK = Quick(insert_new(CHECK_IN))
UNMARK = delete(CHECK_IN).where(
    CHECK_IN.c.event_id == IN_EVENT, CHECK_IN.c.day == bindparam("of_day"), IS_GUEST
)


def has_come() -> Any:
    """The condition that an attendee was there on some day, by themselves or by their entry of
    the list."""
    # Two levels down, the library would take the attendee for a table of the inner question's own.
    listed = (
        exists()
        .where(
            REGISTRATION.c.id == CHECK_IN.c.registration_id,
            REGISTRATION.c.claimed_by == ATTENDEE.c.person_id,
        )
        .correlate(CHECK_IN, ATTENDEE)
    )
    return (
        exists()
        .where(
            CHECK_IN.c.event_id == ATTENDEE.c.event_id,
            or_(CHECK_IN.c.attendee_id == ATTENDEE.c.id, listed),
        )
        .correlate(ATTENDEE)
    )


HAVE_COME = select(ATTENDEE.c.id).where(
    ATTENDEE.c.id.in_(bindparam("attendees", expanding=True)), has_come()
)


class StoredCheckIns:
    """`ports_checkin.CheckIns`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def guests(self, event_id: EventId) -> list[Guest]:
        """All who are expected."""
        at = {"event": event_id}
        checks = _Checks(self._connection.execute(CHECKS, at))
        return [
            *(_registered(row, checks) for row in self._connection.execute(REGISTERED, at)),
            *(_unlisted(row, checks) for row in self._connection.execute(UNLISTED, at)),
        ]

    def guest(self, event_id: EventId, key: GuestKey) -> Guest | None:
        """One of them."""
        listed = key.kind is GuestKind.REGISTERED
        found = self._connection.execute(
            ONE_REGISTERED if listed else ONE_UNLISTED, {"event": event_id, "number": key.number}
        ).first()
        if found is None:
            return None
        of_one = {
            "event": event_id,
            "registration": found.registration if listed else None,
            "attendee": found.attendee,
        }
        checks = _Checks(self._connection.execute(CHECKS.where(IS_GUEST), of_one))
        return (_registered if listed else _unlisted)(found, checks)

    def mark(
        self, event_id: EventId, guest: Guest, day: date, *, by: PersonId, now: datetime
    ) -> bool:
        """They are there."""
        if day in guest.here:
            return False
        added = MARK.run(
            self._connection,
            event_id=event_id,
            registration_id=guest.registration,
            attendee_id=guest.attendee,
            day=day,
            at=now,
            by_id=by,
        )
        return added == 1

    def unmark(self, event_id: EventId, guest: Guest, day: date) -> bool:
        """They are not."""
        of_one = {
            "event": event_id,
            "of_day": day,
            "registration": guest.registration,
            "attendee": guest.attendee,
        }
        return self._connection.execute(UNMARK, of_one).rowcount > 0

    def have_come(self, attendees: Collection[AttendeeId]) -> set[AttendeeId]:
        """Those who were there on some day."""
        found = self._connection.execute(HAVE_COME, {"attendees": list(attendees)})
        return {AttendeeId(row.id) for row in found} if attendees else set()


class _Checks:
    """What is known of who was there, by entry of the list and by attendee."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._listed: dict[int | None, dict[date, datetime]] = {}
        self._known: dict[int | None, dict[date, datetime]] = {}
        for row in rows:
            for found, key in (
                (self._listed, row.registration_id),
                (self._known, row.attendee_id),
            ):
                if key is not None:
                    found.setdefault(key, {})[row.day] = row.at

    def of(self, registration: int | None, attendee: int | None) -> dict[date, datetime]:
        return {**self._known.get(attendee, {}), **self._listed.get(registration, {})}


def _registered(row: Any, checks: _Checks) -> Guest:
    name = row.name or row.listed
    return Guest(
        key=GuestKey(kind=GuestKind.REGISTERED, number=row.registration),
        name=name,
        listed=row.listed if row.listed != name else "",
        organisation=row.listed_house if row.organisation is None else row.organisation,
        role=_role(row.role or row.listed_role),
        code=row.code or "",
        registration=RegistrationId(row.registration),
        attendee=AttendeeId(row.attendee) if row.attendee is not None else None,
        person=PersonId(row.person) if row.person is not None else None,
        here=checks.of(row.registration, row.attendee),
    )


def _unlisted(row: Any, checks: _Checks) -> Guest:
    return Guest(
        key=GuestKey(kind=GuestKind.ATTENDEE, number=row.attendee),
        name=row.name,
        organisation=row.organisation or "",
        role=_role(row.role),
        attendee=AttendeeId(row.attendee),
        person=PersonId(row.person),
        here=checks.of(None, row.attendee),
    )


def _role(value: str | None) -> Role | None:
    return Role(value) if value else None
