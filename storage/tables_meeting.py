"""Matches, offers, meetings and bookings, as rows.

A booking's key is (attendee, start): whatever two transactions do at once, nobody is ever in
two meetings at one time. The same holds for a table. It is written on one of a meeting's two
booking rows only (the proposer's), so that it can be unique.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, false, text
from sqlmodel import Field

from matchmaking.faces import How
from matchmaking.learning import Why
from matchmaking.meetings import State
from storage.columns import LargeId, UtcDateTime, one_of
from storage.rows import NEVER_AGAIN, Row

OFFERED = text("state = 'offered'")
ACCEPTED = text("state = 'accepted'")
MOVING = text("mover_id IS NOT NULL")
STARTED = text("state = 'started'")


class MatchRow(Row, table=True):
    """Somebody (`other`) who was proposed to a viewer, and whether the viewer turned them down:
    why, when, and of which topics and countries."""

    __tablename__ = "match"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("viewer_id", "other_id"),
        one_of("declined_why", Why),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE", index=True)
    viewer_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE")
    other_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", index=True)
    score: float
    reasons: list[dict[str, Any]] = Field(sa_type=JSON)
    declined_why: str | None
    declined_at: datetime | None = Field(sa_type=UtcDateTime)
    declined_concepts: list[str] = Field(sa_type=JSON)
    declined_countries: list[str] = Field(sa_type=JSON)


class MeetingRow(Row, table=True):
    """An offer, and the meeting it becomes.

    `open_pair` names the two of an open offer, whoever made it, and is empty otherwise: being
    unique, it keeps two people from making each other an offer at the same moment."""

    __tablename__ = "meeting"
    __table_args__: ClassVar[Any] = (
        one_of("state", State),
        CheckConstraint("proposer_id <> invitee_id", name="two_people"),
        Index("ix_meeting_lapses", "expires_at", sqlite_where=OFFERED, postgresql_where=OFFERED),
        Index("ix_meeting_begins", "starts_at", sqlite_where=ACCEPTED, postgresql_where=ACCEPTED),
        Index("ix_meeting_moves", "expires_at", sqlite_where=MOVING, postgresql_where=MOVING),
        Index("ix_meeting_waits", "starts_at", sqlite_where=STARTED, postgresql_where=STARTED),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    proposer_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", index=True)
    invitee_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", index=True)
    state: str
    offered_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    starts_at: datetime | None = Field(sa_type=UtcDateTime)
    table_number: int | None
    room: str
    crowded_out: bool = Field(sa_column_kwargs={"server_default": false()})
    round: int = Field(sa_column_kwargs={"server_default": "0"})
    sequence: int = Field(sa_column_kwargs={"server_default": "0"})
    mover_id: int | None
    cause: str | None
    words: str = Field(sa_column_kwargs={"server_default": ""})
    ended_by: int | None
    ended_at: datetime | None = Field(sa_type=UtcDateTime)
    open_pair: str | None = Field(index=True, unique=True)


class OfferSlotRow(Row, table=True):
    """A start that an offer proposes."""

    __tablename__ = "offer_slot"

    meeting_id: int = Field(foreign_key="meeting.id", ondelete="CASCADE", primary_key=True)
    starts_at: datetime = Field(sa_type=UtcDateTime, primary_key=True)


class FaceRow(Row, table=True):
    """A chat message that shows one side a meeting, which it may be behind."""

    __tablename__ = "meeting_face"
    __table_args__: ClassVar[Any] = (one_of("how", How),)

    attendee_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", primary_key=True)
    message_id: int = Field(sa_type=LargeId, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", ondelete="CASCADE", index=True)
    how: str
    behind: bool = Field(sa_column_kwargs={"server_default": false()})


class BookingRow(Row, table=True):
    """An attendee's time that is taken."""

    __tablename__ = "booking"
    __table_args__: ClassVar[Any] = (UniqueConstraint("event_id", "starts_at", "table_number"),)

    attendee_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", primary_key=True)
    starts_at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", ondelete="CASCADE", index=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    table_number: int | None
