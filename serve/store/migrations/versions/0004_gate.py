"""On what the model of each run stands before the gate; of runs loaded before, nothing is known."""

from alembic import op

revision = "0004"
down_revision = "0003"

GATE = """
ALTER TABLE runs
    ADD COLUMN gate text NOT NULL DEFAULT 'fitted_here'
        CHECK (gate IN ('champion', 'provisional', 'overridden', 'fitted_here', 'withdrawn')),
    ADD COLUMN gate_entry integer,
    ADD COLUMN gate_until date;
ALTER TABLE runs ALTER COLUMN gate DROP DEFAULT;
"""


def upgrade() -> None:
    """Add the columns."""
    op.execute(GATE)


def downgrade() -> None:
    """A run loaded again says it anew."""
    op.execute("ALTER TABLE runs DROP COLUMN gate, DROP COLUMN gate_entry, DROP COLUMN gate_until")
