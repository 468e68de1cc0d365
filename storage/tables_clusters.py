"""Clusters, who belongs to them and looks after them, and introductions, as rows.

The secret of a members' link is kept as it is, since it is shown again; that of a manager's link
only as its hash.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, UniqueConstraint, true
from sqlmodel import Field

from matchmaking.clusters import Source, Standing
from matchmaking.introductions import State
from storage.columns import UtcDateTime, one_of
from storage.rows import NEVER_AGAIN, Row


class ClusterRow(Row, table=True):
    """An organisation with members."""

    __tablename__ = "cluster"
    __table_args__: ClassVar[Any] = (UniqueConstraint("event_id", "key"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    key: str
    names: dict[str, str] = Field(sa_type=JSON)
    secret: str | None = Field(unique=True)


class ClusterMemberRow(Row, table=True):
    """What somebody is to a cluster. It stays when they leave, so that no list calls them back."""

    __tablename__ = "cluster_member"
    __table_args__: ClassVar[Any] = (one_of("standing", Standing), one_of("source", Source))

    cluster_id: int = Field(foreign_key="cluster.id", ondelete="CASCADE", primary_key=True)
    attendee_id: int = Field(
        foreign_key="attendee.id", ondelete="CASCADE", primary_key=True, index=True
    )
    standing: str
    source: str
    since: datetime = Field(sa_type=UtcDateTime)


class ClusterManagerRow(Row, table=True):
    """Somebody who looks after a cluster."""

    __tablename__ = "cluster_manager"

    cluster_id: int = Field(foreign_key="cluster.id", ondelete="CASCADE", primary_key=True)
    person_id: int = Field(
        foreign_key="person.id", ondelete="CASCADE", primary_key=True, index=True
    )
    since: datetime = Field(sa_type=UtcDateTime)
    digest: bool = Field(sa_column_kwargs={"server_default": true()})


class ClusterInvitationRow(Row, table=True):
    """A manager's one-time link. `used_at` outlives whoever used it, so that it stays used."""

    __tablename__ = "cluster_invitation"

    secret_hash: str = Field(primary_key=True)
    cluster_id: int = Field(foreign_key="cluster.id", ondelete="CASCADE")
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_by: int | None = Field(foreign_key="person.id", ondelete="SET NULL")
    used_at: datetime | None = Field(sa_type=UtcDateTime)


class IntroductionRow(Row, table=True):
    """Two people who may meet. It goes with any of the three: it is about two and by the third."""

    __tablename__ = "introduction"
    __table_args__: ClassVar[Any] = (one_of("state", State), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", ondelete="CASCADE")
    cluster_id: int = Field(foreign_key="cluster.id", ondelete="CASCADE", index=True)
    manager_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    one_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", index=True)
    other_id: int = Field(foreign_key="attendee.id", ondelete="CASCADE", index=True)
    line: str
    at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    state: str
    one_said: bool | None
    other_said: bool | None
