"""For how many days a family's benefit stood still because of a case: what a mistake costs them."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column."""
    op.execute("ALTER TABLE decisions ADD COLUMN days_stopped integer CHECK (days_stopped >= 0)")


def downgrade() -> None:
    """Decisions are a record: nothing of them is thrown away."""
    raise NotImplementedError("this migration is not undone: drop the database instead")
