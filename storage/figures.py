"""An event as a whole: counts, and the lines of tables to take away."""

from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select

from matchmaking.figures import AGREED, AttendeeLine, MeetingLine
from matchmaking.meetings import State
from matchmaking.people import AttendeeId, EventId
from storage.tables import ATTENDEE, MEETING, PERSON

IS_HERE = and_(ATTENDEE.c.event_id == bindparam("event"), PERSON.c.consented_at.is_not(None))
HAS_MEETING = MEETING.c.state.in_(
    [one.value for one in (State.ACCEPTED, State.STARTED, State.HELD)]
)
SIDES = (
    select(
        ATTENDEE.c.id,
        func.count(MEETING.c.id).label("agreed"),
        func.sum(case((MEETING.c.state == State.HELD.value, 1), else_=0)).label("held"),
    )
    .join(
        MEETING,
        or_(MEETING.c.proposer_id == ATTENDEE.c.id, MEETING.c.invitee_id == ATTENDEE.c.id),
    )
    .where(ATTENDEE.c.event_id == bindparam("event"), HAS_MEETING)
    .group_by(ATTENDEE.c.id)
    .subquery("sides")
)
PEOPLE = (
    select(
        func.count().label("people"),
        func.count(ATTENDEE.c.ready_at).label("ready"),
        func.count(SIDES.c.id).label("meeting"),
    )
    .select_from(ATTENDEE)
    .join(PERSON, PERSON.c.id == ATTENDEE.c.person_id)
    .outerjoin(SIDES, SIDES.c.id == ATTENDEE.c.id)
    .where(IS_HERE)
)
STATES = (
    select(MEETING.c.state, func.count().label("n"))
    .where(MEETING.c.event_id == bindparam("event"))
    .group_by(MEETING.c.state)
)
ATTENDEES = (
    select(
        ATTENDEE.c.id,
        PERSON.c.name,
        PERSON.c.country,
        PERSON.c.language,
        ATTENDEE.c.organisation,
        ATTENDEE.c.role,
        ATTENDEE.c.speaks,
        ATTENDEE.c.words,
        ATTENDEE.c.ready_at,
        ATTENDEE.c.paused_at,
        SIDES.c.agreed,
        SIDES.c.held,
    )
    .select_from(ATTENDEE)
    .join(PERSON, PERSON.c.id == ATTENDEE.c.person_id)
    .outerjoin(SIDES, SIDES.c.id == ATTENDEE.c.id)
    .where(IS_HERE)
    .order_by(ATTENDEE.c.id)
)
ONE, OTHER = ATTENDEE.alias("one"), ATTENDEE.alias("other")
ONE_PERSON, OTHER_PERSON = PERSON.alias("one_person"), PERSON.alias("other_person")
MEETINGS = (
    select(
        MEETING.c.id,
        MEETING.c.state,
        MEETING.c.starts_at,
        MEETING.c.table_number,
        ONE_PERSON.c.name.label("one"),
        ONE.c.organisation.label("one_house"),
        OTHER_PERSON.c.name.label("other"),
        OTHER.c.organisation.label("other_house"),
    )
    .join(ONE, ONE.c.id == MEETING.c.proposer_id)
    .join(ONE_PERSON, ONE_PERSON.c.id == ONE.c.person_id)
    .join(OTHER, OTHER.c.id == MEETING.c.invitee_id)
    .join(OTHER_PERSON, OTHER_PERSON.c.id == OTHER.c.person_id)
    .where(
        MEETING.c.event_id == bindparam("event"),
        MEETING.c.state.in_([one.value for one in AGREED]),
    )
    .order_by(MEETING.c.starts_at, MEETING.c.id)
)


class StoredFigures:
    """`ports_figures.FiguresOf`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def people(self, event_id: EventId) -> tuple[int, int, int]:
        """How many take part, are ready, and have a meeting."""
        row = self._connection.execute(PEOPLE, {"event": event_id}).one()
        return int(row.people), int(row.ready), int(row.meeting)

    def states(self, event_id: EventId) -> dict[State, int]:
        """Offers and meetings, by where they stand."""
        rows = self._connection.execute(STATES, {"event": event_id})
        return {State(row.state): int(row.n) for row in rows}

    def attendees(self, event_id: EventId) -> list[tuple[AttendeeId, AttendeeLine]]:
        """Who take part, in the order in which they came."""
        return [
            (AttendeeId(row.id), _line(row))
            for row in self._connection.execute(ATTENDEES, {"event": event_id})
        ]

    def meetings(self, event_id: EventId) -> list[MeetingLine]:
        """Meetings that both had agreed to, by start."""
        return [
            MeetingLine(
                number=row.id,
                state=State(row.state),
                starts_at=row.starts_at,
                table=row.table_number,
                proposer=(row.one, row.one_house or ""),
                invitee=(row.other, row.other_house or ""),
            )
            for row in self._connection.execute(MEETINGS, {"event": event_id})
        ]


def _line(row: Any) -> AttendeeLine:
    return AttendeeLine(
        name=row.name,
        organisation=row.organisation or "",
        country=row.country or "",
        role=row.role or "",
        language=row.language,
        speaks=tuple(row.speaks),
        words=row.words,
        ready=row.ready_at is not None,
        paused=row.paused_at is not None,
        agreed=int(row.agreed or 0),
        held=int(row.held or 0),
    )
