"""Persons and attendees, as rows."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from matchmaking.intents import Kind, Language, Role, Side
from matchmaking.people import Presence
from storage.columns import LargeId, UtcDateTime, one_of
from storage.rows import NEVER_AGAIN, Row


class PersonRow(Row, table=True):
    """A human being who has written to us. `version` rises with every change of the row."""

    __tablename__ = "person"
    __table_args__: ClassVar[Any] = (one_of("language", Language), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_type=LargeId, unique=True)
    name: str
    language: str
    username: str | None
    country: str | None
    zone: str | None
    consented_at: datetime | None = Field(sa_type=UtcDateTime)
    blocked_at: datetime | None = Field(sa_type=UtcDateTime)
    version: int = Field(sa_column_kwargs={"server_default": "1"})


class AttendeeRow(Row, table=True):
    """A person at an event. `windows_asked` tells "free at no time" from "not asked yet";
    `version` rises with every change of the row, of its intents or its windows."""

    __tablename__ = "attendee"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("person_id", "event_id"),
        one_of("role", Role),
        one_of("presence", Presence),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE", index=True)
    code: str | None
    organisation: str | None
    role: str | None
    speaks: list[str] = Field(sa_type=JSON)
    words: str
    dropped: list[str] = Field(sa_type=JSON)
    confirmed_at: datetime | None = Field(sa_type=UtcDateTime)
    windows_asked: bool
    ready_at: datetime | None = Field(sa_type=UtcDateTime)
    paused_at: datetime | None = Field(sa_type=UtcDateTime)
    presence: str | None
    version: int = Field(sa_column_kwargs={"server_default": "1"})


class BlockRow(Row, table=True):
    """That somebody never wants to meet somebody, at no edition."""

    __tablename__ = "block"

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    blocked_id: int = Field(
        foreign_key="person.id", ondelete="CASCADE", primary_key=True, index=True
    )
    since: datetime = Field(sa_type=UtcDateTime)


class EditionRow(Row, table=True):
    """The edition that somebody has chosen, where they belong to several."""

    __tablename__ = "edition"

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE", index=True)


class IntentRow(Row, table=True):
    """One thing that an attendee seeks or offers, by its place among them."""

    __tablename__ = "intent"
    __table_args__: ClassVar[Any] = (one_of("kind", Kind), one_of("side", Side))

    attendee_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    kind: str
    side: str
    concepts: list[str] = Field(sa_type=JSON)
    markets: list[str] = Field(sa_type=JSON)
    words: str
    context: str


class AttendeeWindowRow(Row, table=True):
    """A window in which an attendee is free. It goes with the window."""

    __tablename__ = "attendee_window"

    attendee_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", primary_key=True)
    window_id: int = Field(
        foreign_key="event_window.id", ondelete="CASCADE", primary_key=True, index=True
    )


class AttendeeBlockRow(Row, table=True):
    """A stretch that an attendee keeps free of meetings."""

    __tablename__ = "attendee_block"

    attendee_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", primary_key=True)
    starts_at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    ends_at: datetime = Field(sa_type=UtcDateTime)
