"""What people reported, and what organisers decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from matchmaking.moderation import (
    Held,
    NewReport,
    NewStanding,
    Reason,
    Report,
    ReportId,
    ReportState,
    Standing,
    StandingId,
)
from matchmaking.people import Attendee, AttendeeId, EventId, Person, PersonId
from storage.attendees import StoredAttendees
from storage.people import person_of
from storage.quick import Quick
from storage.rows import insert_one
from storage.tables import PERSON, REPORT, STANDING
from storage.upserts import insert_or_update

OPEN = REPORT.c.state == ReportState.OPEN.value
REPLACED = delete(REPORT).where(
    REPORT.c.reporter_id == bindparam("reporter"),
    REPORT.c.reported_id == bindparam("reported"),
    OPEN,
)
ADD = insert(REPORT)
BY_ID = select(REPORT).where(REPORT.c.id == bindparam("report"))
QUEUE = select(REPORT).where(REPORT.c.event_id == bindparam("event"), OPEN).order_by(REPORT.c.id)
OTHERS = select(func.count(REPORT.c.reporter_id.distinct())).where(
    REPORT.c.reported_id == bindparam("reported"),
    REPORT.c.reporter_id != bindparam("reporter"),
    REPORT.c.reason != Reason.APPEAL.value,
)
SETTLE = (
    update(REPORT)
    .where(REPORT.c.reported_id == bindparam("reported"), OPEN)
    .values(
        state=bindparam("became"), settled_at=bindparam("now"), settled_by=bindparam("organiser")
    )
)
APART = Quick(
    select(REPORT.c.reporter_id, REPORT.c.reported_id).where(
        (REPORT.c.reporter_id == bindparam("attendee"))
        | (REPORT.c.reported_id == bindparam("attendee"))
    )
)
OF_PERSON = Quick(
    select(STANDING.c.standing).where(
        STANDING.c.person_id == bindparam("person"), STANDING.c.event_id == bindparam("event")
    )
)
OF_ACCOUNT = select(STANDING.c.standing).where(
    STANDING.c.key == bindparam("account"), STANDING.c.event_id == bindparam("event")
)
DECIDE = insert_or_update(
    STANDING, keys=["event_id", "key"], change=["person_id", "standing", "since"]
)
HELD = (
    select(STANDING)
    .where(STANDING.c.event_id == bindparam("event"))
    .order_by(STANDING.c.since.desc(), STANDING.c.id.desc())
)
THOSE = select(PERSON).where(PERSON.c.id.in_(bindparam("people", expanding=True)))
LIFT = delete(STANDING).where(STANDING.c.id == bindparam("standing_id"))


class StoredModeration:
    """`ports_moderation.Moderation`."""

    def __init__(self, connection: Connection, attendees: StoredAttendees) -> None:
        self._connection = connection
        self._attendees = attendees

    def report(self, new: NewReport) -> ReportId:
        """Stores a report; an open one of the same two is replaced."""
        pair = {"reporter": new.reporter, "reported": new.reported}
        self._connection.execute(REPLACED, pair)
        values = {
            "event_id": new.event_id,
            "reporter_id": new.reporter,
            "reported_id": new.reported,
            "reason": new.reason.value,
            "words": new.words,
            "at": new.at,
            "state": ReportState.OPEN.value,
        }
        return ReportId(insert_one(self._connection, ADD, values))

    def get(self, report_id: ReportId) -> Report | None:
        """The report with this id."""
        row = self._connection.execute(BY_ID, {"report": report_id}).first()
        found = self._reports([row] if row else [])
        return found[0] if found else None

    def open(self, event_id: EventId) -> list[Report]:
        """Those nobody has decided about, the oldest first."""
        return self._reports(self._connection.execute(QUEUE, {"event": event_id}).all())

    def settle(
        self, reported: AttendeeId, state: ReportState, now: datetime, *, by: PersonId
    ) -> None:
        """Decides about all open reports on one person."""
        values = {"reported": reported, "became": state.value, "now": now, "organiser": by}
        self._connection.execute(SETTLE, values)

    def apart(self, attendee: AttendeeId) -> set[AttendeeId]:
        """Whom they have reported, and who has reported them."""
        rows = APART.rows(self._connection, attendee=attendee)
        found = {AttendeeId(one) for row in rows for one in (row.reporter_id, row.reported_id)}
        return found - {attendee}

    def standing(self, person: PersonId, event_id: EventId) -> Standing | None:
        """What was decided about somebody."""
        row = OF_PERSON.first(self._connection, person=person, event=event_id)
        return Standing(row.standing) if row is not None else None

    def standing_of_account(self, key: str, event_id: EventId) -> Standing | None:
        """The same, for somebody who is not known."""
        values = {"account": key, "event": event_id}
        row = self._connection.execute(OF_ACCOUNT, values).first()
        return Standing(row.standing) if row is not None else None

    def decide(self, new: NewStanding) -> None:
        """Stores a decision; one about the same account is replaced."""
        values = {
            "event_id": new.event_id,
            "person_id": new.person,
            "key": new.key,
            "standing": new.standing.value,
            "since": new.since,
            "was_paused": new.was_paused,
        }
        self._connection.execute(DECIDE.on(self._connection), values)

    def held(self, event_id: EventId) -> list[Held]:
        """All that stand, the latest first."""
        rows = self._connection.execute(HELD, {"event": event_id}).all()
        wanted = sorted(row.person_id for row in rows if row.person_id is not None)
        found = self._connection.execute(THOSE, {"people": wanted}) if wanted else ()
        people = {row.id: person_of(row) for row in found}
        return [_held(row, people) for row in rows]

    def lift(self, standing_id: StandingId) -> None:
        """The decision stands no more."""
        self._connection.execute(LIFT, {"standing_id": standing_id})

    def _reports(self, rows: Any) -> list[Report]:
        reported = self._attendees.many({AttendeeId(row.reported_id) for row in rows})
        return [self._report(row, reported[AttendeeId(row.reported_id)]) for row in rows]

    def _report(self, row: Row[Any], reported: Attendee) -> Report:
        pair = {"reported": row.reported_id, "reporter": row.reporter_id}
        others = self._connection.execute(OTHERS, pair).scalar_one()
        return Report(
            id=ReportId(row.id),
            event_id=EventId(row.event_id),
            reported=reported,
            reason=Reason(row.reason),
            words=row.words,
            at=row.at,
            state=ReportState(row.state),
            others=int(others),
        )


def _held(row: Row[Any], people: dict[int, Person]) -> Held:
    return Held(
        id=StandingId(row.id),
        event_id=EventId(row.event_id),
        person=people.get(row.person_id),
        standing=Standing(row.standing),
        since=row.since,
        was_paused=row.was_paused,
    )
