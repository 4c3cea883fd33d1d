"""One look at all rows of a table: how many there are, which columns are filled, and a sum that stands for them all."""
# ruff: noqa: S608 - names of tables and columns come from the contract

from dataclasses import dataclass

import duckdb

from features.contract import Table
from features.intake.query import row
from features.intake.sql import name


@dataclass(frozen=True, slots=True)
class Survey:
    """``digest`` is the sum of the rows' hashes, so that their order does not matter."""

    rows: int
    digest: int | None
    present: frozenset[str]


def survey(connection: duckdb.DuckDBPyConnection, table: Table, relation: str, *, digest: bool = True) -> Survey:
    """The survey of a relation with the table's columns; without ``digest`` it is much quicker."""
    total = f"sum({hash_of_row(table)}::hugeint)" if digest else "null"
    counts = ", ".join(f"count({name(column)})" for column in table.names)
    rows, summed, *filled = row(connection, f"select count(*), {total}, {counts} from {relation}")
    found = frozenset(column for column, count in zip(table.names, filled, strict=True) if count)
    return Survey(int(rows), summed, found)


def hash_of_row(table: Table) -> str:
    """SQL for the hash of a whole row."""
    return f"hash({', '.join(map(name, table.names))})"
