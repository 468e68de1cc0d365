"""The life of a meeting, from offer to handshake, as one table.

A meeting begins as an **offer**: one attendee proposes up to three slots to another. From
there the table below is all there is; `move` looks a step up and refuses what is not in it.

    offered ──accept──► accepted ──start──► started ──hold──► held
       │                   │ ▲ │               │
       │                   │ └─┘ reschedule    └──miss──► no_show
       │                   └──cancel──► cancelled
       ├──decline──► declined
       ├──withdraw─► withdrawn
       └──expire───► expired

What the table does not show, and why it is so:

* **A pending offer holds nobody's slot.** Somebody with five open offers on one evening must
  not block five people, so a slot is taken by the first acceptance alone. Rival offers on
  that slot stay open while they have another choice left, and expire when they have none.
* **The end states are final.** A declined pair that changes its mind begins a new meeting:
  what was answered stays answered, and its old buttons can say so.
* **`accept` carries the slot.** The store's unique booking of (attendee, start) is what makes
  two simultaneous acceptances impossible; the table only says that each was legal.
* **The clock may act too**: `expire` and `start` are its events. They are as illegal in the
  wrong state as anybody else's, which is what makes a late tick harmless.
* **A meeting that began may still be told off**: `hold` and `miss` are also legal from
  `accepted`, for a meeting whose start tick was missed while the machine was down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from matchmaking.errors import Refusal, Refused
from matchmaking.people import Attendee, AttendeeId, EventId

MeetingId = NewType("MeetingId", int)

OUTGOING_CAP = 8
"""Most unanswered offers one attendee may have out at a time."""

ANSWER_BEFORE = timedelta(minutes=5)
"""An offer expires at the latest this long before its last slot."""


class State(StrEnum):
    """Where a meeting stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    STARTED = "started"
    HELD = "held"
    NO_SHOW = "no_show"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can happen to a meeting."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    START = "start"
    HOLD = "hold"
    MISS = "miss"


TABLE: Mapping[tuple[State, Step], State] = {
    (State.OFFERED, Step.ACCEPT): State.ACCEPTED,
    (State.OFFERED, Step.DECLINE): State.DECLINED,
    (State.OFFERED, Step.WITHDRAW): State.WITHDRAWN,
    (State.OFFERED, Step.EXPIRE): State.EXPIRED,
    (State.ACCEPTED, Step.RESCHEDULE): State.ACCEPTED,
    (State.ACCEPTED, Step.CANCEL): State.CANCELLED,
    (State.ACCEPTED, Step.START): State.STARTED,
    (State.ACCEPTED, Step.HOLD): State.HELD,
    (State.ACCEPTED, Step.MISS): State.NO_SHOW,
    (State.STARTED, Step.HOLD): State.HELD,
    (State.STARTED, Step.MISS): State.NO_SHOW,
}

BOOKED = frozenset({State.ACCEPTED, State.STARTED})
"""The states in which a meeting holds both people's slot."""


def move(state: State, step: Step) -> State:
    """Where `step` leads from `state`; raises `Refused` (ILLEGAL_MOVE) when nowhere."""
    try:
        return TABLE[state, step]
    except KeyError:
        raise Refused(Refusal.ILLEGAL_MOVE, state=state, step=step) from None


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A pair, the slots proposed, and what became of them. Instants are UTC."""

    id: MeetingId
    event_id: EventId
    proposer: AttendeeId
    invitee: AttendeeId
    state: State
    slots: tuple[datetime, ...]
    """The starting instants proposed, in order of time."""
    offered_at: datetime
    expires_at: datetime
    starts_at: datetime | None = None
    """The agreed start; kept when the meeting is cancelled, None until accepted."""
    table: int | None = None
    """The table number; None for a meeting that takes place on line."""
    room: str = ""
    """The unguessable part of the video link."""
    crowded_out: bool = False
    """Whether the offer ended because other meetings took the last of its slots."""
    sequence: int = 0
    """How often hour, place or being on have changed since it was agreed; what calendars compare
    (RFC 5545, 3.8.7.4)."""

    def other(self, attendee: AttendeeId) -> AttendeeId:
        """The other side; raises `Refused` (NOT_YOURS) for a stranger."""
        if attendee == self.proposer:
            return self.invitee
        if attendee == self.invitee:
            return self.proposer
        raise Refused(Refusal.NOT_YOURS)


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    """An offer about to be stored."""

    event_id: EventId
    proposer: AttendeeId
    invitee: AttendeeId
    slots: tuple[datetime, ...]
    offered_at: datetime
    expires_at: datetime
    room: str


@dataclass(frozen=True, kw_only=True)
class MeetingView:
    """A meeting as one of its two sides sees it, with what a screen needs to show it."""

    meeting: Meeting
    viewer: Attendee
    other: Attendee
    open_slots: tuple[datetime, ...] = ()
    """Of the slots proposed, those still to come in which both are free (offers only)."""


def is_ahead(meeting: Meeting, *, now: datetime, length: timedelta) -> bool:
    """Whether something is still to come of a meeting of that length: an offer that can be
    answered, or a booking whose end has not come. Nobody says how each meeting went, so a state
    alone does not tell."""
    if meeting.state is State.OFFERED:
        return meeting.expires_at > now
    start = meeting.starts_at
    return meeting.state in BOOKED and start is not None and start + length > now


def expiry(slots: tuple[datetime, ...], *, now: datetime, offer_hours: int) -> datetime:
    """When an offer made now lapses: after `offer_hours`, or just before its last slot."""
    return min(now + timedelta(hours=offer_hours), max(slots) - ANSWER_BEFORE)
