"""People can be reported, and organisers pause or remove them."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime
from storage.migrations.shorthand import needed, one_of, optional, own_id, refers

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was reported yet."""
    op.create_table(
        "report",
        own_id(),
        refers("event_id", "event", index=True),
        refers("reporter_id", "attendee", index=True),
        refers("reported_id", "attendee", index=True),
        *needed(sa.String(), "reason", "words"),
        *needed(UtcDateTime(), "at"),
        *needed(sa.String(), "state"),
        *optional(UtcDateTime(), "settled_at"),
        refers("settled_by", "person", gone="SET NULL", nullable=True),
        one_of("reason", "spam unwelcome false other appeal"),
        one_of("state", "open dismissed acted"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "standing",
        own_id(),
        refers("event_id", "event"),
        refers("person_id", "person", gone="SET NULL", nullable=True, index=True),
        *needed(sa.String(), "key", "standing"),
        *needed(UtcDateTime(), "since"),
        *needed(sa.Boolean(), "was_paused"),
        one_of("standing", "paused removed"),
        sa.UniqueConstraint("event_id", "key"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """What was reported and decided is forgotten."""
    op.drop_table("standing")
    op.drop_table("report")
