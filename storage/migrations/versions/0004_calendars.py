"""Calendars: how often a meeting has changed, hours without meetings, how people take part, the
message that shows somebody's meetings, and the clock by which an event's hours were worked out."""

import sqlalchemy as sa
from alembic import op

from storage.columns import LargeId, UtcDateTime
from storage.migrations.shorthand import needed, refers

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEFORE = (
    "offer booked declined withdrawn expired cancelled left newcomer agenda soon start announcement"
)
NOW = f"{BEFORE} list room closed hour"


def upgrade() -> None:
    """Meetings have not changed, nobody has said how they take part, and nothing is closed."""
    op.add_column("meeting", sa.Column("sequence", sa.Integer, nullable=False, server_default="0"))
    op.add_column("event", sa.Column("clock", sa.JSON, nullable=True))
    op.add_column("attendee", sa.Column("presence", sa.String, nullable=True))
    with op.batch_alter_table("attendee", table_kwargs={"sqlite_autoincrement": True}) as attendee:
        attendee.create_check_constraint("presence", "presence IN ('on_site', 'online', 'either')")
    _kinds(NOW)
    op.create_table(
        "event_span",
        refers("event_id", "event", primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        *needed(sa.String(), "code"),
        *needed(UtcDateTime(), "starts_at", "ends_at"),
        *needed(sa.JSON(), "titles"),
    )
    op.create_table(
        "attendee_block",
        refers("attendee_id", "attendee", primary_key=True),
        sa.Column("starts_at", UtcDateTime, primary_key=True),
        *needed(UtcDateTime(), "ends_at"),
    )
    op.create_table(
        "agenda_message",
        refers("person_id", "person", primary_key=True),
        *needed(LargeId(), "message_id"),
    )


def downgrade() -> None:
    """Takes all of it back."""
    for table in ("agenda_message", "attendee_block", "event_span"):
        op.drop_table(table)
    op.execute("DELETE FROM notice WHERE kind IN ('list', 'room', 'closed', 'hour')")
    _kinds(BEFORE)
    with op.batch_alter_table("attendee", table_kwargs={"sqlite_autoincrement": True}) as attendee:
        attendee.drop_constraint("presence", type_="check")
        attendee.drop_column("presence")
    op.drop_column("event", "clock")
    op.drop_column("meeting", "sequence")


def _kinds(words: str) -> None:
    listed = ", ".join(f"'{word}'" for word in words.split())
    with op.batch_alter_table("notice", table_kwargs={"sqlite_autoincrement": True}) as notice:
        notice.drop_constraint("kind", type_="check")
        notice.create_check_constraint("kind", f"kind IN ({listed})")
