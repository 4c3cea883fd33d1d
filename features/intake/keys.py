"""Keys: identical rows collapse to one; rows that share a key and differ are all set aside."""
# ruff: noqa: S608 - names of tables and columns come from the contract, values are quoted or parameters

import duckdb

from features.contract import Table
from features.intake.query import number, row
from features.intake.rows import key_text
from features.intake.sql import inside, name, text


def settle_keys(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[int, int]:
    """Leave one row per key in ``inside.<table>``; how many rows contradicted each other, and how many were extra.

    Rows that broke a type or code are gone by now: what cannot be read can neither confirm nor contradict.
    """
    if not table.key or not _repeated(connection, table):
        return 0, 0
    key, rows = ", ".join(map(name, table.key)), inside(table.name)
    whole = ", ".join(f"{name(column)} := {name(column)}" for column in table.names)
    connection.execute(
        f"create or replace temp table repeated as "
        f"select {key}, count(distinct struct_pack({whole})) as versions, min(_row) as kept from {rows} "
        f"group by {key} having count(*) > 1"
    )
    extra = _delete(connection, f"{rows}", f"repeated where versions = 1 and _row > kept and {_same(table)}")
    connection.execute(
        f"insert into inside.rejects select {text(table.name)}, _row, {key_text(table)}, 'key', "
        f"{text(f'rows with the same {_spoken(table)} differ')} "
        f"from {rows} semi join (from repeated where versions > 1) using ({key})"
    )
    differing = _delete(connection, rows, f"repeated where versions > 1 and {_same(table)}")
    connection.execute("drop table repeated")
    return differing, extra


def _repeated(connection: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Whether any key may be there twice; a collision of hashes only costs the closer look."""
    key = ", ".join(map(name, table.key))
    query = f"select count(*) > count(distinct hash({key})) from {inside(table.name)}"
    return bool(row(connection, query)[0])


def _same(table: Table) -> str:
    return " and ".join(f"{inside(table.name)}.{name(part)} = repeated.{name(part)}" for part in table.key)


def _spoken(table: Table) -> str:
    return " and ".join(table.key)


def _delete(connection: duckdb.DuckDBPyConnection, rows: str, using: str) -> int:
    return number(connection, f"delete from {rows} using {using}")
