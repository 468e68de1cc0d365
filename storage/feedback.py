"""What people say of their meetings, and which meetings still wait for words."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from matchmaking.aftermath import Counts, Feedback, Owing, Useful
from matchmaking.intents import Kind
from matchmaking.meetings import MeetingId, State
from matchmaking.people import AttendeeId, EventId
from storage.quick import Quick
from storage.tables import FEEDBACK, MEETING
from storage.upserts import insert_or_update

# Written out and not bound, so that the databases see that their partial indexes apply.
IS_AGREED = or_(
    *(
        MEETING.c.state == literal_column(f"'{state.value}'")
        for state in (State.ACCEPTED, State.STARTED)
    )
)
HAS_BEGUN = and_(
    MEETING.c.event_id == bindparam("event"), MEETING.c.starts_at <= bindparam("started")
)
SIDES = union_all(
    *(
        select(MEETING.c.id, MEETING.c.starts_at, side.label("attendee_id")).where(
            IS_AGREED, HAS_BEGUN, MEETING.c.starts_at > bindparam("since")
        )
        for side in (MEETING.c.proposer_id, MEETING.c.invitee_id)
    )
).subquery("sides")
ALL_OWING = (
    select(
        SIDES.c.id, SIDES.c.starts_at.label("begun"), SIDES.c.attendee_id.label("side"), FEEDBACK
    )
    .outerjoin(
        FEEDBACK,
        and_(FEEDBACK.c.meeting_id == SIDES.c.id, FEEDBACK.c.attendee_id == SIDES.c.attendee_id),
    )
    .where(FEEDBACK.c.done_at.is_(None))
    .order_by(SIDES.c.starts_at, SIDES.c.id, SIDES.c.attendee_id)
)
OWING = Quick(ALL_OWING)
OWING_OF = Quick(ALL_OWING.where(SIDES.c.attendee_id == bindparam("attendee")))
TO_CLOSE = Quick(
    select(MEETING.c.id)
    .where(IS_AGREED, HAS_BEGUN)
    .order_by(MEETING.c.starts_at, MEETING.c.id)
    .limit(bindparam("most"))
)
OF_MEETING = Quick(select(FEEDBACK).where(FEEDBACK.c.meeting_id == bindparam("meeting")))
OF_ATTENDEE = Quick(
    select(FEEDBACK)
    .where(FEEDBACK.c.attendee_id == bindparam("attendee"))
    .order_by(FEEDBACK.c.asked_at, FEEDBACK.c.meeting_id)
)
SAVE = Quick(
    insert_or_update(
        FEEDBACK,
        keys=["meeting_id", "attendee_id"],
        change=[
            "asked_at",
            "round_at",
            "held",
            "useful",
            "follow_ups",
            "note",
            "said_at",
            "done_at",
        ],
    )
)
STATES = select(MEETING.c.state, func.count().label("n")).where(HAS_BEGUN).group_by(MEETING.c.state)
SAID = select(FEEDBACK).join(MEETING, MEETING.c.id == FEEDBACK.c.meeting_id).where(HAS_BEGUN)


class StoredFeedback:
    """`ports_after.Feedbacks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_meeting(self, meeting_id: MeetingId) -> dict[AttendeeId, Feedback]:
        """What each side has been asked and has said."""
        rows = OF_MEETING.rows(self._connection, meeting=meeting_id)
        return {AttendeeId(row.attendee_id): _feedback(row) for row in rows}

    def of_attendee(self, attendee_id: AttendeeId) -> list[Feedback]:
        """All of one attendee's, in order of having been asked."""
        rows = OF_ATTENDEE.rows(self._connection, attendee=attendee_id)
        return [_feedback(row) for row in rows]

    def save(self, feedback: Feedback) -> None:
        """Replaces what that side had said."""
        SAVE.run(
            self._connection,
            meeting_id=feedback.meeting,
            attendee_id=feedback.attendee,
            asked_at=feedback.asked_at,
            round_at=feedback.round_at,
            held=feedback.held,
            useful=feedback.useful.value if feedback.useful else None,
            follow_ups=[kind.value for kind in Kind if kind in feedback.follow_ups],
            note=feedback.note,
            said_at=feedback.said_at,
            done_at=feedback.done_at,
        )

    def owing(
        self, event_id: EventId, *, started: datetime, since: datetime, of: AttendeeId | None = None
    ) -> list[Owing]:
        """The sides that are not through with their answers, by start, then meeting."""
        at: dict[str, Any] = {"event": event_id, "started": started, "since": since}
        if of is None:
            return [_owing(row) for row in OWING.rows(self._connection, **at)]
        return [_owing(row) for row in OWING_OF.rows(self._connection, attendee=of, **at)]

    def to_close(self, event_id: EventId, *, started: datetime, limit: int) -> Sequence[MeetingId]:
        """Agreed meetings in no end state that started up to then, the earliest first."""
        rows = TO_CLOSE.rows(self._connection, event=event_id, started=started, most=limit)
        return [MeetingId(row.id) for row in rows]

    def counts(self, event_id: EventId, *, started: datetime) -> Counts:
        """What became of the meetings that started up to then."""
        at = {"event": event_id, "started": started}
        states = {row.state: row.n for row in self._connection.execute(STATES, at)}
        useful: Counter[Useful] = Counter()
        agreed: dict[Kind, set[int]] = {}
        answers = 0
        for row in self._connection.execute(SAID, at):
            said = _feedback(row)
            answers += said.held is not None
            if said.useful is not None:
                useful[said.useful] += 1
            for kind in said.follow_ups:
                agreed.setdefault(kind, set()).add(said.meeting)
        return Counts(
            held=states.get(State.HELD, 0),
            no_show=states.get(State.NO_SHOW, 0),
            unconfirmed=states.get(State.UNCONFIRMED, 0),
            open=states.get(State.ACCEPTED, 0) + states.get(State.STARTED, 0),
            answers=answers,
            useful=dict(useful),
            follow_ups={kind: len(meetings) for kind, meetings in agreed.items()},
        )


def _owing(row: Any) -> Owing:
    return Owing(
        meeting=MeetingId(row.id),
        attendee=AttendeeId(row.side),
        starts_at=row.begun,
        feedback=None if row.asked_at is None else _feedback(row),
    )


def _feedback(row: Any) -> Feedback:
    return Feedback(
        meeting=MeetingId(row.meeting_id),
        attendee=AttendeeId(row.attendee_id),
        asked_at=row.asked_at,
        round_at=row.round_at,
        held=row.held,
        useful=Useful(row.useful) if row.useful else None,
        follow_ups=frozenset(Kind(one) for one in row.follow_ups),
        note=row.note,
        said_at=row.said_at,
        done_at=row.done_at,
    )
