"""Organisers get roles, links say which and by whom, and what organisers do is noted."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime
from storage.migrations.shorthand import needed, one_of, own_id, refers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROLES = "owner co_organiser helper speaker"


def upgrade() -> None:
    """Whoever organised could do everything: they are owners."""
    for table in ("organiser", "invitation"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("role", sa.String, nullable=False, server_default="owner"))
            batch.add_column(sa.Column("stage_name", sa.String, nullable=False, server_default=""))
            batch.create_check_constraint("role", sa.text(_among("role", ROLES)))
    with op.batch_alter_table("invitation") as batch:
        batch.add_column(sa.Column("invited_by", sa.Integer, nullable=True))
        batch.create_foreign_key(
            "fk_invitation_invited_by", "person", ["invited_by"], ["id"], ondelete="SET NULL"
        )
    op.create_table(
        "audit",
        own_id(),
        refers("event_id", "event"),
        *needed(UtcDateTime(), "at"),
        *needed(sa.String(), "deed"),
        *needed(sa.Boolean(), "from_terminal"),
        refers("by_id", "person", gone="SET NULL", nullable=True, index=True),
        *needed(sa.Boolean(), "about_somebody"),
        refers("about_id", "person", gone="SET NULL", nullable=True, index=True),
        *needed(sa.JSON(), "facts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_event_id_by_id_id", "audit", ["event_id", "by_id", "id"])


def downgrade() -> None:
    """Everybody is an organiser like any, and what was done is forgotten."""
    op.drop_table("audit")
    with op.batch_alter_table("invitation") as batch:
        batch.drop_constraint(op.f("fk_invitation_invited_by"), type_="foreignkey")
        batch.drop_column("invited_by")
    for table in ("organiser", "invitation"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_role"), type_="check")
            batch.drop_column("stage_name")
            batch.drop_column("role")


def _among(column: str, words: str) -> str:
    return str(one_of(column, words).sqltext)
