"""One look at all rows of a table: how many there are, which columns are filled, and a sum that stands for them all."""
# ruff: noqa: S608 - names of tables and columns come from the contract

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from features.contract import Table
from features.intake.query import row
from features.intake.sql import name


@dataclass(frozen=True, slots=True)
class Survey:
    """``digest`` is the sum of the rows' hashes, so that their order does not matter; ``broken`` counts broken rows."""

    rows: int
    digest: int | None
    present: frozenset[str]
    broken: int = 0


def survey(
    connection: duckdb.DuckDBPyConnection, table: Table, relation: str, *, digest: bool = True, broken: str = "false"
) -> Survey:
    """The survey of a relation with the table's columns; without ``digest`` it is much quicker."""
    columns = list(map(name, table.names))
    total = f"sum(hash({', '.join(columns)})::hugeint)" if digest else "null"
    counts = ", ".join(f"count({column})" for column in columns)
    found = row(connection, f"select count(*), count(*) filter ({broken}), {total}, {counts} from {relation}")
    rows, wrong, summed, *filled = found
    return Survey(int(rows), summed, _filled(table, filled), int(wrong))


def _filled(table: Table, counts: Sequence[int]) -> frozenset[str]:
    return frozenset(column for column, count in zip(table.names, counts, strict=True) if count)
