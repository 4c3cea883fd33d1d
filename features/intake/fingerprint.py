"""A table's content as one short text, whatever the order of its rows and columns."""
# ruff: noqa: S608 - names of tables and columns come from the contract, values are quoted or parameters

import hashlib

import duckdb

from features.contract import Table
from features.intake.query import row
from features.intake.sql import inside, name, text


def fingerprint(connection: duckdb.DuckDBPyConnection, table: Table, *, duplicates: int) -> str:
    """Hash of the table's rows, of what was rejected (but not from which row), and of how many were extra.

    Rows are hashed one by one and summed, so their order does not matter; the contract fixes the columns' order.
    """
    columns = ", ".join(map(name, table.names))
    rows = f"select count(*), sum(hash({columns})::hugeint) from {inside(table.name)}"
    of_table = f'from inside.rejects where "table" = {text(table.name)}'
    rejects = f"select count(*), sum(hash(key, rule, message)::hugeint) {of_table}"
    found = [row(connection, query) for query in (rows, rejects)]
    return hashlib.sha256(repr((table.name, *found, duplicates)).encode()).hexdigest()
