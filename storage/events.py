"""Events and their frames: put up as a whole, read as a whole, and remembered between reads; and
which of them somebody is in."""

from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event, EventPlan
from matchmaking.people import EventId, PersonId, WindowId
from storage.frames import WINDOWS, columns, load_event, plain, put_frame
from storage.memory import Recall
from storage.quick import Quick
from storage.rows import insert_one
from storage.tables import (
    ATTENDEE,
    ATTENDEE_WINDOW,
    DAY,
    EDITION,
    EVENT,
    ORGANISER,
    PERSON,
    SESSION,
    SPAN,
    SPEAKER,
    WINDOW,
)
from storage.upserts import insert_or_update

LAST = Quick(select(EVENT.c.id, EVENT.c.version).order_by(EVENT.c.id.desc()).limit(1))
VERSION = Quick(select(EVENT.c.id, EVENT.c.version).where(EVENT.c.id == bindparam("event")))
ALL = Quick(select(EVENT.c.id, EVENT.c.version).order_by(EVENT.c.id))
REGISTERED_LAST = (
    select(ATTENDEE.c.event_id)
    .where(ATTENDEE.c.person_id == PERSON.c.id)
    .order_by(ATTENDEE.c.id.desc())
    .limit(1)
    .correlate(PERSON)
    .scalar_subquery()
)
HELPS_LAST = (
    select(ORGANISER.c.event_id)
    .where(ORGANISER.c.person_id == PERSON.c.id)
    .order_by(ORGANISER.c.since.desc(), ORGANISER.c.event_id.desc())
    .limit(1)
    .correlate(PERSON)
    .scalar_subquery()
)
THEIRS = (
    select(EVENT.c.id, EVENT.c.version)
    .select_from(PERSON)
    .outerjoin(EDITION, EDITION.c.person_id == PERSON.c.id)
    .join(EVENT, EVENT.c.id == func.coalesce(EDITION.c.event_id, REGISTERED_LAST, HELPS_LAST))
)
OF_PERSON = Quick(THEIRS.where(PERSON.c.id == bindparam("person")))
OF_ACCOUNT = Quick(THEIRS.where(PERSON.c.telegram_id == bindparam("telegram")))
CHOOSE = Quick(insert_or_update(EDITION, keys=["person_id"], change=["event_id"]))
WITH_CODE = select(EVENT.c.id, EVENT.c.version).where(EVENT.c.code == bindparam("wanted"))
ADD = insert(EVENT)
SAVE = update(EVENT).where(EVENT.c.id == bindparam("event"))
SAVE_WINDOW = update(WINDOW).where(WINDOW.c.id == bindparam("window"))
REMOVE_WINDOW = delete(WINDOW).where(WINDOW.c.id == bindparam("window"))
CHANGE_FREE = (
    update(ATTENDEE)
    .where(
        ATTENDEE.c.id.in_(
            select(ATTENDEE_WINDOW.c.attendee_id).where(
                ATTENDEE_WINDOW.c.window_id == bindparam("window")
            )
        )
    )
    .values(version=ATTENDEE.c.version + 1)
)
CLEAR = [
    delete(table).where(table.c.event_id == bindparam("event"))
    for table in (DAY, SESSION, SPAN, SPEAKER)
]


class StoredEvents:
    """`ports.Events`."""

    def __init__(self, connection: Connection, recall: Recall) -> None:
        self._connection = connection
        self._recall = recall
        self._read: dict[EventId, Event] = {}
        """As this transaction last read or wrote them."""

    def all(self) -> list[Event]:
        """All, in the order in which they were added."""
        rows = ALL.rows(self._connection)
        return [self._known(EventId(row.id), row.version) for row in rows]

    def current(self) -> Event | None:
        """The event added last."""
        row = LAST.first(self._connection)
        return self._known(EventId(row.id), row.version) if row else None

    def get(self, event_id: EventId) -> Event | None:
        """The event with this id."""
        if event_id in self._read:
            return self._read[event_id]
        row = VERSION.first(self._connection, event=event_id)
        return self._known(event_id, row.version) if row else None

    def with_code(self, code: str) -> Event | None:
        """The event with this code."""
        row = self._connection.execute(WITH_CODE, {"wanted": code}).first()
        return self._known(EventId(row.id), row.version) if row else None

    def of_person(self, person_id: PersonId) -> Event | None:
        """The edition somebody is in."""
        row = OF_PERSON.first(self._connection, person=person_id)
        return self._known(EventId(row.id), row.version) if row else None

    def of_account(self, telegram_id: int) -> Event | None:
        """The edition that the person behind an account is in."""
        row = OF_ACCOUNT.first(self._connection, telegram=telegram_id)
        return self._known(EventId(row.id), row.version) if row else None

    def choose(self, person_id: PersonId, event_id: EventId) -> None:
        """From now on somebody is in this one."""
        CHOOSE.run(self._connection, person_id=person_id, event_id=event_id)

    def put(self, plan: EventPlan, *, event_id: EventId | None = None) -> Event:
        """Adds the event or replaces the one with its code; the same again changes nothing.
        Its clock is that of today's rules."""
        stored = self._connection.execute(WITH_CODE, {"wanted": plan.code}).first()
        if event_id is not None:
            if stored is not None and stored.id != event_id:
                raise Refused(Refusal.CODE_TAKEN)
            stored = VERSION.first(self._connection, event=event_id)
        if stored is None:
            values = columns(plan) | {"version": 1}
            event_id = EventId(insert_one(self._connection, ADD, values))
        else:
            event_id = EventId(stored.id)
            before = self._known(event_id, stored.version)
            if (_without_ids(before.plan), before.clock) == (_without_ids(plan), plan.clock()):
                return before
            values = columns(plan) | {"version": stored.version + 1, "event": event_id}
            self._connection.execute(SAVE, values)
        self._recall.events.add(event_id)
        for statement in CLEAR:
            self._connection.execute(statement, {"event": event_id})
        self._put_windows(event_id, plan)
        put_frame(self._connection, event_id, plan)
        event = self._read[event_id] = load_event(self._connection, event_id)
        return event

    def _put_windows(self, event_id: EventId, plan: EventPlan) -> None:
        rows = self._connection.execute(WINDOWS, {"event": event_id})
        ids: dict[str, int] = {row.code: row.id for row in rows}
        for position, window in enumerate(plan.windows):
            values = {
                "event_id": event_id,
                "code": window.code,
                "position": position,
                "starts_at": window.starts_at,
                "ends_at": window.ends_at,
                "titles": plain(window.titles),
            }
            known = ids.pop(window.code, None)
            if known is None:
                self._connection.execute(insert(WINDOW), values)
            else:
                self._connection.execute(SAVE_WINDOW, values | {"window": known})
        for gone in ids.values():
            # It goes from those who were free in it, too, who are not the same any more.
            self._connection.execute(CHANGE_FREE, {"window": gone})
            self._connection.execute(REMOVE_WINDOW, {"window": gone})

    def _known(self, event_id: EventId, version: int) -> Event:
        event = self._recall.event(event_id, version)
        if event is None:
            event = load_event(self._connection, event_id)
            self._recall.keep_event(version, event)
        self._read[event_id] = event
        return event


def _without_ids(plan: EventPlan) -> EventPlan:
    return replace(plan, windows=tuple(replace(w, id=WindowId(0)) for w in plan.windows))
