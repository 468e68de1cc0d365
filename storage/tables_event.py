"""The event and its frame, as rows."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, UniqueConstraint, text, true
from sqlmodel import Field

from matchmaking.events import Mode, SessionKind
from storage.columns import UtcDateTime, one_of
from storage.rows import NEVER_AGAIN, Row


class EventRow(Row, table=True):
    """An event. `version` rises with every change of the event or its frame."""

    __tablename__ = "event"
    __table_args__: ClassVar[Any] = (one_of("mode", Mode), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    version: int
    short_name: str
    names: dict[str, str] = Field(sa_type=JSON)
    zone: str
    mode: str
    slot_minutes: int
    rest_minutes: int
    tables: int
    offer_hours: int
    answer_minutes: int = Field(sa_column_kwargs={"server_default": "120"})
    offer_cap: int = Field(sa_column_kwargs={"server_default": "8"})
    link_template: str
    clock: list[Any] | None = Field(sa_type=JSON)
    walk_ins: bool = Field(sa_column_kwargs={"server_default": true()})
    contact: str = Field(sa_column_kwargs={"server_default": ""})
    reminders: list[str] = Field(
        sa_type=JSON,
        sa_column_kwargs={"server_default": text('\'["agenda", "hour", "quarter", "start"]\'')},
    )
    partners: list[dict[str, Any]] = Field(
        sa_type=JSON, sa_column_kwargs={"server_default": text("'[]'")}
    )


class DayRow(Row, table=True):
    """A day of an event, by its place among the days."""

    __tablename__ = "event_day"

    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    date: date
    audience: list[str] = Field(sa_type=JSON)
    titles: dict[str, str] = Field(sa_type=JSON)


class WindowRow(Row, table=True):
    """A span in which meetings may be booked. Its id lives as long as its code does."""

    __tablename__ = "event_window"
    __table_args__: ClassVar[Any] = (UniqueConstraint("event_id", "code"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    code: str
    position: int
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    titles: dict[str, str] = Field(sa_type=JSON)


class SpanRow(Row, table=True):
    """A stretch without meetings, by its place among them."""

    __tablename__ = "event_span"

    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    code: str
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    titles: dict[str, str] = Field(sa_type=JSON)


class SessionRow(Row, table=True):
    """A panel, round table or networking session."""

    __tablename__ = "event_session"
    __table_args__: ClassVar[Any] = (one_of("kind", SessionKind),)

    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    code: str
    kind: str
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    titles: dict[str, str] = Field(sa_type=JSON)
    language: str
    seats: int
    link: str


class SeatRow(Row, table=True):
    """An attendee in a session, by the session's code, since its row is made anew with every change
    of the event."""

    __tablename__ = "seat"

    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE", primary_key=True)
    session: str = Field(primary_key=True)
    attendee_id: int = Field(
        foreign_key="attendee.id", ondelete="CASCADE", primary_key=True, index=True
    )
    since: datetime = Field(sa_type=UtcDateTime)
    waiting: bool


class SpeakerRow(Row, table=True):
    """Somebody on stage: speakers and moderators of a session, in order."""

    __tablename__ = "event_speaker"

    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE", primary_key=True)
    session: int = Field(primary_key=True)
    moderates: bool = Field(primary_key=True)
    position: int = Field(primary_key=True)
    name: str
    organisation: str
    country: str
    attendee: str | None
