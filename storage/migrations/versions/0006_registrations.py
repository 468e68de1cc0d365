"""Organisers register attendees and send files; the event says who may come in."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime
from storage.migrations.shorthand import needed, one_of, optional, own_id, refers

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROLES = "cluster sme startup researcher tto investor policymaker industry support"


def upgrade() -> None:
    """Everybody could come in, so everybody can."""
    op.add_column(
        "event", sa.Column("walk_ins", sa.Boolean, nullable=False, server_default=sa.true())
    )
    op.add_column("event", sa.Column("contact", sa.String, nullable=False, server_default=""))
    op.create_table(
        "registration",
        own_id(),
        refers("event_id", "event"),
        *optional(sa.String(), "code"),
        *needed(sa.String(), "name", "organisation", "email"),
        *optional(sa.String(), "country", "role", "lang"),
        *needed(sa.JSON(), "speaks"),
        *needed(sa.String(), "offers", "seeks", "words"),
        *needed(sa.JSON(), "intents"),
        sa.Column("secret", sa.String, nullable=False, unique=True),
        *needed(UtcDateTime(), "changed_at"),
        refers("claimed_by", "person", gone="SET NULL", nullable=True, index=True),
        *optional(UtcDateTime(), "claimed_at"),
        sa.UniqueConstraint("event_id", "code"),
        one_of("role", ROLES),
        one_of("lang", "ar fr en"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_draft",
        own_id(),
        refers("event_id", "event"),
        refers("author_id", "person", index=True),
        *needed(sa.String(), "kind", "state"),
        *needed(sa.JSON(), "content", "outcome"),
        *needed(UtcDateTime(), "created_at", "expires_at"),
        one_of("kind", "event attendees"),
        one_of("state", "open applied discarded"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """The lists and what waits go."""
    op.drop_table("import_draft")
    op.drop_table("registration")
    with op.batch_alter_table("event") as batch:
        batch.drop_column("contact")
        batch.drop_column("walk_ins")
