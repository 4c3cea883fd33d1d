"""Rows from DuckDB to PostgreSQL: a CSV that both speak, streamed through COPY."""

import tempfile
from pathlib import Path

import duckdb
from psycopg.sql import SQL, Identifier
from sqlalchemy import Connection

CHUNK = 1 << 20


def copy_rows(source: duckdb.DuckDBPyConnection, target: Connection, view: str, table: str, run: int) -> int:
    """Copy a DuckDB view into a store table of the same columns, with the run's number; gives the count of rows."""
    columns = [(str(row[0]), str(row[1])) for row in source.execute(f"describe {view}").fetchall()]
    written = ", ".join(_csv_cell(name, kind) for name, kind in columns)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        query = f"select {run} as run, {written} from {view}"  # noqa: S608 - names of our own views
        source.execute(f"copy ({query}) to '{path}' (format csv, header false)")
        _send(path, target, table, ["run", *(name for name, _ in columns)])
    return int(source.execute(f"select count(*) from {view}").fetchall()[0][0])  # noqa: S608 - names of our own views


def _csv_cell(name: str, kind: str) -> str:
    quoted = f'"{name}"'
    if not kind.endswith("[]"):
        return quoted
    escaped = f"list_transform({quoted}, lambda v: '\"' || replace(replace(v, '\\', '\\\\'), '\"', '\\\"') || '\"')"
    return f"'{{' || array_to_string({escaped}, ',') || '}}' as {quoted}"


def _send(path: Path, target: Connection, table: str, columns: list[str]) -> None:
    names = SQL(", ").join(map(Identifier, columns))
    statement = SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(Identifier(table), names)
    driver = target.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection to the store is closed")
    with driver.cursor() as cursor, cursor.copy(statement) as stream, path.open("rb") as file:
        while chunk := file.read(CHUNK):
            stream.write(chunk)
