"""Files from anywhere as text tables: Parquet, and CSV of whatever delimiter and encoding."""
# ruff: noqa: S608 - names and paths are quoted

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pv

from features.errors import SaksamaError
from features.intake.sql import name, text

DELIMITERS = ",;\t|"
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
SUFFIXES = (".csv", ".tsv", ".txt", ".parquet")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One readable file: its columns, and for text files how they are written."""

    path: Path
    columns: tuple[str, ...]
    delimiter: str = ""
    encoding: str = ""


def find_files(src: Path, patterns: tuple[str, ...]) -> list[Path]:
    """The files that match, in order; an error where a pattern matches none."""
    found: list[Path] = []
    for pattern in patterns:
        matches = sorted(path for path in src.glob(pattern) if path.is_file())
        if not matches:
            raise SaksamaError(f"{src} has no file {pattern!r}, which the mapping reads; name it or take it out.")
        found.extend(path for path in matches if path not in found)
    return found


def all_files(src: Path) -> list[Path]:
    """Every file of the folder that could hold a table."""
    if not src.is_dir():
        raise SaksamaError(f"There is no folder {src}; name the folder that holds the files.")
    return sorted(path for path in src.rglob("*") if path.is_file() and path.suffix.lower() in SUFFIXES)


def look_at(connection: duckdb.DuckDBPyConnection, path: Path) -> SourceFile:
    """What kind of file this is, and its columns."""
    if path.suffix.lower() == ".parquet":
        try:
            described = connection.execute(f"describe select * from read_parquet({text(str(path))})").fetchall()
        except duckdb.Error as error:
            raise SaksamaError(f"{path.name} cannot be read as Parquet; write it again or leave it out.") from error
        return SourceFile(path, tuple(str(row[0]) for row in described))
    encoding = next(code for code in ENCODINGS if _decodes(path, code))
    with path.open(encoding=encoding, newline="") as file:
        line = file.readline()
        delimiter = max(DELIMITERS, key=line.count)
        file.seek(0)
        header = next(csv.reader(file, delimiter=delimiter), [])
    if not any(header):
        raise SaksamaError(f"{path.name} is empty: it has no header; fill it or leave it out.")
    return SourceFile(path, tuple(_distinct(header)), delimiter, encoding)


def as_text(connection: duckdb.DuckDBPyConnection, file: SourceFile, table: str) -> int:
    """The file as a temporary table of trimmed text, empty cells null, with ``_row``; how many rows were too odd."""
    cells = ", ".join(f"nullif(trim({name(column)}::varchar), '') as {name(column)}" for column in file.columns)
    if not file.delimiter:
        source, skipped = f"read_parquet({text(str(file.path))})", 0
    else:
        rows, skipped = _rows(file)
        connection.register("given_rows", rows)
        source = "given_rows"
    query = f"create or replace temp table {name(table)} as select {cells}, row_number() over () as _row from {source}"
    connection.execute(query)
    if file.delimiter:
        connection.unregister("given_rows")
    return skipped


def _rows(file: SourceFile) -> tuple[pa.Table, int]:
    odd: list[int] = []

    def skip(row: pv.InvalidRow) -> str:
        odd.append(row.actual_columns)
        return "skip"

    try:
        rows = pv.read_csv(
            file.path,
            read_options=pv.ReadOptions(
                use_threads=False,
                column_names=list(file.columns),
                skip_rows_after_names=1,
                encoding="utf-8" if file.encoding == "utf-8-sig" else file.encoding,
            ),
            parse_options=pv.ParseOptions(delimiter=file.delimiter, newlines_in_values=True, invalid_row_handler=skip),
            convert_options=pv.ConvertOptions(column_types={column: pa.string() for column in file.columns}),
        )
    except pa.ArrowInvalid:
        rows = pa.table({column: pa.array([], pa.string()) for column in file.columns})
    return rows, len(odd)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _distinct(header: list[str]) -> Iterator[str]:
    """Every column with a name of its own: nameless and repeated ones get their place."""
    seen: set[str] = set()
    for place, column in enumerate(header, start=1):
        given = column.strip() or f"column_{place}"
        chosen = f"{given}_{place}" if given.lower() in seen else given
        seen.add(chosen.lower())
        yield chosen
