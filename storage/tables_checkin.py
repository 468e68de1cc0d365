"""Who was there on which day, as rows."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from storage.columns import UtcDateTime
from storage.rows import NEVER_AGAIN, Row


class CheckInRow(Row, table=True):
    """Somebody was there on a day of the event: by their entry of the list, by themselves, or by
    both where both were known. It goes with either."""

    __tablename__ = "check_in"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("registration_id", "day"),
        UniqueConstraint("attendee_id", "day"),
        CheckConstraint("registration_id IS NOT NULL OR attendee_id IS NOT NULL", name="somebody"),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE", index=True)
    registration_id: int | None = Field(foreign_key="registration.id", ondelete="CASCADE")
    attendee_id: int | None = Field(foreign_key="attendee.id", ondelete="CASCADE")
    day: date
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: int | None = Field(foreign_key="person.id", ondelete="SET NULL", index=True)
