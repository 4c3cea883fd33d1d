"""What comes in from outside: events, complaints and appeals; and a reviewer's word beside each pair of records."""

from alembic import op

revision = "0002"
down_revision = "0001"

PAIRS = """
ALTER TABLE same_person ADD COLUMN said boolean;
CREATE INDEX same_person_in_order
    ON same_person (run, probability DESC NULLS LAST, left_person_id, right_person_id);
"""

EVENTS = """
CREATE TABLE events (
    client text NOT NULL,
    event_id text NOT NULL,
    request_hash text NOT NULL,
    kind text NOT NULL,
    recipient_id text,
    agent_id text,
    amount bigint NOT NULL CHECK (amount >= 0),
    occurred_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    regions text[] NOT NULL,
    PRIMARY KEY (client, event_id)
);
CREATE TABLE counters (
    kind text NOT NULL,
    subject_id text NOT NULL,
    day date NOT NULL,
    event text NOT NULL,
    times bigint NOT NULL,
    amount numeric NOT NULL,
    regions text[] NOT NULL,
    PRIMARY KEY (kind, subject_id, day, event)
);
"""

# ``sealed`` holds the citizen's own words and how to reach them. ``excluded`` names those who may not handle it.
CITIZENS = """
CREATE TABLE complaints (
    complaint bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_hash bytea NOT NULL UNIQUE,
    received_at timestamptz NOT NULL,
    category text NOT NULL,
    village_code text,
    subject_kind text,
    subject_id text,
    sealed bytea,
    level text NOT NULL CHECK (level IN ('district', 'regency', 'national')),
    status text NOT NULL CHECK (status IN ('open', 'closed')),
    note text,
    handled_by text,
    handled_at timestamptz,
    excluded text[] NOT NULL,
    regions text[] NOT NULL
);
CREATE INDEX open_complaints ON complaints (status, complaint);
CREATE TABLE appeals (
    appeal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_hash bytea NOT NULL UNIQUE,
    received_at timestamptz NOT NULL,
    case_number bigint REFERENCES cases,
    sealed bytea,
    status text NOT NULL CHECK (status IN ('pending', 'upheld', 'dismissed')),
    note text,
    handled_by text,
    handled_at timestamptz,
    excluded text[] NOT NULL,
    regions text[] NOT NULL
);
CREATE INDEX open_appeals ON appeals (status, appeal);
CREATE INDEX appeals_of_case ON appeals (case_number);
"""

IN_REGION = """(
    (SELECT current_setting('saksama.regions', true)) = '*'
    OR regions && (SELECT string_to_array(current_setting('saksama.regions', true), ','))
)"""
NOT_EXCLUDED = "NOT (SELECT coalesce(current_setting('saksama.person', true), '')) = ANY (excluded)"
POLICIES = {
    "events": IN_REGION,
    "counters": IN_REGION,
    "complaints": f"{IN_REGION} AND {NOT_EXCLUDED}",
    "appeals": f"{IN_REGION} AND {NOT_EXCLUDED}",
}
HANDLED = "status, note, handled_by, handled_at"

# Row security lets nobody write a row that they may not see afterwards, and that is what handing on is: so a function
# of the owner's does it, for the one who asks and for a letter that they see.
HAND_ON = f"""
CREATE FUNCTION hand_on(letters text, number bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE person text := current_setting('saksama.person');
BEGIN
    IF letters = 'complaint' THEN
        UPDATE complaints SET excluded = excluded || person WHERE complaint = number AND {IN_REGION};
    ELSE
        UPDATE appeals SET excluded = excluded || person WHERE appeal = number AND {IN_REGION};
    END IF;
END $$;
REVOKE ALL ON FUNCTION hand_on FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hand_on TO saksama_app;
"""  # noqa: S608 - a constant of this file


def upgrade() -> None:
    """Make the tables, their guards and what the application may do with them."""
    for statement in (PAIRS, EVENTS, CITIZENS):
        op.execute(statement)
    for table, bound in POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY region ON {table} TO saksama_app USING ({bound})")
    op.execute(
        "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute("GRANT SELECT, INSERT ON events, counters, complaints, appeals TO saksama_app")
    op.execute("GRANT UPDATE (times, amount) ON counters TO saksama_app")
    op.execute(f"GRANT UPDATE ({HANDLED}) ON complaints TO saksama_app")
    op.execute(f"GRANT UPDATE ({HANDLED}) ON appeals TO saksama_app")
    op.execute("GRANT UPDATE (said) ON same_person TO saksama_app")
    op.execute(HAND_ON)


def downgrade() -> None:
    """Events, complaints and appeals are a record: they are not thrown away."""
    raise NotImplementedError("this migration is not undone: drop the database instead")
