"""What people reported, and what organisers decided, as rows."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matchmaking.moderation import Reason, ReportState, Standing
from storage.columns import UtcDateTime, one_of
from storage.rows import NEVER_AGAIN, Row


class ReportRow(Row, table=True):
    """A report. It goes with either of the two: it is one's words about the other."""

    __tablename__ = "report"
    __table_args__: ClassVar[Any] = (
        one_of("reason", Reason),
        one_of("state", ReportState),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE", index=True)
    reporter_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", index=True)
    reported_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", index=True)
    reason: str
    words: str
    at: datetime = Field(sa_type=UtcDateTime)
    state: str
    settled_at: datetime | None = Field(sa_type=UtcDateTime)
    settled_by: int | None = Field(foreign_key="person.id", ondelete="SET NULL")


class StandingRow(Row, table=True):
    """A decision about somebody. It outlives them: `key` tells their account again."""

    __tablename__ = "standing"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("event_id", "key"),
        one_of("standing", Standing),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    person_id: int | None = Field(foreign_key="person.id", ondelete="SET NULL", index=True)
    key: str
    standing: str
    since: datetime = Field(sa_type=UtcDateTime)
    was_paused: bool
