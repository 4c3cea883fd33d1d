"""What would have to be different for a case not to be in the queue, as the run says it."""

from alembic import op

revision = "0003"
down_revision = "0002"

COUNTERFACTUALS = """
CREATE TABLE counterfactuals (
    run integer NOT NULL,
    kind text NOT NULL,
    subject_id text NOT NULL,
    text_en text NOT NULL,
    text_id text NOT NULL,
    regions text[] NOT NULL,
    PRIMARY KEY (run, kind, subject_id)
);
ALTER TABLE counterfactuals ENABLE ROW LEVEL SECURITY;
CREATE POLICY region ON counterfactuals TO saksama_app USING (
    (SELECT current_setting('saksama.regions', true)) = '*'
    OR regions && (SELECT string_to_array(current_setting('saksama.regions', true), ','))
);
GRANT SELECT ON counterfactuals TO saksama_app;
"""


def upgrade() -> None:
    """Make the table and its guard."""
    op.execute(COUNTERFACTUALS)


def downgrade() -> None:
    """Everything in it comes again with the next load."""
    op.execute("DROP TABLE counterfactuals")
