"""Asking the connection for one row or one number, read to the end so that the connection is free again."""

from typing import Any

import duckdb


def row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """The only row that the query gives."""
    rows = connection.execute(query).fetchall()
    return tuple(rows[0]) if rows else ()


def number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """The number that the query gives, or how many rows it changed."""
    found = row(connection, query)
    return int(found[0]) if found and found[0] is not None else 0
