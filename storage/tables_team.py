"""Who helps to run an event, the links that invite them, and what they have done, as rows."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index
from sqlmodel import Field

from matchmaking.organisers import OrganiserRole
from storage.columns import UtcDateTime, one_of
from storage.rows import NEVER_AGAIN, Row


class OrganiserRow(Row, table=True):
    """What somebody is to an event."""

    __tablename__ = "organiser"
    __table_args__: ClassVar[Any] = (one_of("role", OrganiserRole),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE", primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)
    role: str = Field(sa_column_kwargs={"server_default": "owner"})
    stage_name: str = Field(sa_column_kwargs={"server_default": ""})


class InvitationRow(Row, table=True):
    """A one-time link. `used_at` outlives the person who used it, so that it stays used."""

    __tablename__ = "invitation"
    __table_args__: ClassVar[Any] = (one_of("role", OrganiserRole),)

    secret_hash: str = Field(primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_by: int | None = Field(foreign_key="person.id", ondelete="SET NULL")
    used_at: datetime | None = Field(sa_type=UtcDateTime)
    role: str = Field(sa_column_kwargs={"server_default": "owner"})
    stage_name: str = Field(sa_column_kwargs={"server_default": ""})
    invited_by: int | None = Field(foreign_key="person.id", ondelete="SET NULL")


class AuditRow(Row, table=True):
    """Something an organiser did. It outlives the people in it, whose names it does not hold;
    `from_terminal` and `about_somebody` say that there was nobody from the first."""

    __tablename__ = "audit"
    __table_args__: ClassVar[Any] = (
        Index("ix_audit_event_id_by_id_id", "event_id", "by_id", "id"),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    at: datetime = Field(sa_type=UtcDateTime)
    deed: str
    from_terminal: bool
    by_id: int | None = Field(foreign_key="person.id", ondelete="SET NULL", index=True)
    about_somebody: bool
    about_id: int | None = Field(foreign_key="person.id", ondelete="SET NULL", index=True)
    facts: dict[str, Any] = Field(sa_type=JSON)
