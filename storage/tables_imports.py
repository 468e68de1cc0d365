"""Files that wait for a yes, and those whom organisers have registered, as rows.

A link's secret is kept as it is, since organisers send and print it again: whoever can read this
table can read everything that the link would show.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from matchmaking.imports import ImportKind, ImportState
from matchmaking.intents import Language, Role
from storage.columns import UtcDateTime, one_of
from storage.rows import NEVER_AGAIN, Row


class RegistrationRow(Row, table=True):
    """Somebody on the organiser's list."""

    __tablename__ = "registration"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("event_id", "code"),
        one_of("role", Role),
        one_of("lang", Language),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    code: str | None
    name: str
    organisation: str
    email: str
    country: str | None
    role: str | None
    lang: str | None
    speaks: list[str] = Field(sa_type=JSON)
    offers: str
    seeks: str
    words: str
    intents: list[dict[str, Any]] = Field(sa_type=JSON)
    secret: str = Field(unique=True)
    badge: str = Field(unique=True)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    cluster: str = Field(sa_column_kwargs={"server_default": ""})
    manages: str = Field(sa_column_kwargs={"server_default": ""})
    claimed_by: int | None = Field(foreign_key="person.id", ondelete="SET NULL", index=True)
    claimed_at: datetime | None = Field(sa_type=UtcDateTime)


class ImportRow(Row, table=True):
    """A file that was read and waits for a yes; empty once it is settled."""

    __tablename__ = "import_draft"
    __table_args__: ClassVar[Any] = (
        one_of("kind", ImportKind),
        one_of("state", ImportState),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    author_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    kind: str
    state: str
    content: dict[str, Any] = Field(sa_type=JSON)
    outcome: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
