"""Little drops of this folder's own: rows in schema ``inside``, as intake leaves them."""

import atexit
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import duckdb
from hypothesis import settings

from features.contract import DROP, Type
from features.identities.text import in_steps
from features.tables import Tables

AS_OF = datetime(2026, 6, 30, 23, 59, 59)
QUICK = settings(max_examples=25)
KEY = b"a key of thirty-two bytes, kept."
PHYSICAL = {
    Type.INT: "BIGINT",
    Type.MONEY: "BIGINT",
    Type.FLOAT: "DOUBLE",
    Type.BOOL: "BOOLEAN",
    Type.DATE: "DATE",
    Type.TIME: "TIMESTAMP",
}
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Report:
    present: frozenset[str]


@dataclass(frozen=True)
class Drop:
    connection: duckdb.DuckDBPyConnection
    tables: Mapping[str, Report]
    as_of: datetime = AS_OF
    currency: str = "IDR"
    minor_units: int = 0
    keyed_ids: tuple[str, ...] | None = None


def a_drop(**tables: Rows) -> Drop:
    return drop_of(tables)


def drop_of(tables: Mapping[str, Rows], keyed_ids: tuple[str, ...] | None = None) -> Drop:
    connection = duckdb.connect()
    connection.execute("create schema inside")
    for table, rows in tables.items():
        columns = ", ".join(f'"{c.name}" {PHYSICAL.get(c.type, "VARCHAR")}' for c in DROP[table])
        connection.execute(f'create table inside."{table}" ({columns})')
        for row in rows:
            places = ", ".join("?" for _ in row)
            connection.execute(f'insert into inside."{table}" ({", ".join(row)}) values ({places})', list(row.values()))
    reports = {table: Report(frozenset(name for row in rows for name in row)) for table, rows in tables.items()}
    return Drop(connection, reports, keyed_ids=keyed_ids)


def rows_of(tables: Tables, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tables.engine.collect(tables[name]).to_pylist()
    return rows


def by_id(tables: Tables, name: str) -> dict[str, dict[str, Any]]:
    return {row[DROP[name].key[0]]: row for row in rows_of(tables, name)}


_OPEN = ExitStack()
atexit.register(_OPEN.close)


@cache
def one_connection() -> duckdb.DuckDBPyConnection:
    return _OPEN.enter_context(duckdb.connect())


atexit.register(one_connection.cache_clear)  # DuckDB complains of connections that outlive Python


def in_sql(values: Sequence[str | None], steps: Sequence[str]) -> list[str | None]:
    connection = one_connection()
    connection.execute(
        "create or replace temp table given as select unnest(range(?)) as n, unnest(?::varchar[]) as v",
        [len(values), list(values)],
    )
    return [
        row[0]
        for row in connection.execute(f"select v from ({in_steps('from given', {'v': steps})}) order by n").fetchall()
    ]
