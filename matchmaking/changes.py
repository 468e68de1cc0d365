"""What each step makes of a meeting: the table of `matchmaking.meetings`, with what goes with it.

Every change of a meeting's state is one of these functions, so that no field is left behind by
a step. Each raises `Refused` (ILLEGAL_MOVE) where the table has no such step. Who may take it is
the use cases' to ask.
"""

from dataclasses import replace
from datetime import datetime

from matchmaking.errors import Refusal, Refused
from matchmaking.meetings import Cause, Meeting, State, Step, move
from matchmaking.people import AttendeeId

Slots = tuple[datetime, ...]


def countered(meeting: Meeting, slots: Slots, *, until: datetime) -> Meeting:
    """Whoever was asked proposes other slots: the two sides are swapped."""
    return replace(
        meeting,
        state=move(meeting.state, Step.COUNTER),
        proposer=meeting.invitee,
        invitee=meeting.proposer,
        slots=slots,
        expires_at=until,
        round=meeting.round + 1,
    )


def agreed(meeting: Meeting, slot: datetime, table: int | None) -> Meeting:
    """The offer becomes the meeting, or the meeting moves."""
    moving = meeting.mover is not None
    return replace(
        meeting,
        state=move(meeting.state, Step.RESCHEDULE if moving else Step.ACCEPT),
        starts_at=slot,
        table=table,
        mover=None,
        sequence=meeting.sequence + moving,
    )


def reseated(meeting: Meeting, table: int | None) -> Meeting:
    """An agreed meeting gets another table, or a room on line; the hour and the wish to move it, if
    there is one, stay. Raises `Refused` (ILLEGAL_MOVE) for one that is not ahead."""
    if meeting.state is not State.ACCEPTED:
        raise Refused(Refusal.ILLEGAL_MOVE, state=meeting.state)
    return replace(meeting, table=table, sequence=meeting.sequence + 1)


def wished(meeting: Meeting, by: AttendeeId, slots: Slots, *, until: datetime) -> Meeting:
    """One side asks to move; the old start stands."""
    return replace(
        meeting,
        state=move(meeting.state, Step.ASK),
        mover=by,
        slots=slots,
        expires_at=until,
        round=meeting.round + 1,
    )


def kept(meeting: Meeting) -> Meeting:
    """The wish to move is over, and the old start goes on standing."""
    return replace(meeting, state=move(meeting.state, Step.KEEP), mover=None)


def ended(
    meeting: Meeting,
    step: Step,
    *,
    by: AttendeeId,
    now: datetime,
    cause: Cause | None = None,
    words: str = "",
) -> Meeting:
    """Somebody turns it down, withdraws it or calls it off. Calling it off is one more change of
    what stands in calendars."""
    return replace(
        meeting,
        state=move(meeting.state, step),
        mover=None,
        cause=cause,
        words=words,
        ended_by=by,
        ended_at=now,
        sequence=meeting.sequence + (step is Step.CANCEL),
    )


def expired(meeting: Meeting, *, crowded_out: bool = False) -> Meeting:
    """Nobody answered in time, or other meetings took the last of the slots."""
    return replace(meeting, state=move(meeting.state, Step.EXPIRE), crowded_out=crowded_out)


def started(meeting: Meeting) -> Meeting:
    """The hour has come; a wish to move is too late."""
    return replace(meeting, state=move(meeting.state, Step.START), mover=None)
