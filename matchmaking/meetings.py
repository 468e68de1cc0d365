"""The life of a meeting, from offer to handshake, as one table.

A meeting begins as an **offer**: one attendee proposes up to three slots to another. From
there the table below is all there is; `move` looks a step up and refuses what is not in it.

     ┌─┐ counter        ┌─┐ ask, keep, reschedule
     │ ▼                │ ▼
    offered ──accept──► accepted ──start──► started ──hold──► held
       │                   │                   ├──miss──► no_show
       │                   │                   ├──close─► unconfirmed ──hold/miss──► …
       │                   │                   └──cancel► cancelled
       │                   └──cancel──► cancelled
       ├──decline──► declined
       ├──withdraw─► withdrawn
       └──expire───► expired

What the table does not show, and why it is so:

* **A pending offer holds nobody's slot.** Somebody with five open offers on one evening must
  not block five people, so a slot is taken by the first acceptance alone. Rival offers on
  that slot stay open while they have another choice left, and expire when they have none.
* **A counter-proposal swaps the two sides** and proposes other slots: whoever was asked asks
  now. It is the same meeting with the same id, one `round` later; `proposer` is always who
  proposed last, so that the same two rules go on holding: the invitee answers, the proposer
  may withdraw. It holds nobody's slot, and is not refused for want of a place among the
  offers somebody may have out: an answer is always possible.
* **A wish to move leaves an agreed meeting agreed.** `ask` names who asks (`mover`) and puts
  new slots beside the old start, which stands, booked and reminded of, until the other side
  takes one of them (`reschedule`: the old slot is freed, the new one booked, in one
  transaction) or somebody says `keep`: the asked side, the asker, or the clock. Asking again,
  by either side, replaces the wish; a round later as well.
* **Every button carries the meeting, never the round.** An old button acts if what it says
  can still be said by whoever taps it (a slot among those proposed now is one they agree to,
  whenever it was shown), and is refused with the meeting as it stands if not.
* **The end states are final.** A declined pair that changes its mind begins a new meeting:
  what was answered stays answered, and its old buttons can say so.
* **`accept` carries the slot.** The store's unique booking of (attendee, start) is what makes
  two simultaneous acceptances impossible; the table only says that each was legal. Two offers
  between the same two at the same moment are made impossible in the same way.
* **The clock may act too**: `expire`, `keep` and `start` are its events. They are as illegal
  in the wrong state as anybody else's, which is what makes a late tick harmless.
* **A meeting that began may still be told off**: `hold`, `miss` and `close` are also legal from
  `accepted`, for a meeting whose start tick was missed while the machine was down.
* **A meeting that has begun may be called off until its end**: whoever sits there alone is
  better told than left waiting. After its end, its two sides are asked instead.
* **Silence is no meeting held**: what nobody answers for, or the two answer differently, ends
  `unconfirmed`; a later word of theirs or an organiser's still settles it
  (`matchmaking.aftermath`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from matchmaking.errors import Refusal, Refused
from matchmaking.people import Attendee, AttendeeId, EventId

MeetingId = NewType("MeetingId", int)

WORDS_LIMIT = 200
"""Most characters kept of somebody's own words for why a meeting is off."""


class State(StrEnum):
    """Where a meeting stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    STARTED = "started"
    HELD = "held"
    NO_SHOW = "no_show"
    UNCONFIRMED = "unconfirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can happen to a meeting."""

    COUNTER = "counter"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    ASK = "ask"
    KEEP = "keep"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    START = "start"
    HOLD = "hold"
    MISS = "miss"
    CLOSE = "close"


