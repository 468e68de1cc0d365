"""The first tables.

Vocabularies are written out, and not imported: a revision says what was true when it was
written. Constraints are named by the metadata's convention (`storage.rows`).
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import LargeId, UtcDateTime
from storage.migrations.shorthand import needed, one_of, optional, own_id, partial, refers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROLES = "cluster sme startup researcher tto investor policymaker industry support"
STATES = "offered accepted started held no_show declined withdrawn expired cancelled"
NOTICES = (
    "offer booked declined withdrawn expired cancelled left newcomer agenda soon start announcement"
)


def upgrade() -> None:
    """Makes all tables."""
    _event()
    _people()
    _meetings()
    _delivery()
    _chats()


def downgrade() -> None:
    """Drops them, those that refer to others first."""
    tables = (
        "kept_update conversation invitation organiser notice announcement booking offer_slot"
        " meeting match attendee_window intent attendee person event_speaker event_session"
        " event_window event_day event"
    )
    for table in tables.split():
        op.drop_table(table)


def _event() -> None:
    op.create_table(
        "event",
        own_id(),
        sa.Column("code", sa.String, nullable=False, unique=True),
        *needed(sa.Integer(), "version"),
        *needed(sa.String(), "short_name"),
        *needed(sa.JSON(), "names"),
        *needed(sa.String(), "zone", "mode"),
        *needed(sa.Integer(), "slot_minutes", "rest_minutes", "tables", "offer_hours"),
        *needed(sa.String(), "link_template"),
        one_of("mode", "virtual in_person hybrid"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event_day",
        refers("event_id", "event", primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        *needed(sa.Date(), "date"),
        *needed(sa.JSON(), "audience", "titles"),
    )
    op.create_table(
        "event_window",
        own_id(),
        refers("event_id", "event"),
        *needed(sa.String(), "code"),
        *needed(sa.Integer(), "position"),
        *needed(UtcDateTime(), "starts_at", "ends_at"),
        *needed(sa.JSON(), "titles"),
        sa.UniqueConstraint("event_id", "code"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event_session",
        refers("event_id", "event", primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        *needed(sa.String(), "code", "kind"),
        *needed(UtcDateTime(), "starts_at", "ends_at"),
        *needed(sa.JSON(), "titles"),
        *needed(sa.String(), "language"),
        *needed(sa.Integer(), "seats"),
        *needed(sa.String(), "link"),
        one_of("kind", "panel round_table networking"),
    )
    op.create_table(
        "event_speaker",
        refers("event_id", "event", primary_key=True),
        sa.Column("session", sa.Integer, primary_key=True),
        sa.Column("moderates", sa.Boolean, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        *needed(sa.String(), "name", "organisation", "country"),
        *optional(sa.String(), "attendee"),
    )


def _people() -> None:
    op.create_table(
        "person",
        own_id(),
        sa.Column("telegram_id", LargeId, nullable=False, unique=True),
        *needed(sa.String(), "name", "language"),
        *optional(sa.String(), "username", "country", "zone"),
        *optional(UtcDateTime(), "consented_at", "blocked_at"),
        one_of("language", "ar fr en"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attendee",
        own_id(),
        refers("person_id", "person"),
        refers("event_id", "event", index=True),
        *optional(sa.String(), "organisation", "role"),
        *needed(sa.JSON(), "speaks"),
        *needed(sa.String(), "words"),
        *needed(sa.JSON(), "dropped"),
        *optional(UtcDateTime(), "confirmed_at"),
        *needed(sa.Boolean(), "windows_asked"),
        *optional(UtcDateTime(), "ready_at", "paused_at"),
        sa.UniqueConstraint("person_id", "event_id"),
        one_of("role", ROLES),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "intent",
        refers("attendee_id", "attendee", primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        *needed(sa.String(), "kind", "side"),
        *needed(sa.JSON(), "concepts", "markets"),
        *needed(sa.String(), "words", "context"),
        one_of("kind", "networking trade investment research"),
        one_of("side", "seek offer"),
    )
    op.create_table(
        "attendee_window",
        refers("attendee_id", "attendee", primary_key=True),
        refers("window_id", "event_window", primary_key=True, index=True),
    )


def _meetings() -> None:
    op.create_table(
        "match",
        own_id(),
        refers("event_id", "event", index=True),
        refers("viewer_id", "attendee"),
        refers("other_id", "attendee", index=True),
        *needed(sa.Float(), "score"),
        *needed(sa.JSON(), "reasons"),
        *optional(sa.String(), "declined_why"),
        *optional(UtcDateTime(), "declined_at"),
        *needed(sa.JSON(), "declined_concepts", "declined_countries"),
        sa.UniqueConstraint("viewer_id", "other_id"),
        one_of("declined_why", "not_my_field not_my_market later"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "meeting",
        own_id(),
        refers("event_id", "event"),
        refers("proposer_id", "attendee", index=True),
        refers("invitee_id", "attendee", index=True),
        *needed(sa.String(), "state"),
        *needed(UtcDateTime(), "offered_at", "expires_at"),
        *optional(UtcDateTime(), "starts_at"),
        *optional(sa.Integer(), "table_number"),
        *needed(sa.String(), "room"),
        sa.Column("crowded_out", sa.Boolean, nullable=False, server_default=sa.false()),
        one_of("state", STATES),
        sa.CheckConstraint("proposer_id <> invitee_id", name="two_people"),
        sqlite_autoincrement=True,
    )
    partial("ix_meeting_lapses", "meeting", ["expires_at"], "state = 'offered'")
    partial("ix_meeting_begins", "meeting", ["starts_at"], "state = 'accepted'")
    op.create_table(
        "offer_slot",
        refers("meeting_id", "meeting", primary_key=True),
        sa.Column("starts_at", UtcDateTime, primary_key=True),
    )
    op.create_table(
        "booking",
        refers("attendee_id", "attendee", primary_key=True),
        sa.Column("starts_at", UtcDateTime, primary_key=True),
        refers("meeting_id", "meeting", index=True),
        refers("event_id", "event"),
        *optional(sa.Integer(), "table_number"),
        sa.UniqueConstraint("event_id", "starts_at", "table_number"),
    )


def _delivery() -> None:
    op.create_table(
        "announcement",
        own_id(),
        refers("event_id", "event"),
        refers("author_id", "person", index=True),
        *needed(sa.String(), "state"),
        *needed(sa.JSON(), "texts"),
        *needed(UtcDateTime(), "created_at"),
        *optional(UtcDateTime(), "confirmed_at"),
        *optional(LargeId(), "progress_message"),
        one_of("state", "draft sending done discarded"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notice",
        own_id(),
        refers("recipient_id", "person"),
        *needed(sa.String(), "key", "kind"),
        *needed(sa.Integer(), "priority"),
        *needed(UtcDateTime(), "due_at"),
        *optional(UtcDateTime(), "expires_at"),
        refers("meeting_id", "meeting", nullable=True, index=True),
        refers("announcement_id", "announcement", nullable=True, index=True),
        *needed(sa.JSON(), "data"),
        *optional(sa.String(), "replaces"),
        *needed(sa.String(), "state"),
        *needed(sa.Integer(), "attempts"),
        *optional(LargeId(), "message_id"),
        *needed(sa.String(), "detail"),
        *optional(UtcDateTime(), "settled_at"),
        *optional(sa.String(), "leased_by"),
        *optional(UtcDateTime(), "leased_until"),
        sa.UniqueConstraint("recipient_id", "key"),
        one_of("kind", NOTICES),
        one_of("state", "pending sent stale blocked failed"),
        sqlite_autoincrement=True,
    )
    pending, leased = "state = 'pending'", "leased_by IS NOT NULL"
    partial("ix_notice_due", "notice", ["priority", "due_at", "id"], pending)
    partial("ix_notice_owed", "notice", ["recipient_id", "due_at"], pending)
    partial("uq_notice_leased_recipient", "notice", ["recipient_id"], leased, unique=True)


def _chats() -> None:
    op.create_table(
        "organiser",
        refers("person_id", "person", primary_key=True),
        refers("event_id", "event", primary_key=True),
        *needed(UtcDateTime(), "since"),
    )
    op.create_table(
        "invitation",
        sa.Column("secret_hash", sa.String, primary_key=True),
        refers("event_id", "event"),
        *needed(UtcDateTime(), "expires_at"),
        refers("used_by", "person", nullable=True, gone="SET NULL"),
        *optional(UtcDateTime(), "used_at"),
    )
    op.create_table(
        "conversation",
        sa.Column("telegram_id", LargeId, primary_key=True, autoincrement=False),
        *needed(sa.String(), "step"),
        *needed(sa.JSON(), "data"),
    )
    op.create_table(
        "kept_update",
        sa.Column("update_id", LargeId, primary_key=True, autoincrement=False),
        sa.Column("telegram_id", LargeId, nullable=False, index=True),
        *needed(sa.String(), "body"),
        *needed(UtcDateTime(), "kept_at"),
        *needed(sa.String(), "state"),
        *optional(UtcDateTime(), "done_at"),
        one_of("state", "kept done answered"),
    )
    partial("ix_kept_update_unfinished", "kept_update", ["update_id"], "state <> 'answered'")
