"""Reminders as people want them, who is there and who is late, what they say after a meeting, and
contacts exchanged; a meeting of which nobody says anything ends unconfirmed."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime
from storage.migrations.shorthand import anew, needed, one_of, optional, partial, refers

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATES = "offered accepted started held no_show {}declined withdrawn expired cancelled"
EVERY = sa.text('\'["agenda", "hour", "quarter", "start"]\'')


def upgrade() -> None:
    """Every event sends every reminder, and nobody has said anything yet."""
    op.add_column("event", sa.Column("reminders", sa.JSON, nullable=False, server_default=EVERY))
    _states("unconfirmed ")
    partial("ix_meeting_waits", "meeting", ["starts_at"], "state = 'started'")
    op.create_table(
        "wishes",
        refers("person_id", "person", primary_key=True),
        *needed(sa.JSON(), "reminders_off"),
        *optional(sa.Integer(), "quiet_from", "quiet_until"),
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="both_hours"),
    )
    op.create_table(
        "attendance",
        *_side(),
        *needed(UtcDateTime(), "starts_at"),
        *optional(UtcDateTime(), "coming_at", "late_at", "here_at"),
    )
    op.create_table(
        "feedback",
        *_side(),
        *needed(UtcDateTime(), "asked_at"),
        *optional(UtcDateTime(), "round_at"),
        *optional(sa.Boolean(), "held"),
        *optional(sa.Integer(), "useful"),
        *needed(sa.JSON(), "follow_ups"),
        *needed(sa.String(), "note"),
        *optional(UtcDateTime(), "said_at", "done_at"),
        sa.CheckConstraint("useful BETWEEN 1 AND 3", name="useful"),
    )
    op.create_table(
        "contact",
        *_side(),
        *needed(sa.String(), "way"),
        *optional(sa.String(), "handle"),
        *needed(UtcDateTime(), "at"),
        *optional(UtcDateTime(), "shared_at"),
        one_of("way", "username phone no"),
    )
    partial("ix_contact_kept", "contact", ["at"], "handle IS NOT NULL")


def downgrade() -> None:
    """Drops it all; what was unconfirmed has begun, and no more is known."""
    for table in ("contact", "feedback", "attendance", "wishes"):
        op.drop_table(table)
    op.drop_index("ix_meeting_waits", "meeting")
    op.execute("UPDATE meeting SET state = 'started' WHERE state = 'unconfirmed'")
    _states("")
    op.drop_column("event", "reminders")


def _side() -> list[sa.Column[int]]:
    return [
        refers("meeting_id", "meeting", primary_key=True),
        refers("attendee_id", "attendee", primary_key=True, index=True),
    ]


def _states(more: str) -> None:
    """The states that a meeting can be in. SQLite has to make the table anew for that."""
    with anew("meeting") as batch:
        batch.drop_constraint(op.f("ck_meeting_state"), type_="check")
        batch.create_check_constraint("state", sa.text(_among("state", STATES.format(more))))


def _among(column: str, words: str) -> str:
    return str(one_of(column, words).sqltext)
