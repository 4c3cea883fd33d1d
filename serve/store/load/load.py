"""One run into the store, in one transaction: copy, open cases, switch, tell the audit log."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
from sqlalchemy import Connection, text

from features.errors import SaksamaError
from models.gate.standing import Standing
from serve.audit import Action, Detail, record
from serve.reveal.harvest import harvest
from serve.reveal.seal import Seal
from serve.store.desk import Store
from serve.store.load.copy import copy_rows
from serve.store.load.folder import Manifest, open_folder, read_manifest
from serve.store.load.shape import NOWHERE, shape

# The run before the last load is kept whole: a page that began on it may still be reading.
DETAILS = (
    "timeline",
    "links",
    "ring_members",
    "rings",
    "lookups",
    "same_person",
    "counterfactuals",
    "unnamed",
    "alerts",
    "alert_counts",
)
LOAD_LOCK = 7_235_267_243  # two loads at once would race for the place of the current run


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load brought in."""

    run: int
    run_id: str
    scores: int
    alerts: int
    rings: int
    identities: int


def load_run(
    store: Store,
    folder: Path,
    *,
    standing: Standing,
    drop: Path | None,
    seal: Seal | None,
    now: datetime,
    by: str,
) -> Loaded:
    """Load a run folder and let it answer from the moment the load ends; nothing changes where anything fails.

    ``standing`` says on what its model stands, and is told wherever the run is shown. With ``drop`` the identities of
    those in the queue and in queued rings are sealed into the store, and the places get their names.
    """
    manifest = read_manifest(folder)
    if drop is not None and seal is None:
        raise SaksamaError("identities come with --drop and must be sealed: set SAKSAMA_IDENTITY_KEY")
    source = open_folder(folder)
    try:
        shape(source)
        with store.own() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOAD_LOCK})
            run = begin(connection, manifest, standing, now, by)
            counts = {table: copy_rows(source, connection, f"store_{table}", table, run) for table in _COPIED}
            copy_rows(source, connection, "run_lookup", "lookups", run)
            connection.execute(text(_SAID), {"run": run})
            alerts = _open_cases(connection, source, run, now)
            sealed = harvest(connection, drop, seal, run) if drop and seal else 0
            _switch(connection, run)
            # What this run has seen for itself is no longer counted beside it.
            connection.execute(text("DELETE FROM counters WHERE day <= :day"), {"day": manifest.as_of.date()})
            detail: Detail = {
                "run_id": manifest.run_id,
                "alerts": alerts,
                "identities": sealed,
                "gate": standing.verdict,
            }
            record(connection, actor=by, action=Action.RUN_LOAD, about=f"run {run}", detail=detail)
    finally:
        source.close()
    with store.own() as connection:
        connection.execute(text("ANALYZE"))
    return Loaded(run, manifest.run_id, counts["scores"], alerts, counts["rings"], sealed)


_COPIED = ("scores", "rings", "ring_members", "links", "timeline", "same_person", "counterfactuals", "unnamed")


# A person's word on a pair stands from run to run, whether or not it has come back with a drop.
_SAID = """
UPDATE same_person p SET said = d.same FROM (
    SELECT DISTINCT ON (left_person_id, right_person_id) left_person_id, right_person_id, same
    FROM pair_decisions ORDER BY left_person_id, right_person_id, decision DESC
) AS d
WHERE p.run = :run AND p.left_person_id = d.left_person_id AND p.right_person_id = d.right_person_id
"""


def begin(connection: Connection, manifest: Manifest, standing: Standing, now: datetime, by: str) -> int:
    """The number of a new run, in the state ``loading``."""
    statement = text(
        "INSERT INTO runs (run_id, as_of, currency, minor_units, model_version, key_id, manifest, state, loaded_at,"
        " loaded_by, gate, gate_entry, gate_until)"
        " VALUES (:run_id, :as_of, :currency, :minor_units, :model_version, :key_id,"
        " CAST(:manifest AS jsonb), 'loading', :now, :by, :verdict, :entry, :until) RETURNING run"
    )
    values = {name: getattr(manifest, name) for name in Manifest.__slots__ if name != "raw"}
    row = {**values, "manifest": json.dumps(manifest.raw, sort_keys=True), "now": now, "by": by}
    row |= {name: getattr(standing, name) for name in Standing.__slots__}
    return int(connection.execute(statement, row).scalar_one())


def _open_cases(connection: Connection, source: duckdb.DuckDBPyConnection, run: int, now: datetime) -> int:
    """A case per alert: the one there is, or a new one, numbered in an order that says nothing about the queue."""
    connection.execute(text("CREATE TEMP TABLE staged (LIKE alerts) ON COMMIT DROP"))
    connection.execute(text("ALTER TABLE staged ALTER COLUMN case_number DROP NOT NULL"))
    alerts = copy_rows(source, connection, "store_alerts", "staged", run)
    for statement in (_NEW_CASES, _MOVED_CASES, _ALERTS, _COUNTS):
        connection.execute(text(statement), {"now": now, "run": run, "nowhere": NOWHERE})
    return alerts


_NEW_CASES = """
INSERT INTO cases (kind, subject_id, status, opened_at, regions)
SELECT kind, subject_id, 'open', :now, regions FROM staged
WHERE NOT EXISTS (SELECT FROM cases c WHERE c.kind = staged.kind AND c.subject_id = staged.subject_id)
ORDER BY md5(kind || subject_id)
"""

_MOVED_CASES = """
UPDATE cases SET regions = staged.regions FROM staged
WHERE cases.kind = staged.kind AND cases.subject_id = staged.subject_id AND cases.regions <> staged.regions
"""

_ALERTS = """
INSERT INTO alerts
SELECT staged.run, c.case_number, kind, subject_id, queue_rank, shown_band, shown_role, selected_by,
    selection_probability, amount_at_risk, members, headline_en, headline_id, village_code, district_code, regency_code,
    staged.regions
FROM staged JOIN cases c USING (kind, subject_id)
"""

_COUNTS = """
INSERT INTO alert_counts
SELECT run, kind, shown_band, coalesce(district_code, :nowhere), count(*), regions
FROM alerts WHERE run = :run GROUP BY run, kind, shown_band, district_code, regions
"""


def _switch(connection: Connection, run: int) -> None:
    end_shadow(connection)  # it was of the drop before
    for table in DETAILS:
        old = f"DELETE FROM {table} WHERE run < (SELECT max(run) FROM runs WHERE state = 'current')"  # noqa: S608 - ours
        connection.execute(text(old))
    connection.execute(text("UPDATE runs SET state = 'past' WHERE state = 'current'"))
    connection.execute(text("UPDATE runs SET state = 'current' WHERE run = :run"), {"run": run})


def end_shadow(connection: Connection) -> None:
    """Take away the shadow run there is, if any; what it said of payments stays."""
    for table in ("scores", "lookups"):
        connection.execute(text(f"DELETE FROM {table} WHERE run IN (SELECT run FROM runs WHERE state = 'shadow')"))  # noqa: S608 - names of our own
    connection.execute(text("UPDATE runs SET state = 'dropped' WHERE state = 'shadow'"))
