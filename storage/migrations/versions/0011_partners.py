"""The organisations behind an event."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No event names any yet."""
    none = sa.text("'[]'")
    op.add_column("event", sa.Column("partners", sa.JSON, nullable=False, server_default=none))


def downgrade() -> None:
    """They are forgotten."""
    with op.batch_alter_table("event") as batch:
        batch.drop_column("partners")
