"""How people want to be reminded, and what they say at their meetings and after, as rows."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field

from matchmaking.contacts import Way
from storage.columns import UtcDateTime, one_of
from storage.rows import Row

KEPT = text("handle IS NOT NULL")


class WishesRow(Row, table=True):
    """Which reminders somebody has turned off, and their quiet hours in minutes of the day."""

    __tablename__ = "wishes"
    __table_args__: ClassVar[Any] = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="both_hours"),
    )

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    reminders_off: list[str] = Field(sa_type=JSON)
    quiet_from: int | None
    quiet_until: int | None


class AttendanceRow(Row, table=True):
    """What one side has said of a meeting at its start: coming, late, here."""

    __tablename__ = "attendance"

    meeting_id: int = Field(foreign_key="meeting.id", ondelete="CASCADE", primary_key=True)
    attendee_id: int = Field(
        foreign_key="attendee.id", ondelete="CASCADE", primary_key=True, index=True
    )
    starts_at: datetime = Field(sa_type=UtcDateTime)
    coming_at: datetime | None = Field(sa_type=UtcDateTime)
    late_at: datetime | None = Field(sa_type=UtcDateTime)
    here_at: datetime | None = Field(sa_type=UtcDateTime)


class FeedbackRow(Row, table=True):
    """What one side says of a meeting. Nobody else ever reads it but as a count."""

    __tablename__ = "feedback"
    __table_args__: ClassVar[Any] = (CheckConstraint("useful BETWEEN 1 AND 3", name="useful"),)

    meeting_id: int = Field(foreign_key="meeting.id", ondelete="CASCADE", primary_key=True)
    attendee_id: int = Field(
        foreign_key="attendee.id", ondelete="CASCADE", primary_key=True, index=True
    )
    asked_at: datetime = Field(sa_type=UtcDateTime)
    round_at: datetime | None = Field(sa_type=UtcDateTime)
    held: bool | None
    useful: int | None
    follow_ups: list[str] = Field(sa_type=JSON)
    note: str
    said_at: datetime | None = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(sa_type=UtcDateTime)


class ContactRow(Row, table=True):
    """Whether the other side of a meeting may have somebody's contact, and by which way. The
    handle goes as soon as it is not needed."""

    __tablename__ = "contact"
    __table_args__: ClassVar[Any] = (
        one_of("way", Way),
        Index("ix_contact_kept", "at", sqlite_where=KEPT, postgresql_where=KEPT),
    )

    meeting_id: int = Field(foreign_key="meeting.id", ondelete="CASCADE", primary_key=True)
    attendee_id: int = Field(
        foreign_key="attendee.id", ondelete="CASCADE", primary_key=True, index=True
    )
    way: str
    handle: str | None
    at: datetime = Field(sa_type=UtcDateTime)
    shared_at: datetime | None = Field(sa_type=UtcDateTime)
