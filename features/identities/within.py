"""The time within the wall: nothing that was compared is left behind it."""

from collections.abc import Iterator, Set
from contextlib import contextmanager

import duckdb

from features.contract import DROP
from features.identities.normal import is_keyed

_WORTH_COMPILING = 20_000  # rows: with fewer, loading compiled code takes longer than the plain way


@contextmanager
def within_wall(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """While the block lasts, schema ``wall`` may be there."""
    try:
        yield
    finally:
        connection.execute("drop schema if exists wall cascade")


def is_worth_compiling(connection: duckdb.DuckDBPyConnection, on: Set[str]) -> bool:
    """Whether the longest table that holds anything that stays inside is long enough for compiled code."""
    counts = [f'select count(*) as rows from inside."{table}"' for table in DROP if table in on and is_keyed(table)]
    most = connection.execute(f"select max(rows) from ({' union all '.join(counts)})").fetchall() if counts else [(0,)]
    return int(most[0][0]) >= _WORTH_COMPILING
