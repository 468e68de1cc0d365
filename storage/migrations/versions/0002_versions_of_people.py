"""Persons and attendees get a version, so that programs may remember what they have read."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whoever is there is at version 1."""
    for table in ("person", "attendee"):
        op.add_column(table, sa.Column("version", sa.Integer, nullable=False, server_default="1"))


def downgrade() -> None:
    """Drops the versions."""
    for table in ("person", "attendee"):
        op.drop_column(table, "version")
