"""What is owed, who may steer, where chats stand, and what was heard, as rows.

A notice that is being sent carries a lease. The unique index over leased rows makes it
impossible that two couriers write to one person at the same time.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from matchmaking.announcements import AnnouncementState, MediaKind
from matchmaking.intents import Language
from matchmaking.notices import NoticeState
from storage.columns import LargeId, UtcDateTime, one_of
from storage.rows import NEVER_AGAIN, Row

PENDING = text("state = 'pending'")
LEASED = text("leased_by IS NOT NULL")
UNFINISHED = text("state <> 'answered'")


class AnnouncementRow(Row, table=True):
    """What an organiser tells many people. `segment` is for each criterion a list of values."""

    __tablename__ = "announcement"
    __table_args__: ClassVar[Any] = (
        one_of("state", AnnouncementState),
        one_of("fallback", Language),
        one_of("media_kind", MediaKind),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    author_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    state: str
    texts: dict[str, str] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(sa_type=UtcDateTime)
    progress_message: int | None = Field(sa_type=LargeId)
    segment: dict[str, list[str]] = Field(sa_type=JSON)
    fallback: str | None
    media_kind: str | None
    media_file: str | None
    media_name: str | None
    buttons: list[dict[str, str]] = Field(sa_type=JSON)
    due_at: datetime | None = Field(sa_type=UtcDateTime)


class NoticeRow(Row, table=True):
    """A message owed to a person. Its kind is no closed vocabulary here: a new kind of notice
    needs no new table."""

    __tablename__ = "notice"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("recipient_id", "key"),
        one_of("state", NoticeState),
        Index(
            "ix_notice_due",
            "priority",
            "due_at",
            "id",
            sqlite_where=PENDING,
            postgresql_where=PENDING,
        ),
        Index(
            "ix_notice_owed",
            "recipient_id",
            "due_at",
            sqlite_where=PENDING,
            postgresql_where=PENDING,
        ),
        Index(
            "uq_notice_leased_recipient",
            "recipient_id",
            unique=True,
            sqlite_where=LEASED,
            postgresql_where=LEASED,
        ),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    recipient_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    key: str
    kind: str
    priority: int
    due_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(sa_type=UtcDateTime)
    meeting_id: int | None = Field(foreign_key="meeting.id", ondelete="CASCADE", index=True)
    announcement_id: int | None = Field(
        foreign_key="announcement.id", ondelete="CASCADE", index=True
    )
    data: dict[str, Any] = Field(sa_type=JSON)
    replaces: str | None
    state: str
    attempts: int
    message_id: int | None = Field(sa_type=LargeId)
    detail: str
    settled_at: datetime | None = Field(sa_type=UtcDateTime)
    leased_by: str | None
    leased_until: datetime | None = Field(sa_type=UtcDateTime)


class ConversationRow(Row, table=True):
    """Where a chat stands. Not tied to a person: a stranger's chat may stand somewhere too."""

    __tablename__ = "conversation"

    telegram_id: int = Field(
        sa_type=LargeId, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    step: str
    data: dict[str, Any] = Field(sa_type=JSON)


class KeptUpdateRow(Row, table=True):
    """An update that was heard. `body` is empty once its person has been forgotten."""

    __tablename__ = "kept_update"
    __table_args__: ClassVar[Any] = (
        one_of("state", ("kept", "done", "answered")),
        Index(
            "ix_kept_update_unfinished",
            "update_id",
            sqlite_where=UNFINISHED,
            postgresql_where=UNFINISHED,
        ),
        Index("ix_kept_update_telegram_id", "telegram_id"),
    )

    update_id: int = Field(
        sa_type=LargeId, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    telegram_id: int = Field(sa_type=LargeId)
    body: str
    kept_at: datetime = Field(sa_type=UtcDateTime)
    state: str
    done_at: datetime | None = Field(sa_type=UtcDateTime)


class AgendaMessageRow(Row, table=True):
    """The message of a person's chat that shows their meetings now, and is edited when one
    changes."""

    __tablename__ = "agenda_message"

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    message_id: int = Field(sa_type=LargeId)
