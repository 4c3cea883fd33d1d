"""Keys: identical rows collapse to one; rows that share a key and differ are all set aside."""
# ruff: noqa: S608 - names of tables and columns come from the contract, values are quoted or parameters

import duckdb

from features.contract import Table
from features.intake.query import number
from features.intake.rows import key_text
from features.intake.sql import held, name, text


def settle_keys(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[int, int]:
    """Leave one row per key in ``held.<table>``; how many rows contradicted each other, and how many were extra.

    Rows that broke a type or code are gone by now: what cannot be read can neither confirm nor contradict.
    """
    key, rows = ", ".join(map(name, table.key)), held(table.name)
    whole = ", ".join(f"{name(column)} := {name(column)}" for column in table.names)
    connection.execute(
        f"create or replace temp table repeated as "
        f"with twice as (select {key} from {rows} group by {key} having count(*) > 1) "
        f"select {key}, count(distinct struct_pack({whole})) as versions, min(_row) as kept "
        f"from {rows} semi join twice using ({key}) group by {key}"
    )
    extra = number(
        connection, f"delete from {rows} using repeated where versions = 1 and _row > kept and {_same(table)}"
    )
    message = f"rows with the same {' and '.join(table.key)} differ"
    connection.execute(
        f"insert into inside.rejects select {text(table.name)}, _row, {key_text(table)}, 'key', "
        f"{text(message)} "
        f"from {rows} semi join (from repeated where versions > 1) using ({key})"
    )
    differing = number(connection, f"delete from {rows} using repeated where versions > 1 and {_same(table)}")
    connection.execute("drop table repeated")
    return differing, extra


def _same(table: Table) -> str:
    return " and ".join(f"{held(table.name)}.{name(part)} = repeated.{name(part)}" for part in table.key)
