"""Tables of a drop from source files, all in SQL over text."""
# ruff: noqa: S608 - names are quoted, texts are quoted, patterns are fixed

from pathlib import Path

import duckdb

from features.contract import DROP, Table
from features.errors import SaksamaError
from features.intake.sql import name
from features.mapping.expressions import Scope, condition, to_sql, used_columns, written_number
from features.mapping.files import as_text, find_files, look_at
from features.mapping.model import Combine, Part, TableMapping

UNPIVOTED = ("$name", "$value")


class Sources:
    """The files of one folder, each read once into the connection."""

    def __init__(self, src: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.src = src
        self.connection = connection
        self.skipped: dict[str, int] = {}
        self._read: dict[Path, tuple[str, tuple[str, ...]]] = {}

    def table(self, path: Path) -> tuple[str, tuple[str, ...]]:
        """The temporary table of that file, and its columns."""
        if path not in self._read:
            file, table = look_at(self.connection, path), f"source_{len(self._read)}"
            self.skipped[path.name] = as_text(self.connection, file, table)
            self._read[path] = (table, file.columns)
        return self._read[path]

    @property
    def names(self) -> frozenset[str]:
        """Names of the files that were read so far."""
        return frozenset(path.name for path in self._read)


def build(mapping: TableMapping, sources: Sources) -> str:
    """The temporary table with the mapping's rows, every column of the contract as text."""
    table = DROP[mapping.table]
    given = [column for column in table.names if any(column in part.columns for part in mapping.parts)]
    selects = [
        _select(table, part, given, path, sources)
        for part in mapping.parts
        for path in find_files(sources.src, part.files)
    ]
    built = f"built_{table.name}"
    rows = " union all ".join(selects)
    if mapping.one_row_per:
        rows = _together(mapping, given, rows)
    elif mapping.distinct:
        rows = f"select distinct * from ({rows})"
    sources.connection.execute(f"create or replace temp table {name(built)} as {rows}")
    return built


def _select(table: Table, part: Part, given: list[str], path: Path, sources: Sources) -> str:
    source, columns = sources.table(path)
    relation, available = f"from {name(source)}", columns
    if part.unpivot:
        relation, available = _unpivot(table, part, source, columns, path)
    place = f"tables.{table.name} from {path.name}"
    made = []
    for column in given:
        scope = Scope(available, f"{place}, {column}")
        value = to_sql(part.columns[column], scope) if column in part.columns else "null"
        made.append(f"({value})::varchar as {name(column)}")
    where = [condition(each, Scope(available, f"{place}, where")) for each in part.where]
    return f"select {', '.join(made)} {relation} where {' and '.join(where) or 'true'}"


def _unpivot(
    table: Table, part: Part, source: str, columns: tuple[str, ...], path: Path
) -> tuple[str, tuple[str, ...]]:
    for column in part.unpivot:
        if column not in columns:
            raise SaksamaError(f"mapping, tables.{table.name}, unpivot: {path.name} has no column {column!r}.")
    wanted = set().union(*(used_columns(expression) for expression in part.columns.values()))
    wanted |= set().union(*(used_columns(each["column"]) for each in part.where if "column" in each))
    kept = [column for column in columns if column in wanted and column not in part.unpivot]
    chosen = ", ".join(map(name, [*kept, *part.unpivot, "_row"]))
    turned = ", ".join(map(name, part.unpivot))
    rows = f"(select {chosen} from {name(source)})"
    return (
        f'from (unpivot {rows} on {turned} into name "$name" value "$value")',
        (*kept, *UNPIVOTED),
    )


def _together(mapping: TableMapping, given: list[str], rows: str) -> str:
    for column in mapping.one_row_per:
        if column not in given:
            raise SaksamaError(f"mapping, tables.{mapping.table}: one_row_per names {column!r}, which no part makes.")
    key = ", ".join(map(name, mapping.one_row_per))
    made = [name(column) if column in mapping.one_row_per else _combined(mapping, column) for column in given]
    return f"select {', '.join(made)} from ({rows}) group by {key}"


def _combined(mapping: TableMapping, column: str) -> str:
    value = name(column)
    match mapping.combine.get(column, Combine.MOST_COMMON):
        case Combine.SUM:
            return f"{_sum(value)} as {value}"
        case Combine.EARLIEST:
            return f"min({value}) as {value}"
        case Combine.LATEST:
            return f"max({value}) as {value}"
        case _:
            # Ties go to the smaller text, so that the order of rows never decides.
            ranked = f"list_transform(map_entries(histogram({value})), lambda e: {{'n': -e.value::bigint, 'v': e.key}})"
            return f"list_sort({ranked})[1].v as {value}"


def _sum(value: str) -> str:
    """The sum of numbers; a text that is none, so that intake sets the row aside, where there is one."""
    number = f"try_cast({value} as decimal(28, 8))"
    odd = f"min({value}) filter (where {value} is not null and {number} is null)"
    return f"coalesce({odd}, {written_number(f'sum({number})')})"
