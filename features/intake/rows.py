"""From a source to the table inside the wall: values of the contract's types; what breaks them is set aside."""
# ruff: noqa: S608 - names of tables and columns come from the contract, values are quoted or parameters

from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb
import pyarrow.compute as pc

from features.contract import Table, Type, Wall
from features.intake.cast import FILLED, Cast, absent, cast
from features.intake.hashes import Hashes, counted, selected, sum_of
from features.intake.personal import PATTERN
from features.intake.query import number, row
from features.intake.report import Finding, Level
from features.intake.source import Source
from features.intake.sql import held, name, text
from features.intake.survey import Survey, hash_of_row

_ROW = "_row_hash"
AREA_COLUMNS = ("village_code",)
TELLING = 10  # as many broken values as this, and no sound one, are a misread column, not bad luck


def casts_of(source: Source, timezone: str) -> tuple[Cast, ...]:
    """One cast per contract column, in the contract's order."""
    return tuple(
        cast(column, source.physical[column.name], timezone) if column.name in source.physical else absent(column)
        for column in source.table
    )


def look(
    connection: duckdb.DuckDBPyConnection, source: Source, timezone: str, asked: Mapping[str, str]
) -> tuple[Survey, dict[str, Hashes]] | None:
    """Make ``held.<table>`` a view of the file; the survey of its rows and the hashes asked for.

    None, and no view, where a cell is not sound. Only files whose columns have the contract's types already are looked
    at this way: reading them again costs less than keeping a copy.
    """
    if not source.is_typed:
        return None
    casts = casts_of(_told_apart(connection, source), timezone)
    values = f"(select {_values(casts)}, ({_broken(casts)}) as _broken from ({source.relation}))"
    columns = {_ROW: hash_of_row(source.table), "_broken": "_broken", **asked}
    found = connection.sql(f"select {selected(columns)} from {values}").to_arrow_table()
    if pc.any(found["_broken"]).as_py():
        return None
    sound = ", ".join(f"{entry.sound} as {name(entry.column.name)}" for entry in casts)
    connection.execute(f"create view {held(source.table.name)} as select {sound} from ({source.relation})")
    counts = row(connection, f"select {', '.join(f'count({entry.told})' for entry in casts)} from ({source.relation})")
    filled = frozenset(entry.column.name for entry, count in zip(casts, counts, strict=True) if count)
    return Survey(found.num_rows, sum_of(found[_ROW]), filled), counted(found.select(list(asked)))


def _told_apart(connection: duckdb.DuckDBPyConnection, source: Source) -> Source:
    """The source with text columns that hold no empty text told as such; the file's own statistics know."""
    texts = [column for column, physical in source.physical.items() if physical == "VARCHAR"]
    if not texts:
        return source
    least = row(connection, f"select {', '.join(f'min({name(column)})' for column in texts)} from ({source.relation})")
    filled = {column: FILLED for column, text in zip(texts, least, strict=True) if text != ""}
    return replace(source, physical=dict(source.physical) | filled)


def load(connection: duckdb.DuckDBPyConnection, source: Source, casts: Sequence[Cast]) -> int:
    """Fill ``held.<table>`` with the sound rows and ``inside.rejects`` with the broken ones; how many those are.

    The table keeps the file's row numbers in ``_row`` until keys have been checked.
    """
    table = held(source.table.name)
    broken = _broken(casts)
    connection.execute(
        f"create table {table} as select {_values(casts)}, _row, {broken} as _broken from ({source.relation})"
    )
    found = number(connection, f"select count(*) from {table} where _broken")
    if found:
        connection.execute(_rejects(source, casts, broken))
        connection.execute(f"delete from {table} where _broken")
    connection.execute(f"alter table {table} drop column _broken")
    _reject_ragged(connection, source)
    return found + len(source.ragged)


def _values(casts: Sequence[Cast]) -> str:
    return ", ".join(f"{entry.value} as {name(entry.column.name)}" for entry in casts)


def _broken(casts: Sequence[Cast]) -> str:
    return " or ".join(entry.broken for entry in casts if entry.broken) or "false"


def misread(connection: duckdb.DuckDBPyConnection, source: Source, casts: Sequence[Cast]) -> list[Finding]:
    """One error per column of which many values are given and none is of the contract's type."""
    doubtful = [entry for entry in casts if not entry.certain]
    if not doubtful:
        return []
    counts = ", ".join(f"count({entry.given}), count({entry.value})" for entry in doubtful)
    found = row(connection, f"select {counts} from ({source.relation})")
    findings = []
    for place, entry in enumerate(doubtful):
        given, sound = int(found[2 * place]), int(found[2 * place + 1])
        if given >= TELLING and sound == 0:
            findings.append(_misread(source, entry, given))
    return findings


def key_text(table: Table) -> str:
    """SQL for a row's key as rejects may show it: named parts, null where a part may not be repeated."""
    parts = []
    for column in (table[part] for part in table.key):
        if column.wall is Wall.OPEN:
            value = f"{name(column.name)}::varchar"
            if column.type in (Type.ID, Type.TEXT) and column.name not in AREA_COLUMNS:
                value = f"case when regexp_matches({value}, '{PATTERN}') then null else {value} end"
            parts.append(f"{text(column.name + '=')} || {value}")
    return f"nullif(concat_ws(', ', {', '.join(parts)}), '')" if parts else "null"


def _rejects(source: Source, casts: Sequence[Cast], broken: str) -> str:
    checks = [entry for entry in casts if entry.broken]
    rule = " ".join(f"when {entry.broken} then {_rule(entry)}" for entry in checks)
    said = ", ".join(f"case when {entry.broken} then {_said(entry)} end" for entry in checks)
    values = ", ".join(f"{entry.value} as {name(entry.column.name)}" for entry in casts if _in_key(source, entry))
    return (
        f"insert into inside.rejects select {text(source.table.name)}, _row, {key_text(source.table)}, _rule, _said "
        f"from (select {values}, _row, case {rule} end as _rule, concat_ws('; ', {said}) as _said "
        f"from ({source.relation}) where {broken})"
    )


def _in_key(source: Source, entry: Cast) -> bool:
    return entry.column.name in source.table.key


def _rule(entry: Cast) -> str:
    kind = "code" if entry.column.type is Type.CODE else "type"
    return text(kind) if entry.column.optional else f"case when {entry.given} is null then 'required' else '{kind}' end"


def _said(entry: Cast) -> str:
    wrong = text(f"{entry.column.name} is not {entry.wanted}")
    empty = text(f"{entry.column.name} is empty and may not be")
    return wrong if entry.column.optional else f"case when {entry.given} is null then {empty} else {wrong} end"


def _reject_ragged(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    for place, fields in sorted(source.ragged.items()):
        counted = "1 field" if fields == 1 else f"{fields} fields"
        message = f"the row has {counted} where the header has {source.fields}"
        connection.execute(
            "insert into inside.rejects values (?, ?, null, 'fields', ?)", [source.table.name, place, message]
        )


def _misread(source: Source, entry: Cast, count: int) -> Finding:
    message = (
        f"{source.path.name}: no value of the column {entry.column.name} is {entry.wanted}; "
        "correct the column or take it out of the file."
    )
    return Finding(Level.ERROR, source.table.name, entry.column.name, "whole_column", count, message)
