"""What nobody has named yet: cases that stand out without a place in the queue, as the run lists them."""

from alembic import op

revision = "0007"
down_revision = "0006"

UNNAMED = """
CREATE TABLE unnamed (
    run integer NOT NULL,
    place bigint NOT NULL,
    kind text NOT NULL,
    subject_id text NOT NULL,
    regions text[] NOT NULL,
    PRIMARY KEY (run, place)
);
ALTER TABLE unnamed ENABLE ROW LEVEL SECURITY;
CREATE POLICY region ON unnamed TO saksama_app USING (
    (SELECT current_setting('saksama.regions', true)) = '*'
    OR regions && (SELECT string_to_array(current_setting('saksama.regions', true), ','))
);
GRANT SELECT ON unnamed TO saksama_app;
"""


def upgrade() -> None:
    """Make the table and its guard."""
    op.execute(UNNAMED)


def downgrade() -> None:
    """Everything in it comes again with the next load."""
    op.execute("DROP TABLE unnamed")
