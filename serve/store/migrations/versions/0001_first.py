"""The first store: runs, queue, cases, people, and the audit chain, with row security by region."""

from alembic import op

revision = "0001"
down_revision = None

RUNS = """
CREATE TABLE runs (
    run integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id text NOT NULL,
    as_of timestamp NOT NULL,
    currency text NOT NULL,
    minor_units integer NOT NULL,
    model_version text NOT NULL,
    key_id text,
    manifest jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('loading', 'current', 'past')),
    loaded_at timestamptz NOT NULL,
    loaded_by text NOT NULL
);
CREATE UNIQUE INDEX one_current_run ON runs (state) WHERE state = 'current';
CREATE TABLE places (code text PRIMARY KEY, name text NOT NULL);
"""

SCORES = """
CREATE TABLE scores (
    run integer NOT NULL,
    kind text NOT NULL,
    subject_id text NOT NULL,
    score double precision NOT NULL,
    probability double precision,
    probability_low double precision,
    probability_high double precision,
    role text NOT NULL,
    band text NOT NULL,
    rank bigint NOT NULL,
    queue_rank bigint,
    selected_by text,
    ring_id text,
    amount_at_risk bigint NOT NULL,
    typologies text[] NOT NULL,
    reasons jsonb NOT NULL,
    village_code text,
    district_code text,
    regency_code text,
    regions text[] NOT NULL,
    PRIMARY KEY (kind, subject_id, run)
);
CREATE TABLE lookups (
    run integer NOT NULL, key_kind text NOT NULL, key text NOT NULL, recipient_id text NOT NULL,
    PRIMARY KEY (run, key_kind, key, recipient_id)
);
CREATE TABLE timeline (
    entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run integer NOT NULL,
    kind text NOT NULL,
    subject_id text NOT NULL,
    occurred_at timestamp NOT NULL,
    event text NOT NULL,
    amount bigint,
    times bigint NOT NULL,
    program text,
    agent_id text,
    regions text[] NOT NULL
);
CREATE INDEX timeline_of_subject ON timeline (run, kind, subject_id, occurred_at);
CREATE TABLE same_person (
    run integer NOT NULL,
    left_person_id text NOT NULL,
    right_person_id text NOT NULL,
    left_recipient_id text,
    right_recipient_id text,
    probability double precision,
    evidence text,
    regions text[] NOT NULL,
    PRIMARY KEY (run, left_person_id, right_person_id)
);
CREATE INDEX same_person_left ON same_person (run, left_recipient_id);
CREATE INDEX same_person_right ON same_person (run, right_recipient_id);
"""

RINGS = """
CREATE TABLE rings (
    run integer NOT NULL,
    ring_id text NOT NULL,
    score double precision NOT NULL,
    size integer NOT NULL,
    recipients integer NOT NULL,
    agents integer NOT NULL,
    officials integer NOT NULL,
    shared text NOT NULL,
    amount_at_risk bigint NOT NULL,
    benign boolean NOT NULL,
    regions text[] NOT NULL,
    PRIMARY KEY (run, ring_id)
);
CREATE TABLE ring_members (
    run integer NOT NULL,
    ring_id text NOT NULL,
    kind text NOT NULL,
    subject_id text NOT NULL,
    role text NOT NULL,
    score double precision NOT NULL,
    regions text[] NOT NULL,
    PRIMARY KEY (run, ring_id, kind, subject_id)
);
CREATE INDEX rings_of_subject ON ring_members (run, kind, subject_id);
CREATE TABLE links (
    run integer NOT NULL,
    kind text NOT NULL,
    subject_id text NOT NULL,
    link text NOT NULL,
    node_id text NOT NULL,
    ring_id text,
    weight double precision NOT NULL,
    benign boolean NOT NULL,
    benign_reason text,
    subjects bigint NOT NULL,
    expected double precision,
    text_en text NOT NULL,
    text_id text NOT NULL,
    regions text[] NOT NULL,
    PRIMARY KEY (run, kind, subject_id, link, node_id)
);
CREATE INDEX links_of_ring ON links (run, ring_id);
CREATE INDEX links_of_node ON links (run, link, node_id);
"""

QUEUE = """
CREATE TABLE cases (
    case_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    subject_id text NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'decided')),
    opened_at timestamptz NOT NULL,
    regions text[] NOT NULL,
    UNIQUE (kind, subject_id)
);
CREATE INDEX decided_cases ON cases (case_number) WHERE status = 'decided';
CREATE TABLE alerts (
    run integer NOT NULL,
    case_number bigint NOT NULL,
    kind text NOT NULL,
    subject_id text NOT NULL,
    queue_rank bigint NOT NULL,
    shown_band text NOT NULL,
    shown_role text NOT NULL,
    selected_by text NOT NULL,
    selection_probability double precision,
    amount_at_risk bigint NOT NULL,
    members integer NOT NULL,
    headline_en text NOT NULL,
    headline_id text NOT NULL,
    village_code text,
    district_code text,
    regency_code text,
    regions text[] NOT NULL,
    PRIMARY KEY (run, case_number)
);
CREATE UNIQUE INDEX alerts_in_order ON alerts (run, queue_rank);
CREATE INDEX alerts_by_kind ON alerts (run, kind, queue_rank);
CREATE INDEX alerts_by_band ON alerts (run, shown_band, queue_rank);
CREATE INDEX alerts_by_district ON alerts (run, district_code, queue_rank);
CREATE INDEX alerts_of_subject ON alerts (subject_id, run);
CREATE TABLE alert_counts (
    run integer NOT NULL,
    kind text NOT NULL,
    shown_band text NOT NULL,
    district_code text NOT NULL,
    alerts integer NOT NULL,
    regions text[] NOT NULL
);
CREATE INDEX alert_counts_of_run ON alert_counts (run);
"""

