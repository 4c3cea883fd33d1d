"""The time within the wall: short ways to normal forms while it lasts, and nothing that was compared left behind it."""

from collections.abc import Iterator, Set
from contextlib import contextmanager

import duckdb

from features.contract import DROP
from features.identities.normal import is_keyed
from features.identities.usual import usual_forms

_WORTH_COMPILING = 20_000  # rows: with fewer, loading compiled code takes longer than the plain way


@contextmanager
def within_wall(connection: duckdb.DuckDBPyConnection, on: Set[str]) -> Iterator[bool]:
    """While the block lasts, schema ``usual`` is there; whether compiled code is worth its loading."""
    compiled = _rows(connection, on) >= _WORTH_COMPILING
    try:
        with usual_forms(connection, compiled=compiled):
            yield compiled
    finally:
        connection.execute("drop schema if exists wall cascade")


def _rows(connection: duckdb.DuckDBPyConnection, on: Set[str]) -> int:
    """The rows of the longest table that holds anything that stays inside."""
    counts = [f'select count(*) as rows from inside."{table}"' for table in DROP if table in on and is_keyed(table)]
    most = connection.execute(f"select max(rows) from ({' union all '.join(counts)})").fetchall() if counts else [(0,)]
    return int(most[0][0])
