"""Messages owed to people.

Owns what a notice is, which kinds there are, which goes first, and how long each is of use.
A use case leaves notices in the transaction of its change; the courier sends them when due,
after asking once more whether they are still true (`matchmaking.usecases.delivery`).

`key` makes a notice unique: leaving the same notice twice leaves one. When the machine dies
between the messenger's yes and our note of it, nobody can know whether the message went out;
every kind then errs on the side of telling twice, since a reminder or a change of room that
never arrives costs more than one that comes again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

from matchmaking.meetings import MeetingId
from matchmaking.people import PersonId

NoticeId = NewType("NoticeId", int)
AnnouncementId = NewType("AnnouncementId", int)

Scalar = str | int | float | bool | None
Data = Mapping[str, Scalar]


class NoticeKind(StrEnum):
    """What a notice tells."""

    OFFER = "offer"
    BOOKED = "booked"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    LEFT = "left"
    """The other side of a meeting or offer has left the event and wants to be forgotten;
    `data["start"]` is the agreed start in ISO format, or None."""
    NEWCOMER = "newcomer"
    """Somebody suitable has arrived, for whoever had nobody to meet; `data["other"]` is the
    newcomer's attendee id."""
    COUNTERED = "countered"
    """Other times are proposed instead of those offered: the recipient is asked now. Of this kind
    and the next four, `data["round"]` is the round of the meeting that is told of."""
    MOVE_ASKED = "move_asked"
    """The other side asks to move the meeting."""
    MOVED = "moved"
    """The other side agreed to move it."""
    KEPT = "kept"
    """A wish to move is over; the old time stays."""
    PLACE = "place"
    """The meeting has another place: a table, or a room on line; of the same kinds as `MOVED`."""
    NUDGE = "nudge"
    """A line that rings, since the news itself, of the kind `data["about"]`, was an edit."""
    RESCUE = "rescue"
    """Somebody is free at the hour of a meeting that was called off: `data["match"]` is the match,
    `data["start"]` the hour in ISO format."""
    AGENDA = "agenda"
    HOUR_BEFORE = "hour_before"
    SOON = "soon"
    START = "start"
    LATE = "late"
    """The other side comes a few minutes late."""
    HERE = "here"
    """The other side is there."""
    ASK = "ask"
    """Whether a meeting took place, and how it was."""
    ROUND = "round"
    """The same of all that is unanswered in the evening of `data["day"]`."""
    EXCHANGE = "exchange"
    """The other side would like to exchange contacts."""
    CONTACT = "contact"
    """The other side's contact: both have agreed."""
    ANNOUNCEMENT = "announcement"
    LIST = "list"
    """The message that shows somebody's meetings is out of date, and is edited."""
    STANDS = "stands"
    """The message `data["message"]` shows a meeting otherwise than it stands, and is edited.
    Without a meeting, the other side has left: `data["start"]` as of `LEFT`."""
    ROOM = "room"
    """The way into a meeting on line, shortly before it."""
    CLOSED = "closed"
    """To organisers: meetings stand in hours that have just been closed."""
    HOUR = "hour"
    """The event's country changes its clocks otherwise than foreseen: a meeting keeps its hour
    there, and has another where the recipient is. `data["was"]` is the start foreseen before, in
    ISO format."""
    ORGANISERS = "organisers"
    """What the organisers decided about the recipient: `data["what"]`, and `data["role"]` where
    it is about one."""
    SEAT = "seat"
    """A seat has become free for somebody who waited; `data["session"]` is the session's code."""
    SESSION_SOON = "session_soon"
    SESSION_CHANGED = "session_changed"
    """A session has another hour or place; `data["was"]` is its earlier start."""
    SESSION_OFF = "session_off"
    """A session does not take place; `data` hold its `title` and `start`."""
    CLUSTER = "cluster"
    """What the recipient is to the cluster `data["cluster"]` now: `data["about"]` says member,
    manager or dropped."""
    CLUSTER_DIGEST = "cluster_digest"
    """A cluster's members in counts, in the evening."""
    INTRODUCTION = "introduction"
    """Somebody introduces the recipient to another: `data["introduction"]`. May it be?"""
    INTRODUCED = "introduced"
    """What became of that: `data["about"]` says agreed, over or gone."""


