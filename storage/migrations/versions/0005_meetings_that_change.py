"""Meetings get turns, moves and causes; people can keep others away.

The kind of a notice is no closed vocabulary any more: each new kind would have meant making the
largest table anew.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import LargeId, UtcDateTime
from storage.migrations.shorthand import needed, optional, partial, refers

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NOTICES = (
    "offer booked declined withdrawn expired cancelled left newcomer agenda soon start announcement"
    " list room closed hour"
)
OF_MEETINGS = "round mover_id cause words ended_by ended_at open_pair"


def upgrade() -> None:
    """Events get their defaults; every meeting is at its first round."""
    for name, default in (("answer_minutes", "120"), ("offer_cap", "8")):
        op.add_column("event", sa.Column(name, sa.Integer, nullable=False, server_default=default))
    op.add_column("attendee", sa.Column("code", sa.String, nullable=True))
    _meetings()
    op.create_table(
        "block",
        refers("person_id", "person", primary_key=True),
        refers("blocked_id", "person", primary_key=True, index=True),
        *needed(UtcDateTime(), "since"),
    )
    op.create_table(
        "meeting_face",
        refers("meeting_id", "meeting", primary_key=True),
        refers("attendee_id", "attendee", primary_key=True, index=True),
        *needed(LargeId(), "message_id"),
    )
    with op.batch_alter_table("notice", table_kwargs={"sqlite_autoincrement": True}) as notice:
        notice.drop_constraint("kind", type_="check")


def downgrade() -> None:
    """Takes it all back, with the notices of later kinds."""
    kinds = ", ".join(f"'{kind}'" for kind in NOTICES.split())
    op.execute(f"DELETE FROM notice WHERE kind NOT IN ({kinds})")
    with op.batch_alter_table("notice", table_kwargs={"sqlite_autoincrement": True}) as notice:
        notice.create_check_constraint("kind", f"kind IN ({kinds})")
    op.drop_table("meeting_face")
    op.drop_table("block")
    for index in ("ix_meeting_moves", "ix_meeting_open_pair"):
        op.drop_index(index, "meeting")
    for name in OF_MEETINGS.split():
        op.drop_column("meeting", name)
    op.drop_column("attendee", "code")
    for name in ("answer_minutes", "offer_cap"):
        op.drop_column("event", name)


def _meetings() -> None:
    for column in (
        sa.Column("round", sa.Integer, nullable=False, server_default="0"),
        *optional(sa.Integer(), "mover_id", "ended_by"),
        *optional(sa.String(), "cause", "open_pair"),
        *optional(UtcDateTime(), "ended_at"),
        sa.Column("words", sa.String, nullable=False, server_default=""),
    ):
        op.add_column("meeting", column)
    partial("ix_meeting_moves", "meeting", ["expires_at"], "mover_id IS NOT NULL")
    # Of several offers between two people, made at the same moment before now, the last counts.
    op.execute(
        "UPDATE meeting SET open_pair ="
        " CASE WHEN proposer_id < invitee_id"
        " THEN CAST(proposer_id AS VARCHAR) || '-' || CAST(invitee_id AS VARCHAR)"
        " ELSE CAST(invitee_id AS VARCHAR) || '-' || CAST(proposer_id AS VARCHAR) END"
        " WHERE state = 'offered' AND NOT EXISTS (SELECT 1 FROM meeting AS later"
        " WHERE later.state = 'offered' AND later.id > meeting.id"
        " AND later.proposer_id IN (meeting.proposer_id, meeting.invitee_id)"
        " AND later.invitee_id IN (meeting.proposer_id, meeting.invitee_id))"
    )
    op.create_index("ix_meeting_open_pair", "meeting", ["open_pair"], unique=True)
