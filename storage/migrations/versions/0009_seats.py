"""Seats in the sessions of a programme."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime
from storage.migrations.shorthand import needed, refers

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has a seat yet."""
    op.create_table(
        "seat",
        refers("event_id", "event", primary_key=True),
        sa.Column("session", sa.String, primary_key=True),
        refers("attendee_id", "attendee", primary_key=True, index=True),
        *needed(UtcDateTime(), "since"),
        *needed(sa.Boolean(), "waiting"),
    )


def downgrade() -> None:
    """All seats are forgotten, with what is owed because of them."""
    op.execute(
        "DELETE FROM notice WHERE kind IN "
        "('seat', 'session_soon', 'session_changed', 'session_off')"
    )
    op.drop_table("seat")
