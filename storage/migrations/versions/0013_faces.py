"""Every message that shows somebody a meeting is known, not the last alone."""

import sqlalchemy as sa
from alembic import op

from storage.columns import LargeId
from storage.migrations.shorthand import needed, one_of, refers

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The messages known so far show whole meetings; of two meetings that one message showed, the
    later."""
    op.execute(
        "CREATE TABLE kept_face AS SELECT attendee_id, message_id, MAX(meeting_id) AS meeting_id"
        " FROM meeting_face GROUP BY attendee_id, message_id"
    )
    op.drop_table("meeting_face")
    op.create_table(
        "meeting_face",
        refers("attendee_id", "attendee", primary_key=True),
        sa.Column("message_id", LargeId(), primary_key=True, autoincrement=False),
        refers("meeting_id", "meeting", index=True),
        *needed(sa.String(), "how"),
        sa.Column("behind", sa.Boolean, nullable=False, server_default=sa.false()),
        one_of("how", "whole card reminder"),
    )
    op.execute(
        "INSERT INTO meeting_face (attendee_id, message_id, meeting_id, how)"
        " SELECT attendee_id, message_id, meeting_id, 'whole' FROM kept_face"
    )
    op.drop_table("kept_face")


def downgrade() -> None:
    """The newest message of each side of a meeting is kept."""
    op.execute(
        "CREATE TABLE kept_face AS SELECT meeting_id, attendee_id, MAX(message_id) AS message_id"
        " FROM meeting_face WHERE how = 'whole' GROUP BY meeting_id, attendee_id"
    )
    op.drop_table("meeting_face")
    op.create_table(
        "meeting_face",
        refers("meeting_id", "meeting", primary_key=True),
        refers("attendee_id", "attendee", primary_key=True, index=True),
        *needed(LargeId(), "message_id"),
    )
    op.execute(
        "INSERT INTO meeting_face (meeting_id, attendee_id, message_id)"
        " SELECT meeting_id, attendee_id, message_id FROM kept_face"
    )
    op.drop_table("kept_face")
