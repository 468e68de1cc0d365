"""Attendees with their intents and windows; those remembered are not read again.

Finding says who, and at which version; what is remembered at that version is taken as it is, and
only the rest is read. `reachable` reads everybody, for each list of matches.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from matchmaking.conditions import Allowed
from matchmaking.learning import Adjustments
from matchmaking.matching import NewMatch
from matchmaking.people import (
    Attendee,
    AttendeeId,
    EventId,
    PersonId,
    WindowId,
)
from matchmaking.spans import Stretch
from storage.attendee_rows import attendee_of, block_rows, intent_rows, window_rows
from storage.memory import Recall
from storage.people import person_of
from storage.pools import Reachable
from storage.quick import Quick
from storage.tables import ATTENDEE, ATTENDEE_BLOCK, ATTENDEE_WINDOW, INTENT, PERSON

HAS_ID = ATTENDEE.c.id == bindparam("attendee")
IN_IDS = ATTENDEE.c.id.in_(bindparam("attendees", expanding=True))
IS_PERSON = and_(
    ATTENDEE.c.person_id == bindparam("person"), ATTENDEE.c.event_id == bindparam("event")
)
IS_REACHABLE = and_(
    ATTENDEE.c.event_id == bindparam("event"),
    ATTENDEE.c.ready_at.is_not(None),
    ATTENDEE.c.paused_at.is_(None),
    PERSON.c.blocked_at.is_(None),
)

ADD = Quick(insert(ATTENDEE))
SAVE = Quick(update(ATTENDEE).where(HAS_ID).values(version=ATTENDEE.c.version + 1))
ADD_INTENTS = Quick(insert(INTENT))
CLEAR_INTENTS = Quick(delete(INTENT).where(INTENT.c.attendee_id == bindparam("attendee")))
ADD_WINDOWS = Quick(insert(ATTENDEE_WINDOW))
CLEAR_WINDOWS = Quick(
    delete(ATTENDEE_WINDOW).where(ATTENDEE_WINDOW.c.attendee_id == bindparam("attendee"))
)
ADD_BLOCKS = Quick(insert(ATTENDEE_BLOCK))
CLEAR_BLOCKS = Quick(
    delete(ATTENDEE_BLOCK).where(ATTENDEE_BLOCK.c.attendee_id == bindparam("attendee"))
)


IS_ACCOUNT = and_(
    PERSON.c.telegram_id == bindparam("telegram"), ATTENDEE.c.event_id == bindparam("event")
)


def _which(condition: Any) -> Select[Any]:
    """Who a condition finds, at which versions."""
    return (
        select(ATTENDEE.c.id, ATTENDEE.c.version, PERSON.c.version.label("of_person"))
        .join(PERSON, PERSON.c.id == ATTENDEE.c.person_id)
        .where(condition)
        .order_by(ATTENDEE.c.id)
    )


BY_ID = Quick(_which(HAS_ID))
BY_IDS = _which(IN_IDS)
BY_PERSON = Quick(_which(IS_PERSON))
BY_PERSON_ANYWHERE = Quick(_which(ATTENDEE.c.person_id == bindparam("person")))
BY_ACCOUNT = Quick(_which(IS_ACCOUNT))
REACHABLE = Quick(_which(IS_REACHABLE))
BLOCKING = Quick(
    _which(
        and_(
            ATTENDEE.c.event_id == bindparam("event"),
            exists().where(ATTENDEE_BLOCK.c.attendee_id == ATTENDEE.c.id),
        )
    )
)
COUNT = Quick(
    select(func.count().label("people"))
    .select_from(ATTENDEE)
    .join(PERSON, PERSON.c.id == ATTENDEE.c.person_id)
    .where(IS_REACHABLE)
)

# All that belongs to the attendees of a condition, in five statements.
ROWS = select(ATTENDEE)
PERSONS = select(PERSON).join(ATTENDEE, ATTENDEE.c.person_id == PERSON.c.id)
INTENTS = select(INTENT).join(ATTENDEE, ATTENDEE.c.id == INTENT.c.attendee_id)
FREE = select(ATTENDEE_WINDOW).join(ATTENDEE, ATTENDEE.c.id == ATTENDEE_WINDOW.c.attendee_id)
BLOCKED = select(ATTENDEE_BLOCK).join(ATTENDEE, ATTENDEE.c.id == ATTENDEE_BLOCK.c.attendee_id)
EVERYTHING = (
    ROWS,
    PERSONS,
    INTENTS.order_by(INTENT.c.position),
    FREE,
    BLOCKED.order_by(ATTENDEE_BLOCK.c.starts_at),
)
OF_ONE = [Quick(statement.where(HAS_ID)) for statement in EVERYTHING]
OF_SEVERAL = [statement.where(IN_IDS) for statement in EVERYTHING]


class StoredAttendees:
    """`ports.Attendees`."""

    def __init__(self, connection: Connection, recall: Recall) -> None:
        self._connection = connection
        self._recall = recall
        self._seen: dict[AttendeeId, Attendee] = {}
        """As this transaction last read or wrote them: what did not change is not rewritten."""

    def get(self, attendee_id: AttendeeId) -> Attendee | None:
        """The attendee with this id."""
        return self._one(BY_ID.rows(self._connection, attendee=attendee_id))

    def of_person(self, person_id: PersonId, event_id: EventId) -> Attendee | None:
        """The person as an attendee of the event."""
        return self._one(BY_PERSON.rows(self._connection, person=person_id, event=event_id))

    def all_of(self, person_id: PersonId) -> list[Attendee]:
        """The person at every event they have registered for."""
        return self._known(BY_PERSON_ANYWHERE.rows(self._connection, person=person_id))

    def of_account(self, telegram_id: int, event_id: EventId) -> Attendee | None:
        """The person behind an account as an attendee of the event."""
        return self._one(BY_ACCOUNT.rows(self._connection, telegram=telegram_id, event=event_id))

    def reachable(self, event_id: EventId) -> list[Attendee]:
        """All who may be proposed to others."""
        return self._known(REACHABLE.rows(self._connection, event=event_id))

    def count_reachable(self, event_id: EventId) -> int:
        """How many may be proposed to others."""
        return int(COUNT.first(self._connection, event=event_id).people)

    def best(
        self,
        viewer: Attendee,
        *,
        allowed: Allowed,
        shown: Mapping[AttendeeId, int],
        adjust: Adjustments,
        top: int,
        least: float,
    ) -> list[tuple[NewMatch, Attendee]]:
        """The best partners for the viewer among the reachable, best first."""
        rows = REACHABLE.rows(self._connection, event=viewer.event_id)
        # What may yet be rolled back is not for the pool that all share.
        settled = self._recall.settled(but=viewer)
        pool = self._recall.memory.reachable[viewer.event_id] if settled else Reachable()
        return pool.best(
            viewer,
            rows,
            self._known,
            allowed=allowed,
            shown=shown,
            adjust=adjust,
            top=top,
            least=least,
        )

    def many(self, ids: Collection[AttendeeId]) -> dict[AttendeeId, Attendee]:
        """Those of the ids that exist."""
        which = self._connection.execute(BY_IDS, {"attendees": list(ids)}).all() if ids else []
        return {attendee.id: attendee for attendee in self._known(which)}

    def blocking(self, event_id: EventId) -> list[Attendee]:
        """Those who have blocked a stretch of time."""
        return self._known(BLOCKING.rows(self._connection, event=event_id))

    def add(self, person_id: PersonId, event_id: EventId) -> Attendee:
        """Registers a person for an event."""
        key = ADD.insert(
            self._connection,
            person_id=person_id,
            event_id=event_id,
            speaks=[],
            words="",
            dropped=[],
            windows_asked=False,
            version=1,
        )
        self._recall.attendees.add(AttendeeId(key))
        added = self.get(AttendeeId(key))
        if added is None:
            raise LookupError(f"attendee {key} is gone")
        return added

    def save(self, attendee: Attendee) -> None:
        """Saves the attendee's own fields, intents and windows."""
        self._recall.attendees.add(attendee.id)
        SAVE.run(
            self._connection,
            attendee=attendee.id,
            code=attendee.code,
            organisation=attendee.organisation,
            role=attendee.role.value if attendee.role else None,
            speaks=list(attendee.speaks),
            words=attendee.words,
            dropped=list(attendee.dropped),
            confirmed_at=attendee.confirmed_at,
            windows_asked=attendee.windows is not None,
            ready_at=attendee.ready_at,
            paused_at=attendee.paused_at,
            presence=attendee.presence.value if attendee.presence else None,
        )
        seen = self._seen.get(attendee.id)
        if seen is None or seen.intents != attendee.intents:
            self._replace(attendee.id, CLEAR_INTENTS, ADD_INTENTS, intent_rows(attendee))
        if seen is None or seen.windows != attendee.windows:
            self._replace(attendee.id, CLEAR_WINDOWS, ADD_WINDOWS, window_rows(attendee))
        if seen is None or seen.blocked != attendee.blocked:
            self._replace(attendee.id, CLEAR_BLOCKS, ADD_BLOCKS, block_rows(attendee))
        self._seen[attendee.id] = attendee

    def _replace(
        self, attendee: AttendeeId, clear: Quick, add: Quick, rows: list[dict[str, Any]]
    ) -> None:
        clear.run(self._connection, attendee=attendee)
        add.run_all(self._connection, rows)

    def _one(self, which: Collection[Any]) -> Attendee | None:
        return next(iter(self._known(which)), None)

    def _known(self, which: Collection[Any]) -> list[Attendee]:
        """Those found, remembered or read."""
        found: dict[AttendeeId, Attendee] = {}
        unknown: list[Any] = []
        for one in which:
            kept = self._recall.attendee(one.id, one.version, one.of_person)
            if kept is None:
                unknown.append(one)
            else:
                found[one.id] = kept
        if unknown:
            found.update(self._read([one.id for one in unknown]))
            for one in unknown:
                self._recall.keep_attendee(one.version, one.of_person, found[one.id])
        self._seen.update(found)
        return [found[one.id] for one in which]

    def _read(self, ids: list[AttendeeId]) -> dict[AttendeeId, Attendee]:
        parts: list[Collection[Any]]
        if len(ids) == 1:
            parts = [one.rows(self._connection, attendee=ids[0]) for one in OF_ONE]
        else:
            at = {"attendees": ids}
            parts = [self._connection.execute(several, at).all() for several in OF_SEVERAL]
        rows, persons, intents, windows, blocks = parts
        people = {row.id: person_of(row) for row in persons}
        said: dict[int, list[Any]] = {}
        for row in intents:
            said.setdefault(row.attendee_id, []).append(row)
        free: dict[int, set[WindowId]] = {}
        for row in windows:
            free.setdefault(row.attendee_id, set()).add(WindowId(row.window_id))
        blocked: dict[int, list[Stretch]] = {}
        for row in blocks:
            stretch = Stretch(starts_at=row.starts_at, ends_at=row.ends_at)
            blocked.setdefault(row.attendee_id, []).append(stretch)
        return {
            row.id: attendee_of(
                row,
                people[row.person_id],
                said.get(row.id, ()),
                free.get(row.id),
                blocked.get(row.id, ()),
            )
            for row in rows
        }