class Priority(IntEnum):
    """Lower goes first."""

    REMINDER = 0
    MEETING = 1
    PROPOSAL = 2
    ANNOUNCEMENT = 3


PRIORITY: Mapping[NoticeKind, Priority] = {
    NoticeKind.HOUR_BEFORE: Priority.REMINDER,
    NoticeKind.SOON: Priority.REMINDER,
    NoticeKind.START: Priority.REMINDER,
    NoticeKind.AGENDA: Priority.REMINDER,
    NoticeKind.ROOM: Priority.REMINDER,
    NoticeKind.LATE: Priority.REMINDER,
    NoticeKind.HERE: Priority.REMINDER,
    NoticeKind.SESSION_SOON: Priority.REMINDER,
    NoticeKind.SEAT: Priority.MEETING,
    NoticeKind.SESSION_CHANGED: Priority.MEETING,
    NoticeKind.SESSION_OFF: Priority.MEETING,
    NoticeKind.BOOKED: Priority.MEETING,
    NoticeKind.COUNTERED: Priority.MEETING,
    NoticeKind.MOVE_ASKED: Priority.MEETING,
    NoticeKind.MOVED: Priority.MEETING,
    NoticeKind.KEPT: Priority.MEETING,
    NoticeKind.PLACE: Priority.MEETING,
    NoticeKind.NUDGE: Priority.MEETING,
    NoticeKind.RESCUE: Priority.MEETING,
    NoticeKind.CANCELLED: Priority.MEETING,
    NoticeKind.LEFT: Priority.MEETING,
    NoticeKind.DECLINED: Priority.MEETING,
    NoticeKind.WITHDRAWN: Priority.MEETING,
    NoticeKind.EXPIRED: Priority.MEETING,
    NoticeKind.HOUR: Priority.MEETING,
    NoticeKind.CLOSED: Priority.MEETING,
    NoticeKind.ORGANISERS: Priority.MEETING,
    NoticeKind.OFFER: Priority.PROPOSAL,
    NoticeKind.LIST: Priority.PROPOSAL,
    NoticeKind.STANDS: Priority.PROPOSAL,
    NoticeKind.NEWCOMER: Priority.PROPOSAL,
    NoticeKind.ASK: Priority.MEETING,
    NoticeKind.ROUND: Priority.MEETING,
    NoticeKind.EXCHANGE: Priority.MEETING,
    NoticeKind.CONTACT: Priority.MEETING,
    NoticeKind.CLUSTER: Priority.MEETING,
    NoticeKind.CLUSTER_DIGEST: Priority.PROPOSAL,
    NoticeKind.INTRODUCTION: Priority.PROPOSAL,
    NoticeKind.INTRODUCED: Priority.MEETING,
    NoticeKind.ANNOUNCEMENT: Priority.ANNOUNCEMENT,
}


class NoticeState(StrEnum):
    """What became of a notice."""

    PENDING = "pending"
    SENT = "sent"
    STALE = "stale"
    """Not true or of no use any more when it fell due."""
    BLOCKED = "blocked"
    """The recipient blocks the bot or is gone."""
    FAILED = "failed"
    """Refused for good, or tried too often."""


@dataclass(frozen=True, kw_only=True)
class NewNotice:
    """A message to be owed."""

    recipient: PersonId
    kind: NoticeKind
    key: str
    due_at: datetime
    expires_at: datetime | None = None
    """After this instant it is dropped rather than sent."""
    meeting: MeetingId | None = None
    announcement: AnnouncementId | None = None
    data: Data = field(default_factory=dict)
    replaces: str | None = None
    """Key of an earlier notice to the same person whose message is edited instead of a new one
    being sent; if that message is not to be had, a new one is sent."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A stored notice, claimed for delivery."""

    id: NoticeId
    what: NewNotice
    state: NoticeState
    attempts: int
    """How often sending was tried before."""
    message_id: int | None = None
    """The chat message it became."""
