"""Who sits and who waits in which session."""

from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, select, update

from matchmaking.people import AttendeeId, EventId
from matchmaking.seats import Seat
from storage.quick import Quick
from storage.tables import SEAT, SESSION
from storage.upserts import insert_or_update

# A row that two transactions both change is what makes the later one wait, or run again.
HOLD = (
    update(SESSION)
    .where(SESSION.c.event_id == bindparam("event"), SESSION.c.code == bindparam("session"))
    .values(seats=SESSION.c.seats)
)
IN_ORDER = (SEAT.c.session, SEAT.c.since, SEAT.c.attendee_id)
ALL = select(SEAT).order_by(*IN_ORDER)
IS_EVENT = SEAT.c.event_id == bindparam("event")
OF_SESSION = ALL.where(IS_EVENT, SEAT.c.session == bindparam("session"))
OF_ATTENDEE = Quick(ALL.where(SEAT.c.attendee_id == bindparam("attendee")))
OF_EVENT = ALL.where(IS_EVENT)
PUT = Quick(
    insert_or_update(SEAT, keys=["event_id", "session", "attendee_id"], change=["since", "waiting"])
)
REMOVE = delete(SEAT).where(
    IS_EVENT,
    SEAT.c.session == bindparam("session"),
    SEAT.c.attendee_id == bindparam("attendee"),
)


class StoredSeats:
    """`ports.Seats`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, event_id: EventId, session: str) -> None:
        """Keeps everybody else from changing this session's seats until the transaction ends."""
        self._connection.execute(HOLD, {"event": event_id, "session": session})

    def of_session(self, event_id: EventId, session: str) -> list[Seat]:
        """Everybody in a session."""
        return self._found(OF_SESSION, event=event_id, session=session)

    def of_attendee(self, attendee: AttendeeId) -> list[Seat]:
        """Everything that an attendee has a seat in, or waits for."""
        rows = OF_ATTENDEE.rows(self._connection, attendee=attendee)
        return [_seat(row) for row in rows]

    def of_event(self, event_id: EventId) -> list[Seat]:
        """Everybody in any session of an event."""
        return self._found(OF_EVENT, event=event_id)

    def put(self, seat: Seat) -> None:
        """Stores it; one that the attendee had in the session is replaced."""
        PUT.run(
            self._connection,
            event_id=seat.event_id,
            session=seat.session,
            attendee_id=seat.attendee,
            since=seat.since,
            waiting=seat.waiting,
        )

    def remove(self, seat: Seat) -> None:
        """Forgets it; nothing happens when it is gone."""
        values = {"event": seat.event_id, "session": seat.session, "attendee": seat.attendee}
        self._connection.execute(REMOVE, values)

    def _found(self, statement: Select[Any], **values: object) -> list[Seat]:
        return [_seat(row) for row in self._connection.execute(statement, values)]


def _seat(row: Any) -> Seat:
    return Seat(
        event_id=EventId(row.event_id),
        session=row.session,
        attendee=AttendeeId(row.attendee_id),
        since=row.since,
        waiting=row.waiting,
    )
