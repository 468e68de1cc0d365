"""People are checked in at the door; a badge carries a code of its own."""

import base64
import hashlib

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime
from storage.migrations.shorthand import anew, needed, own_id, refers

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _badge(secret: str) -> str:
    digest = hashlib.sha256(f"badge:{secret}".encode()).digest()
    return base64.urlsafe_b64encode(digest)[:22].decode()


def upgrade() -> None:
    """Nobody was there yet. Every entry of the list gets the code of its badge."""
    op.add_column("registration", sa.Column("badge", sa.String, nullable=True))
    table = sa.table("registration", sa.column("id"), sa.column("secret"), sa.column("badge"))
    known = op.get_bind().execute(sa.select(table.c.id, table.c.secret)).all()
    for key, secret in known:
        op.get_bind().execute(
            sa.update(table).where(table.c.id == key).values(badge=_badge(secret))
        )
    with anew("registration") as batch:
        batch.alter_column("badge", existing_type=sa.String(), nullable=False)
        batch.create_unique_constraint("uq_registration_badge", ["badge"])
    op.create_table(
        "check_in",
        own_id(),
        refers("event_id", "event", index=True),
        refers("registration_id", "registration", nullable=True),
        refers("attendee_id", "attendee", nullable=True),
        *needed(sa.Date(), "day"),
        *needed(UtcDateTime(), "at"),
        refers("by_id", "person", gone="SET NULL", nullable=True, index=True),
        sa.UniqueConstraint("registration_id", "day"),
        sa.UniqueConstraint("attendee_id", "day"),
        sa.CheckConstraint(
            "registration_id IS NOT NULL OR attendee_id IS NOT NULL", name="somebody"
        ),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Who was there is forgotten, and badges carry nothing of their own."""
    op.drop_table("check_in")
    with anew("registration") as batch:
        batch.drop_constraint("uq_registration_badge", type_="unique")
        batch.drop_column("badge")
