"""What the challenger would have said of payments that were asked about, beside the answers and never in them."""

from alembic import op

revision = "0005"
down_revision = "0004"

# What it said is kept with the run's own id: the run itself goes with the next load.
SHADOWS = """
ALTER TABLE runs DROP CONSTRAINT runs_state_check;
ALTER TABLE runs ADD CONSTRAINT runs_state_check CHECK (state IN ('loading', 'current', 'past', 'shadow', 'dropped'));
CREATE UNIQUE INDEX one_shadow_run ON runs (state) WHERE state = 'shadow';
ALTER TABLE runs DROP CONSTRAINT runs_gate_check;
ALTER TABLE runs ADD CONSTRAINT runs_gate_check
    CHECK (gate IN ('champion', 'provisional', 'overridden', 'fitted_here', 'withdrawn', 'challenger'));
CREATE TABLE shadows (
    answer_id uuid PRIMARY KEY,
    run integer NOT NULL,
    basis text NOT NULL,
    band text,
    score double precision,
    micros bigint NOT NULL,
    champion_micros bigint NOT NULL,
    regions text[] NOT NULL
);
ALTER TABLE shadows ENABLE ROW LEVEL SECURITY;
CREATE POLICY region ON shadows TO saksama_app USING (
    (SELECT current_setting('saksama.regions', true)) = '*'
    OR regions && (SELECT string_to_array(current_setting('saksama.regions', true), ','))
);
GRANT INSERT ON shadows TO saksama_app;
GRANT SELECT (answer_id, regions) ON shadows TO saksama_app;
"""


def upgrade() -> None:
    """Make the table and its guard."""
    op.execute(SHADOWS)


def downgrade() -> None:
    """Its runs have states that the store before does not know."""
    raise NotImplementedError("this migration is not undone: drop the database instead")
