"""The file behind a table: found, opened as a relation with row numbers, its columns told apart."""
# ruff: noqa: S608 - names of tables and columns come from the contract, values are quoted or parameters

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from features.contract import Table
from features.errors import UnreadableDrop
from features.intake.cast import TEXTS, family
from features.intake.csv import read_csv
from features.intake.header import no_doubles, shown, spelled
from features.intake.sql import PHYSICAL, name, text

FORMATS = (".parquet", ".csv")


@dataclass(frozen=True, slots=True)
class Source:
    """One readable file. ``relation`` is SQL with the file's contract columns and ``_row``, counted from 1.

    ``physical`` names the type of each contract column that the file has; ``ragged`` maps the row numbers that have
    the wrong number of fields to that number.
    """

    table: Table
    path: Path
    relation: str
    physical: Mapping[str, str]
    unknown: tuple[str, ...]
    ragged: Mapping[int, int]
    fields: int

    @property
    def is_typed(self) -> bool:
        """Whether a Parquet file has texts where the contract has them and nowhere else: nothing has to be parsed."""
        return self.path.suffix == ".parquet" and all(
            (family(physical) in TEXTS) == (PHYSICAL[self.table[column].type] == "VARCHAR")
            for column, physical in self.physical.items()
        )


def find(drop: Path, table: Table) -> Path | None:
    """The one file of that table; None where there is none, UnreadableDrop where there are two."""
    found = [path for suffix in FORMATS if (path := drop / f"{table.name}{suffix}").exists()]
    if len(found) > 1:
        raise UnreadableDrop(f"{table.name} is there twice, as Parquet and as CSV; take one of the two files away.")
    return found[0] if found else None


def open_source(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> Source:
    """The file as a source; UnreadableDrop in one sentence where it cannot be read."""
    if path.is_dir():
        raise UnreadableDrop(f"{path.name} is a folder; the drop needs one file per table.")
    if path.stat().st_size == 0:
        raise UnreadableDrop(f"{path.name} is empty: it has no header; fill it or take it away.")
    return _open_parquet(connection, table, path) if path.suffix == ".parquet" else _open_csv(connection, table, path)


def _open_parquet(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> Source:
    file = f"read_parquet({text(str(path))}, file_row_number = true, binary_as_string = true)"
    try:
        described = connection.execute(f"describe select * from {file}").fetchall()
    except duckdb.Error as error:
        raise UnreadableDrop(f"{path.name} cannot be read as Parquet; write it again or take it away.") from error
    types = {str(row[0]): str(row[1]) for row in described if row[0] != "file_row_number"}
    no_doubles(path, types)
    given = dict(zip(spelled(types, table.names), types, strict=True))
    columns = [column for column in table.names if column in given]
    chosen = "".join(f"{name(given[column])} as {name(column)}, " for column in columns)
    return Source(
        table=table,
        path=path,
        relation=f"select {chosen}file_row_number + 1 as _row from {file}",
        physical={column: types[given[column]] for column in columns},
        unknown=shown(column for column in given if column not in table.names),
        ragged={},
        fields=len(types),
    )


def _open_csv(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> Source:
    read = read_csv(path, table.names)
    given = name(f"given_{table.name}")
    connection.register("given_csv", read.rows)
    connection.execute(f"create or replace temp table {given} as from given_csv")
    connection.unregister("given_csv")
    return Source(
        table=table,
        path=path,
        relation=f"from {given}",
        physical={column: "VARCHAR" for column in table.names if column in read.header},
        unknown=shown(column for column in read.header if column not in table.names),
        ragged=read.ragged,
        fields=len(read.header),
    )
