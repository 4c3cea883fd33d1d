"""Reading a run folder: its manifest, and its Parquet tables as DuckDB views checked against the contract."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from features.contract import RUN
from features.errors import SaksamaError

NEEDED = ("scores", "rings", "ring_members", "links")
# What a run gives beside the contract, and how its absence reads: as a table without rows.
EXTRAS = {
    "subjects": (
        "subject_kind varchar, subject_id varchar, village_code varchar, district_code varchar, regency_code varchar"
    ),
    "timeline": (
        "subject_kind varchar, subject_id varchar, occurred_at timestamp, kind varchar, amount bigint, "
        "count bigint, program varchar, agent_id varchar"
    ),
    "counterfactuals": (
        "subject_kind varchar, subject_id varchar, changes varchar[], text_en varchar, text_id varchar"
    ),
    "lookup": "key_kind varchar, key varchar, recipient_id varchar",
    "same_person": (
        "left_person_id varchar, right_person_id varchar, left_recipient_id varchar, right_recipient_id varchar, "
        "probability double, evidence varchar, reviewed boolean"
    ),
    "unnamed": "place bigint, subject_kind varchar, subject_id varchar",
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What run.json says that the store needs; ``raw`` is all of it."""

    run_id: str
    as_of: datetime
    currency: str
    minor_units: int
    model_version: str
    key_id: str | None
    raw: dict[str, Any]


def read_manifest(folder: Path) -> Manifest:
    """The run's manifest; SaksamaError where the folder is not a whole run."""
    try:
        raw = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        return Manifest(
            run_id=str(raw["run_id"]),
            as_of=datetime.fromisoformat(raw["as_of"]).replace(tzinfo=None),
            currency=str(raw["currency"]),
            minor_units=int(raw.get("minor_units", 0)),
            model_version=_model_version(raw),
            key_id=raw.get("key_id"),
            raw=raw,
        )
    except FileNotFoundError as error:
        raise SaksamaError(f"{folder} is not a run: run.json is missing; make one with 'saksama score'") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SaksamaError(f"{folder / 'run.json'} cannot be read ({error}): score the drop again") from error


def _model_version(raw: dict[str, Any]) -> str:
    model = raw.get("model")
    if isinstance(model, dict):
        return " ".join(str(model[part]) for part in ("name", "version") if model.get(part))
    return str(model or "unknown")


def open_folder(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection with a view ``run_<table>`` per table; SaksamaError naming what is missing."""
    connection = duckdb.connect()
    for table in NEEDED:
        _view(connection, folder, table)
        present = {row[0] for row in connection.execute(f"describe run_{table}").fetchall()}
        missing = [column for column in RUN[table].required if column not in present]
        if missing:
            raise SaksamaError(f"{folder / table}.parquet lacks {', '.join(missing)}: score the drop again")
        _view(connection, folder, table, absent=[column for column in RUN[table].names if column not in present])
    for table, columns in EXTRAS.items():
        if (folder / f"{table}.parquet").exists():
            _view(connection, folder, table)
        else:
            connection.execute(f"create table run_{table} ({columns})")
    return connection


def _view(connection: duckdb.DuckDBPyConnection, folder: Path, table: str, absent: Sequence[str] = ()) -> None:
    """The table's file as a view; ``absent`` optional columns, which an older run does not have, are empty."""
    path = folder / f"{table}.parquet"
    quoted = str(path).replace("'", "''")
    try:
        columns = ", ".join(["*", *(f"null as {column}" for column in absent)])
        query = f"select {columns} from read_parquet('{quoted}')"  # noqa: S608 - a path and the contract's names
        connection.execute(f"create or replace view run_{table} as {query}")
    except duckdb.Error as error:
        raise SaksamaError(f"{path} is missing or is not Parquet: score the drop again") from error
