"""Offers and meetings, and the bookings that make a double one impossible."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    delete,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from matchmaking.errors import Refusal, Refused
from matchmaking.meetings import Cause, Meeting, MeetingId, NewMeeting, State
from matchmaking.people import AttendeeId, EventId, PersonId
from storage.quick import Quick
from storage.rows import insert_one
from storage.tables import ATTENDEE, BOOKING, MEETING, OFFER_SLOT
from storage.upserts import insert_new

# One row a proposed slot; a meeting's rows stand together, its slots in order of time.
EVERYTHING = select(MEETING, OFFER_SLOT.c.starts_at.label("slot")).outerjoin(
    OFFER_SLOT, OFFER_SLOT.c.meeting_id == MEETING.c.id
)
IN_ORDER = (MEETING.c.id, OFFER_SLOT.c.starts_at)
LATEST_FIRST = (MEETING.c.offered_at.desc(), MEETING.c.id.desc(), OFFER_SLOT.c.starts_at)
# Written out and not bound, so that the databases see that their partial indexes apply.
IS_OFFERED = MEETING.c.state == literal_column(f"'{State.OFFERED.value}'")
IS_MOVING = MEETING.c.mover_id.is_not(None)
IS_ACCEPTED = MEETING.c.state == literal_column(f"'{State.ACCEPTED.value}'")
HAS_SIDE = or_(
    MEETING.c.proposer_id == bindparam("attendee"), MEETING.c.invitee_id == bindparam("attendee")
)
IS_BETWEEN = or_(
    and_(MEETING.c.proposer_id == bindparam("one"), MEETING.c.invitee_id == bindparam("other")),
    and_(MEETING.c.proposer_id == bindparam("other"), MEETING.c.invitee_id == bindparam("one")),
)

BY_ID = Quick(EVERYTHING.where(MEETING.c.id == bindparam("meeting")).order_by(*IN_ORDER))
OF_ATTENDEE = Quick(EVERYTHING.where(HAS_SIDE).order_by(*LATEST_FIRST))
BETWEEN = Quick(EVERYTHING.where(IS_BETWEEN).order_by(*IN_ORDER))
OPEN_OF = Quick(EVERYTHING.where(HAS_SIDE, IS_OFFERED).order_by(*IN_ORDER))
UNDER_WAY = Quick(
    EVERYTHING.where(
        MEETING.c.event_id == bindparam("event"), or_(IS_OFFERED, IS_ACCEPTED)
    ).order_by(*IN_ORDER)
)
MINE, THEIRS, THERE = ATTENDEE.alias("mine"), ATTENDEE.alias("theirs"), ATTENDEE.alias("there")
MET = Quick(
    select(THERE.c.id, MEETING.c.event_id)
    .select_from(MINE)
    .join(MEETING, or_(MEETING.c.proposer_id == MINE.c.id, MEETING.c.invitee_id == MINE.c.id))
    .join(
        THEIRS,
        and_(
            THEIRS.c.id != MINE.c.id,
            or_(THEIRS.c.id == MEETING.c.proposer_id, THEIRS.c.id == MEETING.c.invitee_id),
        ),
    )
    .join(
        THERE,
        and_(THERE.c.person_id == THEIRS.c.person_id, THERE.c.event_id == bindparam("event")),
    )
    .where(
        MINE.c.person_id == bindparam("person"),
        MEETING.c.event_id != bindparam("event"),
        MEETING.c.state.in_(
            [
                literal_column(f"'{one.value}'")
                for one in (State.STARTED, State.HELD, State.UNCONFIRMED)
            ]
        ),
    )
    .order_by(MEETING.c.event_id, THERE.c.id)
)
LAPSED = Quick(
    EVERYTHING.where(
        MEETING.c.id.in_(
            select(MEETING.c.id)
            .where(or_(IS_OFFERED, IS_MOVING), MEETING.c.expires_at <= bindparam("now"))
            .order_by(MEETING.c.expires_at, MEETING.c.id)
            .limit(bindparam("most"))
        )
    ).order_by(*IN_ORDER)
)
BEGUN = Quick(
    EVERYTHING.where(
        MEETING.c.id.in_(
            select(MEETING.c.id)
            .where(IS_ACCEPTED, MEETING.c.starts_at <= bindparam("now"))
            .order_by(MEETING.c.starts_at, MEETING.c.id)
            .limit(bindparam("most"))
        )
    ).order_by(*IN_ORDER)
)

ADD = insert(MEETING)
ADD_SLOTS = insert(OFFER_SLOT)
SAVE = update(MEETING).where(MEETING.c.id == bindparam("meeting"))
BOOK = insert_new(BOOKING, returning=[BOOKING.c.attendee_id])
UNBOOK = delete(BOOKING).where(
    BOOKING.c.attendee_id == bindparam("attendee"), BOOKING.c.starts_at == bindparam("start")
)
CLEAR_SLOTS = delete(OFFER_SLOT).where(OFFER_SLOT.c.meeting_id == bindparam("meeting"))
RELEASE = delete(BOOKING).where(BOOKING.c.meeting_id == bindparam("meeting"))
BUSY = select(BOOKING.c.starts_at).where(
    BOOKING.c.attendee_id.in_(bindparam("attendees", expanding=True))
)
TABLES = select(BOOKING.c.table_number).where(
    BOOKING.c.event_id == bindparam("event"),
    BOOKING.c.starts_at == bindparam("start"),
    BOOKING.c.table_number.is_not(None),
)


class StoredMeetings:
    """`ports.Meetings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._slots: dict[MeetingId, tuple[datetime, ...]] = {}
        """As this transaction last read or wrote them: what did not change is not rewritten."""

    def get(self, meeting_id: MeetingId) -> Meeting | None:
        """The meeting with this id."""
        return next(iter(self._find(BY_ID, meeting=meeting_id)), None)

    def add(self, meeting: NewMeeting) -> Meeting:
        """Stores an offer."""
        values = {
            "event_id": meeting.event_id,
            "proposer_id": meeting.proposer,
            "invitee_id": meeting.invitee,
            "state": State.OFFERED.value,
            "offered_at": meeting.offered_at,
            "expires_at": meeting.expires_at,
            "room": meeting.room,
            "crowded_out": False,
            "round": 0,
            "sequence": 0,
            "words": "",
            "open_pair": _pair(meeting.proposer, meeting.invitee),
        }
        key = insert_one(self._connection, ADD, values)
        slots = self._add_slots(MeetingId(key), meeting.slots)
        return Meeting(
            id=MeetingId(key),
            event_id=meeting.event_id,
            proposer=meeting.proposer,
            invitee=meeting.invitee,
            state=State.OFFERED,
            slots=slots,
            offered_at=meeting.offered_at,
            expires_at=meeting.expires_at,
            room=meeting.room,
        )

    def save(self, meeting: Meeting) -> None:
        """Saves all but the id, the event, and when it was first offered."""
        open_ = meeting.state is State.OFFERED
        values = {
            "meeting": meeting.id,
            "proposer_id": meeting.proposer,
            "invitee_id": meeting.invitee,
            "open_pair": _pair(meeting.proposer, meeting.invitee) if open_ else None,
            "state": meeting.state.value,
            "expires_at": meeting.expires_at,
            "starts_at": meeting.starts_at,
            "table_number": meeting.table,
            "room": meeting.room,
            "crowded_out": meeting.crowded_out,
            "round": meeting.round,
            "sequence": meeting.sequence,
            "mover_id": meeting.mover,
            "cause": meeting.cause.value if meeting.cause else None,
            "words": meeting.words,
            "ended_by": meeting.ended_by,
            "ended_at": meeting.ended_at,
        }
        self._connection.execute(SAVE, values)
        if meeting.slots != self._slots.get(meeting.id):
            self._connection.execute(CLEAR_SLOTS, {"meeting": meeting.id})
            self._add_slots(meeting.id, meeting.slots)

    def book(self, meeting: Meeting) -> None:
        """Takes the start for both and the table, or raises `Refused` (SLOT_TAKEN) having
        taken nothing. A row that is in the way is passed over rather than an error, so that
        no savepoint is needed for the transaction to stay usable."""
        if meeting.starts_at is None:
            raise ValueError(f"meeting {meeting.id} has no start to book")
        row = {
            "starts_at": meeting.starts_at,
            "meeting_id": meeting.id,
            "event_id": meeting.event_id,
        }
        rows = [
            row | {"attendee_id": meeting.proposer, "table_number": meeting.table},
            row | {"attendee_id": meeting.invitee, "table_number": None},
        ]
        taken = self._connection.execute(BOOK.on(self._connection), rows).scalars().all()
        if len(taken) == len(rows):
            return
        for attendee in taken:
            self._connection.execute(UNBOOK, {"attendee": attendee, "start": meeting.starts_at})
        raise Refused(Refusal.SLOT_TAKEN)

    def release(self, meeting_id: MeetingId) -> None:
        """Frees what `book` took."""
        self._connection.execute(RELEASE, {"meeting": meeting_id})

    def under_way(self, event_id: EventId) -> list[Meeting]:
        """Unanswered offers and agreed meetings."""
        return self._find(UNDER_WAY, event=event_id)

    def of_attendee(self, attendee: AttendeeId) -> list[Meeting]:
        """All in which the attendee is either side, the latest offered first."""
        return self._find(OF_ATTENDEE, attendee=attendee)

    def met_elsewhere(self, person: PersonId, event_id: EventId) -> dict[AttendeeId, EventId]:
        """The event's attendees whom this person has met at another event."""
        rows = MET.rows(self._connection, person=person, event=event_id)
        return {AttendeeId(row.id): EventId(row.event_id) for row in rows}

    def between(self, one: AttendeeId, other: AttendeeId) -> list[Meeting]:
        """All between these two, whoever proposed."""
        return self._find(BETWEEN, one=one, other=other)

    def busy(self, *attendees: AttendeeId) -> set[datetime]:
        """The starts booked by any of these."""
        if not attendees:
            return set()
        return set(self._connection.execute(BUSY, {"attendees": attendees}).scalars())

    def tables_taken(self, event_id: EventId, start: datetime) -> set[int]:
        """The tables booked at this start."""
        at = {"event": event_id, "start": start}
        return set(self._connection.execute(TABLES, at).scalars())

    def open_offers_of(self, attendee: AttendeeId) -> list[Meeting]:
        """Unanswered offers in which the attendee is either side."""
        return self._find(OPEN_OF, attendee=attendee)

    def lapsed(self, now: datetime, limit: int) -> list[Meeting]:
        """Unanswered offers whose time is up: the `limit` that have been so longest."""
        return self._find(LAPSED, now=now, most=limit)

    def begun(self, now: datetime, limit: int) -> list[Meeting]:
        """Agreed meetings whose start has come: the `limit` that began first."""
        return self._find(BEGUN, now=now, most=limit)

    def _add_slots(self, meeting: MeetingId, slots: tuple[datetime, ...]) -> tuple[datetime, ...]:
        kept = tuple(sorted(set(slots)))
        if kept:
            rows = [{"meeting_id": meeting, "starts_at": slot} for slot in kept]
            self._connection.execute(ADD_SLOTS, rows)
        self._slots[meeting] = kept
        return kept

    def _find(self, statement: Quick, **at: Any) -> list[Meeting]:
        groups: dict[int, list[Any]] = {}
        for row in statement.rows(self._connection, **at):
            groups.setdefault(row.id, []).append(row)
        found = [_meeting(rows) for rows in groups.values()]
        self._slots.update((meeting.id, meeting.slots) for meeting in found)
        return found


def _pair(one: AttendeeId, other: AttendeeId) -> str:
    """The two, the same whoever is named first."""
    return f"{min(one, other)}-{max(one, other)}"


def _meeting(rows: list[Any]) -> Meeting:
    row = rows[0]
    return Meeting(
        id=MeetingId(row.id),
        event_id=EventId(row.event_id),
        proposer=AttendeeId(row.proposer_id),
        invitee=AttendeeId(row.invitee_id),
        state=State(row.state),
        slots=tuple(each.slot for each in rows if each.slot is not None),
        offered_at=row.offered_at,
        expires_at=row.expires_at,
        starts_at=row.starts_at,
        table=row.table_number,
        room=row.room,
        crowded_out=row.crowded_out,
        round=row.round,
        sequence=row.sequence,
        mover=AttendeeId(row.mover_id) if row.mover_id is not None else None,
        cause=Cause(row.cause) if row.cause else None,
        words=row.words,
        ended_by=AttendeeId(row.ended_by) if row.ended_by is not None else None,
        ended_at=row.ended_at,
    )