DESK = """
CREATE TABLE identities (
    kind text NOT NULL,
    subject_id text NOT NULL,
    sealed bytea NOT NULL,
    regions text[] NOT NULL,
    PRIMARY KEY (kind, subject_id)
);
CREATE TABLE reveals (
    reveal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    subject_id text NOT NULL,
    revealed_to text NOT NULL,
    purpose text NOT NULL,
    note text NOT NULL,
    revealed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    regions text[] NOT NULL
);
CREATE INDEX reveals_to ON reveals (revealed_to, kind, subject_id, expires_at);
CREATE TABLE decisions (
    decision bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_number bigint NOT NULL REFERENCES cases,
    kind text NOT NULL,
    subject_id text NOT NULL,
    outcome text NOT NULL,
    typology text,
    reason text NOT NULL CHECK (length(reason) >= 10),
    loss bigint CHECK (loss >= 0),
    recovered bigint CHECK (recovered >= 0),
    selected_by text NOT NULL,
    selection_probability double precision,
    run_id text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    regions text[] NOT NULL
);
CREATE INDEX decisions_of_case ON decisions (case_number);
CREATE INDEX decisions_of_subject ON decisions (kind, subject_id);
CREATE TABLE pair_decisions (
    decision bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    left_person_id text NOT NULL,
    right_person_id text NOT NULL,
    same boolean NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    regions text[] NOT NULL,
    CHECK (left_person_id < right_person_id)
);
CREATE TABLE answers (
    answer_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    client text NOT NULL,
    payment_id text NOT NULL,
    attempt integer NOT NULL,
    request_hash text NOT NULL,
    body jsonb NOT NULL,
    answered_at timestamptz NOT NULL,
    regions text[] NOT NULL,
    UNIQUE (client, payment_id, attempt)
);
"""

PEOPLE = """
CREATE TABLE users (
    name text PRIMARY KEY,
    display_name text NOT NULL,
    password_hash text,
    roles text[] NOT NULL,
    territory text[] NOT NULL,
    active boolean NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    name text NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE TABLE clients (
    client text PRIMARY KEY,
    key_hash bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    territory text[] NOT NULL,
    banks text[] NOT NULL,
    active boolean NOT NULL,
    created_at timestamptz NOT NULL
);
"""

# The chain is made by the database, so that whoever inserts takes part in it; the head row is its lock and its tail.
AUDIT = r"""
CREATE TABLE audit (
    entry bigint PRIMARY KEY,
    recorded_at timestamptz NOT NULL,
    actor text NOT NULL CHECK (actor !~ E'\x1f'),
    action text NOT NULL CHECK (action !~ E'\x1f'),
    object text NOT NULL CHECK (object !~ E'\x1f'),
    detail text NOT NULL CHECK (detail !~ E'\x1f'),
    previous text NOT NULL,
    hash text NOT NULL
);
CREATE TABLE audit_head ("only" boolean PRIMARY KEY CHECK ("only"), entry bigint NOT NULL, hash text NOT NULL);
INSERT INTO audit_head VALUES (true, 0, repeat('0', 64));

CREATE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE head audit_head%ROWTYPE;
BEGIN
    SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
    NEW.entry := head.entry + 1;
    NEW.recorded_at := clock_timestamp();
    NEW.previous := head.hash;
    NEW.hash := encode(sha256(convert_to(concat_ws(E'\x1f',
        NEW.entry::text,
        to_char(NEW.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        NEW.actor, NEW.action, NEW.object, NEW.detail, NEW.previous), 'UTF8')), 'hex');
    UPDATE audit_head SET entry = NEW.entry, hash = NEW.hash;
    RETURN NEW;
END $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the table % only grows: nothing in it may be changed or removed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER chain_audit BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION chain_audit();
"""

ONLY_GROW = ("audit", "decisions", "pair_decisions", "answers", "reveals")
BOUNDED = (
    "scores", "timeline", "same_person", "rings", "ring_members", "links", "cases", "alerts", "alert_counts",
    "identities", "reveals", "decisions", "pair_decisions", "answers",
)  # fmt: skip
READ = (*BOUNDED, "runs", "places", "lookups", "users", "sessions", "clients", "audit", "audit_head")
INSERT = ("reveals", "decisions", "pair_decisions", "answers", "sessions", "audit")

ROLE = """
DO $$ BEGIN
    CREATE ROLE saksama_app NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT saksama_app TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO saksama_app;
"""

# (select ...) makes PostgreSQL read the setting once per query instead of once per row.
BOUND = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY region ON {table} TO saksama_app USING (
    (SELECT current_setting('saksama.regions', true)) = '*'
    OR regions && (SELECT string_to_array(current_setting('saksama.regions', true), ','))
);
"""


def upgrade() -> None:
    """Make the tables, then the guards around them."""
    for statement in (RUNS, SCORES, RINGS, QUEUE, DESK, PEOPLE, AUDIT, ROLE):
        op.execute(statement)
    for table in ONLY_GROW:
        op.execute(
            f"CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    for table in BOUNDED:
        op.execute(BOUND.format(table=table))
    op.execute(f"GRANT SELECT ON {', '.join(READ)} TO saksama_app")
    op.execute(f"GRANT INSERT ON {', '.join(INSERT)} TO saksama_app")
    op.execute("GRANT DELETE ON sessions TO saksama_app")
    op.execute("GRANT UPDATE (status) ON cases TO saksama_app")


def downgrade() -> None:
    """There is nothing before the first store."""
    raise NotImplementedError("the first migration is not undone: drop the database instead")
