"""Taking identities from the drop: only of those whom somebody will look at, sealed before they are stored."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert

from serve.reveal.seal import Seal
from serve.store.schema import identities, places

BATCH = 2_000

# Per kind, the drop's table and what a person needs to recognise its subject.
FIELDS = {
    "recipient": ("recipients", ("name", "nik", "phone")),
    "agent": ("agents", ("name", "owner_nik", "phone", "address")),
    "official": ("officials", ("name", "nik", "phone")),
}

_LOOKED_AT = """
SELECT DISTINCT ON (kind, subject_id) kind, subject_id, regions FROM (
    SELECT kind, subject_id, regions FROM alerts WHERE run = :run AND kind <> 'ring'
    UNION ALL
    SELECT m.kind, m.subject_id, m.regions FROM ring_members m
    JOIN alerts a ON a.run = m.run AND a.kind = 'ring' AND a.subject_id = m.ring_id WHERE m.run = :run
) AS looked_at
"""


def harvest(connection: Connection, drop: Path, seal: Seal, run: int) -> int:
    """Replace the store's identities by those of the run's queue, and name the places; gives the count."""
    wanted = {(row.kind, row.subject_id): row.regions for row in connection.execute(text(_LOOKED_AT), {"run": run})}
    from features.intake import open_drop  # noqa: PLC0415

    source = duckdb.connect()
    try:
        tables = set(open_drop(drop, connection=source).tables)
        connection.execute(text("DELETE FROM identities"))
        count = 0
        for batch in _batches(source, tables, wanted, seal):
            connection.execute(insert(identities), batch)
            count += len(batch)
        _name_places(connection, source, tables)
    finally:
        source.close()
    return count


def _batches(
    source: duckdb.DuckDBPyConnection, tables: set[str], wanted: dict[tuple[str, str], list[str]], seal: Seal
) -> Iterator[list[dict[str, object]]]:
    batch: list[dict[str, object]] = []
    for kind, subject_id, fields in _identities(source, tables):
        if (kind, subject_id) not in wanted:
            continue
        sealed = seal.close(kind, subject_id, fields)
        regions = wanted[kind, subject_id]
        batch.append({"kind": kind, "subject_id": subject_id, "sealed": sealed, "regions": regions})
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _identities(source: duckdb.DuckDBPyConnection, tables: set[str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    for kind, (table, fields) in FIELDS.items():
        if table not in tables:
            continue
        rows = source.execute(f"select {kind}_id, {', '.join(fields)} from inside.{table}")  # noqa: S608 - contract names
        while chunk := rows.fetchmany(BATCH):
            for subject_id, *values in chunk:
                named = zip(fields, values, strict=True)
                yield kind, subject_id, {name.removeprefix("owner_"): value for name, value in named if value}


def _name_places(connection: Connection, source: duckdb.DuckDBPyConnection, tables: set[str]) -> None:
    if "villages" not in tables:
        return
    rows = source.execute("select village_code, name from inside.villages where name is not null").fetchall()
    if rows:
        statement = insert(places).values([{"code": code, "name": name} for code, name in rows])
        connection.execute(
            statement.on_conflict_do_update(index_elements=["code"], set_={"name": statement.excluded.name})
        )
