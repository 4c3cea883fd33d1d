"""Decisions and complaints out of the store, as the contract's tables for the next drop."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, text

from features.errors import SaksamaError
from serve.audit import Action, record

_OUTCOMES = """
SELECT latest.kind AS subject_kind, latest.subject_id, decided_at, outcome, latest.selected_by, selection_probability,
    latest.run_id, case_number::text AS case_id, typology, loss, recovered,
    days_stopped, seen.typologies,
    coalesce((SELECT appeals.status FROM appeals WHERE appeals.case_number = latest.case_number
        AND appeals.received_at > latest.decided_at ORDER BY appeal DESC LIMIT 1), 'none') AS appeal
FROM (SELECT DISTINCT ON (kind, subject_id, decided_at) * FROM decisions
    ORDER BY kind, subject_id, decided_at, decision DESC) AS latest
LEFT JOIN LATERAL (SELECT coalesce(nullif(array_to_string(scores.typologies, ';'), ''), 'none') AS typologies
    FROM scores JOIN runs USING (run) WHERE runs.run_id = latest.run_id AND scores.kind = latest.kind
    AND scores.subject_id = latest.subject_id ORDER BY run DESC LIMIT 1) AS seen ON true
ORDER BY latest.kind, latest.subject_id, decided_at
"""

# The contract holds one row per pair: what was said last counts.
_PAIRS = """
SELECT DISTINCT ON (left_person_id, right_person_id) left_person_id, right_person_id, same, decided_at
FROM pair_decisions ORDER BY left_person_id, right_person_id, decision DESC
"""

# The words stay sealed: `text` is one of the columns that never leave the wall.
_COMPLAINTS = """
SELECT 'desk-' || complaint AS complaint_id, received_at, 'saksama' AS channel, category, village_code, subject_kind,
    subject_id
FROM complaints ORDER BY complaint
"""

OUTCOMES = pa.schema(
    [
        ("subject_kind", pa.string()),
        ("subject_id", pa.string()),
        ("decided_at", pa.timestamp("us")),
        ("outcome", pa.string()),
        ("selected_by", pa.string()),
        ("selection_probability", pa.float64()),
        ("run_id", pa.string()),
        ("case_id", pa.string()),
        ("typology", pa.string()),
        ("loss", pa.int64()),
        ("recovered", pa.int64()),
        ("days_stopped", pa.int64()),
        ("appeal", pa.string()),
        ("typologies", pa.string()),
    ]
)
COMPLAINTS = pa.schema(
    [
        ("complaint_id", pa.string()),
        ("received_at", pa.timestamp("us")),
        *((name, pa.string()) for name in ("channel", "category", "village_code", "subject_kind", "subject_id")),
    ]
)
PAIRS = pa.schema(
    [
        ("left_person_id", pa.string()),
        ("right_person_id", pa.string()),
        ("same", pa.bool_()),
        ("decided_at", pa.timestamp("us")),
    ]
)


def write_outcomes(connection: Connection, folder: Path, *, timezone: str, by: str) -> dict[str, int]:
    """Write outcomes, pair_decisions and complaints as Parquet into ``folder``; gives the rows of each.

    Times are written in the drop's timezone, without offset, as the contract reads them.
    """
    zone = ZoneInfo(timezone)
    tables = {
        "outcomes": (_OUTCOMES, OUTCOMES),
        "pair_decisions": (_PAIRS, PAIRS),
        "complaints": (_COMPLAINTS, COMPLAINTS),
    }
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, (query, schema) in tables.items():
        path = folder / f"{name}.parquet"
        if path.exists():
            raise SaksamaError(f"{path} exists: name another folder, so that no decision is overwritten")
        rows = [_local(dict(row), zone) for row in connection.execute(text(query)).mappings()]
        pq.write_table(_table(rows, schema), path)
        written[name] = len(rows)
    record(connection, actor=by, action=Action.OUTCOMES_EXPORT, about="outcomes", detail=written)
    return written


def _local(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    moments = {name: value for name, value in row.items() if isinstance(value, datetime)}
    return row | {name: moment.astimezone(zone).replace(tzinfo=None) for name, moment in moments.items()}


def _table(rows: Sequence[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([{field.name: row.get(field.name) for field in schema} for row in rows], schema=schema)