TABLE: Mapping[tuple[State, Step], State] = {
    (State.OFFERED, Step.COUNTER): State.OFFERED,
    (State.OFFERED, Step.ACCEPT): State.ACCEPTED,
    (State.OFFERED, Step.DECLINE): State.DECLINED,
    (State.OFFERED, Step.WITHDRAW): State.WITHDRAWN,
    (State.OFFERED, Step.EXPIRE): State.EXPIRED,
    (State.ACCEPTED, Step.ASK): State.ACCEPTED,
    (State.ACCEPTED, Step.KEEP): State.ACCEPTED,
    (State.ACCEPTED, Step.RESCHEDULE): State.ACCEPTED,
    (State.ACCEPTED, Step.CANCEL): State.CANCELLED,
    (State.ACCEPTED, Step.START): State.STARTED,
    (State.ACCEPTED, Step.HOLD): State.HELD,
    (State.ACCEPTED, Step.MISS): State.NO_SHOW,
    (State.ACCEPTED, Step.CLOSE): State.UNCONFIRMED,
    (State.STARTED, Step.CANCEL): State.CANCELLED,
    (State.STARTED, Step.HOLD): State.HELD,
    (State.STARTED, Step.MISS): State.NO_SHOW,
    (State.STARTED, Step.CLOSE): State.UNCONFIRMED,
    (State.UNCONFIRMED, Step.HOLD): State.HELD,
    (State.UNCONFIRMED, Step.MISS): State.NO_SHOW,
}

BOOKED = frozenset({State.ACCEPTED, State.STARTED})
"""The states in which a meeting holds both people's slot."""

OFF = frozenset({State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.CANCELLED})
"""The states in which nothing comes of it."""


class Cause(StrEnum):
    """Why an offer was turned down or a meeting called off."""

    BUSY = "busy"
    FIELD = "not_my_field"
    MARKET = "not_my_market"
    ILL = "ill"
    CLASH = "clash"
    TRAVEL = "travel"
    IRRELEVANT = "not_relevant"
    OWN_WORDS = "own_words"


DECLINING = (Cause.BUSY, Cause.FIELD, Cause.MARKET)
CANCELLING = (Cause.CLASH, Cause.ILL, Cause.TRAVEL, Cause.IRRELEVANT)
"""The causes to choose from for each."""

PASSING = frozenset({Cause.BUSY, Cause.ILL, Cause.CLASH, Cause.TRAVEL})
"""Causes that have nothing to do with the other person: the two may be proposed again."""


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
    """Whoever proposed the slots of an offer last: a counter-proposal swaps the two."""
    invitee: AttendeeId
    state: State
    slots: tuple[datetime, ...]
    """The starting instants proposed last, in order of time: the offer's, or those to which an
    agreed meeting is asked to move."""
    offered_at: datetime
    expires_at: datetime
    """When the question that is open lapses: the offer, or the wish to move."""
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
    round: int = 0
    """How often slots were proposed anew, by a counter-proposal or a wish to move."""
    mover: AttendeeId | None = None
    """Who asks to move the agreed meeting to one of `slots`; None when nobody does."""
    cause: Cause | None = None
    words: str = ""
    """Why it was turned down or called off, if that was told; the words as they were written."""
    ended_by: AttendeeId | None = None
    ended_at: datetime | None = None
    """Who turned it down, withdrew it or called it off, and when."""

    @property
    def asked(self) -> AttendeeId | None:
        """Whose answer is awaited: the invitee's, or that of whoever is asked to move."""
        if self.state is State.OFFERED:
            return self.invitee
        if self.state is State.ACCEPTED and self.mover is not None:
            return self.other(self.mover)
        return None

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
    room: str = ""
    """The address of the room on line, while its door is open (`matchmaking.places`)."""


def is_ahead(meeting: Meeting, *, now: datetime, length: timedelta) -> bool:
    """Whether something is still to come of a meeting of that length: an offer that can be
    answered, or a booking whose end has not come. Nobody says how each meeting went, so a state
    alone does not tell."""
    if meeting.state is State.OFFERED:
        return meeting.expires_at > now
    start = meeting.starts_at
    return meeting.state in BOOKED and start is not None and start + length > now


def expiry(
    slots: tuple[datetime, ...], *, now: datetime, offer_hours: int, answer_minutes: int
) -> datetime:
    """When an offer made now lapses: after `offer_hours`, or `answer_minutes` before its last
    slot, whichever comes first. Where the last slot is too near for that, the answer may take
    half of the time that is left: an offer made an hour before stands for half an hour."""
    left = max(slots) - now
    return now + min(
        timedelta(hours=offer_hours), max(left - timedelta(minutes=answer_minutes), left / 2)
    )
