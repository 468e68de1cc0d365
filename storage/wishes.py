"""How people want to be reminded."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, bindparam, select

from matchmaking.people import PersonId
from matchmaking.wishes import Quiet, Reminder, Wishes
from storage.quick import Quick
from storage.tables import WISHES
from storage.upserts import insert_or_update

OF = Quick(select(WISHES).where(WISHES.c.person_id == bindparam("person")))
OF_ALL = select(WISHES).where(WISHES.c.person_id.in_(bindparam("people", expanding=True)))
SAVE = Quick(
    insert_or_update(
        WISHES, keys=["person_id"], change=["reminders_off", "quiet_from", "quiet_until"]
    )
)


class StoredWishes:
    """`ports_after.AllWishes`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person_id: PersonId) -> Wishes:
        """The person's; the defaults when they have said nothing."""
        row = OF.first(self._connection, person=person_id)
        return _wishes(row) if row else Wishes()

    def of_all(self, people: Collection[PersonId]) -> dict[PersonId, Wishes]:
        """Those of these people who have said something."""
        if not people:
            return {}
        rows = self._connection.execute(OF_ALL, {"people": list(people)})
        return {PersonId(row.person_id): _wishes(row) for row in rows}

    def save(self, person_id: PersonId, wishes: Wishes) -> None:
        """Replaces what was said."""
        SAVE.run(
            self._connection,
            person_id=person_id,
            reminders_off=[one.value for one in Reminder if one in wishes.off],
            quiet_from=wishes.quiet.starts if wishes.quiet else None,
            quiet_until=wishes.quiet.ends if wishes.quiet else None,
        )


def _wishes(row: Any) -> Wishes:
    quiet = None
    if row.quiet_from is not None:
        quiet = Quiet(starts=row.quiet_from, ends=row.quiet_until)
    return Wishes(off=frozenset(Reminder(one) for one in row.reminders_off), quiet=quiet)
