"""A table's content as one short text, whatever the order of its rows and columns."""

import hashlib

import duckdb

from features.contract import Table
from features.intake.query import row
from features.intake.sql import text
from features.intake.survey import Survey


def fingerprint(connection: duckdb.DuckDBPyConnection, table: Table, found: Survey, *, duplicates: int) -> str:
    """Hash of the table's rows, of what was rejected (but not from which row), and of how many were extra.

    Rows are hashed one by one and summed, so their order does not matter; the contract fixes the columns' order.
    """
    of_table = f'from inside.rejects where "table" = {text(table.name)}'
    rejects = row(connection, f"select count(*), sum(hash(key, rule, message)::hugeint) {of_table}")
    content = (table.name, (found.rows, found.digest), rejects, duplicates)
    return hashlib.sha256(repr(content).encode()).hexdigest()
