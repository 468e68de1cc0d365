"""Which edition somebody has chosen, where they belong to several."""

from alembic import op

from storage.migrations.shorthand import refers

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has chosen yet: everybody is in the edition they registered for last."""
    op.create_table(
        "edition",
        refers("person_id", "person", primary_key=True),
        refers("event_id", "event", index=True),
    )


def downgrade() -> None:
    """Everybody is in the edition they registered for last."""
    op.drop_table("edition")
