"""Clusters with members, who looks after them, and introductions."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime
from storage.migrations.shorthand import needed, one_of, optional, own_id, refers

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """There are none yet, and no list names any."""
    for column in ("cluster", "manages"):
        op.add_column(
            "registration", sa.Column(column, sa.String, nullable=False, server_default="")
        )
    op.create_table(
        "cluster",
        own_id(),
        refers("event_id", "event"),
        *needed(sa.String(), "key"),
        *needed(sa.JSON(), "names"),
        sa.Column("secret", sa.String, nullable=True, unique=True),
        sa.UniqueConstraint("event_id", "key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "cluster_member",
        refers("cluster_id", "cluster", primary_key=True),
        refers("attendee_id", "attendee", primary_key=True, index=True),
        *needed(sa.String(), "standing", "source"),
        *needed(UtcDateTime(), "since"),
        one_of("standing", "invited member left"),
        one_of("source", "list link"),
    )
    op.create_table(
        "cluster_manager",
        refers("cluster_id", "cluster", primary_key=True),
        refers("person_id", "person", primary_key=True, index=True),
        *needed(UtcDateTime(), "since"),
        sa.Column("digest", sa.Boolean, nullable=False, server_default=sa.true()),
    )
    op.create_table(
        "cluster_invitation",
        sa.Column("secret_hash", sa.String, primary_key=True),
        refers("cluster_id", "cluster"),
        *needed(UtcDateTime(), "expires_at"),
        refers("used_by", "person", gone="SET NULL", nullable=True),
        *optional(UtcDateTime(), "used_at"),
    )
    op.create_table(
        "introduction",
        own_id(),
        refers("event_id", "event"),
        refers("cluster_id", "cluster", index=True),
        refers("manager_id", "person", index=True),
        refers("one_id", "attendee", index=True),
        refers("other_id", "attendee", index=True),
        *needed(sa.String(), "line"),
        *needed(UtcDateTime(), "at", "expires_at"),
        *needed(sa.String(), "state"),
        *optional(sa.Boolean(), "one_said", "other_said"),
        one_of("state", "open agreed closed"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """All of it is forgotten, with what is owed because of it."""
    op.execute(
        "DELETE FROM notice WHERE kind IN "
        "('cluster', 'cluster_digest', 'introduction', 'introduced')"
    )
    for table in (
        "introduction",
        "cluster_invitation",
        "cluster_manager",
        "cluster_member",
        "cluster",
    ):
        op.drop_table(table)
    with op.batch_alter_table("registration") as batch:
        batch.drop_column("manages")
        batch.drop_column("cluster")
