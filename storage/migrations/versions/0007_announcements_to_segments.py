"""Announcements go to segments, with a photo or document and buttons, at an hour, and can be
paused and cancelled."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATES = "draft scheduled sending paused done cancelled discarded"
OLD_STATES = "draft sending done discarded"
CHECKS = {"fallback": "ar fr en", "media_kind": "photo document"}
COLUMNS = ("segment", "fallback", "media_kind", "media_file", "media_name", "buttons", "due_at")
FALLBACKS = ("fr", "en", "ar")


def upgrade() -> None:
    """Whatever is there is for everybody, and falls back as it did."""
    with op.batch_alter_table("announcement") as table:
        table.add_column(sa.Column("segment", sa.JSON, nullable=False, server_default="{}"))
        table.add_column(sa.Column("buttons", sa.JSON, nullable=False, server_default="[]"))
        for name in ("fallback", "media_kind", "media_file", "media_name"):
            table.add_column(sa.Column(name, sa.String, nullable=True))
        table.add_column(sa.Column("due_at", UtcDateTime(), nullable=True))
        table.drop_constraint(op.f("ck_announcement_state"), type_="check")
        table.create_check_constraint("state", _one_of("state", STATES))
        for column, words in CHECKS.items():
            table.create_check_constraint(column, _one_of(column, words))
    with op.batch_alter_table("announcement") as table:
        table.alter_column("segment", server_default=None)
        table.alter_column("buttons", server_default=None)
    rows = sa.table("announcement", sa.column("id"), sa.column("texts", sa.JSON),
                    sa.column("fallback"))  # fmt: skip
    connection = op.get_bind()
    for row in connection.execute(sa.select(rows.c.id, rows.c.texts)).all():
        first = next((language for language in FALLBACKS if row.texts.get(language)), None)
        connection.execute(rows.update().where(rows.c.id == row.id).values(fallback=first))


def downgrade() -> None:
    """What the earlier version does not know is discarded, or done."""
    op.execute("UPDATE announcement SET state = 'discarded' WHERE state = 'scheduled'")
    op.execute("UPDATE announcement SET state = 'done' WHERE state IN ('paused', 'cancelled')")
    with op.batch_alter_table("announcement") as table:
        for name in ("state", *CHECKS):
            table.drop_constraint(op.f(f"ck_announcement_{name}"), type_="check")
        table.create_check_constraint("state", _one_of("state", OLD_STATES))
        for name in COLUMNS:
            table.drop_column(name)


def _one_of(column: str, words: str) -> str:
    listed = ", ".join(f"'{word}'" for word in words.split())
    return f"{column} IN ({listed})"
