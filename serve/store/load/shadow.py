"""The challenger's run of the same drop, beside the run that answers: nobody sees it, payments are only looked up."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from features.errors import SaksamaError
from models.gate.standing import SILENT, Standing
from serve.audit import Action, record
from serve.store.desk import Store, current_run
from serve.store.load.copy import copy_rows
from serve.store.load.folder import open_folder, read_manifest
from serve.store.load.load import LOAD_LOCK, begin, end_shadow
from serve.store.load.shape import shape


def load_shadow(store: Store, folder: Path, *, now: datetime, by: str) -> int:
    """Load a run as the shadow of the current one; gives its scores.

    SaksamaError where it is of another drop, or where nothing answers yet.
    """
    manifest = read_manifest(folder)
    source = open_folder(folder)
    try:
        shape(source)
        with store.own() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOAD_LOCK})
            _require_same(connection, manifest.raw, folder)
            end_shadow(connection)
            run = begin(connection, manifest, Standing(SILENT), now, by)
            copied = copy_rows(source, connection, "store_scores", "scores", run)
            copy_rows(source, connection, "run_lookup", "lookups", run)
            connection.execute(text("UPDATE runs SET state = 'shadow' WHERE run = :run"), {"run": run})
            detail = {"run_id": manifest.run_id, "gate": SILENT}
            record(connection, actor=by, action=Action.RUN_LOAD, about=f"run {run}", detail=detail)
    finally:
        source.close()
    with store.own() as connection:
        connection.execute(text("ANALYZE scores, lookups"))
    return copied


def _require_same(connection: Connection, shadow: Mapping[str, Any], folder: Path) -> None:
    current = current_run(connection)
    if current is None:
        raise SaksamaError(f"{folder} has nothing to be the shadow of: load a run first.")
    manifest = connection.execute(text("SELECT manifest FROM runs WHERE run = :run"), {"run": current}).scalar_one()
    if _inputs(manifest) != _inputs(shadow):
        raise SaksamaError(f"{folder} is no shadow of the run that answers: its data or its key are others.")


def _inputs(manifest: Mapping[str, Any]) -> str:
    tables = {name: one.get("hash") for name, one in manifest.get("tables", {}).items()}
    told = [tables, *(manifest.get(name) for name in ("as_of", "currency", "key_id"))]
    return json.dumps(told, sort_keys=True)
