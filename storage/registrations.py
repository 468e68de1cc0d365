"""Those whom organisers have registered, and whether they have opened their link."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from matchmaking.people import EventId, PersonId
from matchmaking.registrations import (
    Counts,
    Heard,
    Registered,
    RegistrationId,
    badge_of,
    heard_as_json,
    heard_of_json,
)
from storage.quick import Quick
from storage.tables import REGISTRATION

TABLE = REGISTRATION.c
ALL = select(REGISTRATION).where(TABLE.event_id == bindparam("event")).order_by(TABLE.id)
COUNTS = select(func.count().label("total"), func.count(TABLE.claimed_at).label("claimed")).where(
    TABLE.event_id == bindparam("event")
)
BY_SECRET = Quick(select(REGISTRATION).where(TABLE.secret == bindparam("wanted")))
BY_BADGE = Quick(select(REGISTRATION).where(TABLE.badge == bindparam("wanted")))
OF_PERSON = Quick(
    select(REGISTRATION).where(
        TABLE.claimed_by == bindparam("person"), TABLE.event_id == bindparam("event")
    )
)
ADD = insert(REGISTRATION)
CHANGE = update(REGISTRATION).where(TABLE.id == bindparam("registration"))
CLAIM = Quick(
    update(REGISTRATION).where(TABLE.id == bindparam("registration"), TABLE.claimed_at.is_(None))
)
RELEASE = (
    update(REGISTRATION)
    .where(TABLE.claimed_by == bindparam("person"))
    .values(claimed_by=None, claimed_at=None)
)
WAITING = (
    select(TABLE.cluster, func.count().label("n"))
    .where(TABLE.event_id == bindparam("event"), TABLE.claimed_at.is_(None), TABLE.cluster != "")
    .group_by(TABLE.cluster)
)
FORGET = delete(REGISTRATION).where(TABLE.claimed_by == bindparam("person"))


class StoredRegistrations:
    """`ports_imports.Registrations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self, event_id: EventId) -> list[Registered]:
        """Everybody on the list."""
        return [_registered(row) for row in self._connection.execute(ALL, {"event": event_id})]

    def counts(self, event_id: EventId) -> Counts:
        """How many there are, and how many have come."""
        row = self._connection.execute(COUNTS, {"event": event_id}).one()
        return Counts(total=int(row.total), claimed=int(row.claimed))

    def by_secret(self, secret: str) -> Registered | None:
        """Whose link it is."""
        row = BY_SECRET.first(self._connection, wanted=secret)
        return _registered(row) if row else None

    def by_badge(self, badge: str) -> Registered | None:
        """Whose badge it is."""
        row = BY_BADGE.first(self._connection, wanted=badge)
        return _registered(row) if row else None

    def of_person(self, person_id: PersonId, event_id: EventId) -> Registered | None:
        """What was registered of somebody who has come by their link."""
        row = OF_PERSON.first(self._connection, person=person_id, event=event_id)
        return _registered(row) if row else None

    def add(self, event_id: EventId, rows: Sequence[tuple[Heard, str]], now: datetime) -> None:
        """Registers these."""
        values = [
            {
                "event_id": event_id,
                "secret": secret,
                "badge": badge_of(secret),
                "changed_at": now,
            }
            | _columns(one)
            for one, secret in rows
        ]
        if values:
            self._connection.execute(ADD, values)

    def change(self, rows: Sequence[tuple[RegistrationId, Heard]], now: datetime) -> None:
        """Replaces what the list says of them."""
        values = [{"registration": key, "changed_at": now} | _columns(one) for key, one in rows]
        if values:
            self._connection.execute(CHANGE, values)

    def claim(self, registration_id: RegistrationId, person_id: PersonId, now: datetime) -> bool:
        """Opens a link, once."""
        changed = CLAIM.run(
            self._connection, registration=registration_id, claimed_by=person_id, claimed_at=now
        )
        return changed == 1

    def waiting_by_cluster(self, event_id: EventId) -> dict[str, int]:
        """Who has not come, counted by the cluster that the list names."""
        rows = self._connection.execute(WAITING, {"event": event_id})
        return {row.cluster: int(row.n) for row in rows}

    def release(self, person_id: PersonId) -> None:
        """Their links can be opened again."""
        self._connection.execute(RELEASE, {"person": person_id})

    def forget(self, person_id: PersonId) -> None:
        """Removes what was registered of a person."""
        self._connection.execute(FORGET, {"person": person_id})


def _columns(one: Heard) -> dict[str, Any]:
    values = heard_as_json(one)
    del values["row"]
    return values | {"code": one.what.code or None}


def _registered(row: Any) -> Registered:
    heard = heard_of_json(row._mapping if hasattr(row, "_mapping") else row._asdict())
    return Registered(
        id=RegistrationId(row.id),
        event_id=EventId(row.event_id),
        what=heard.what,
        words=heard.words,
        intents=heard.intents,
        secret=row.secret,
        claimed_by=PersonId(row.claimed_by) if row.claimed_by is not None else None,
        claimed_at=row.claimed_at,
    )
