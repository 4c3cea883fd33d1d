"""CSV as the contract means it: UTF-8, a header row, every cell text, empty cells null, broken rows told apart."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv

from features.errors import UnreadableDrop
from features.intake.header import no_doubles, spelled

DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class CsvRows:
    """The rows of a file as text columns plus ``_row``; ``ragged`` maps rows of a wrong length to their fields."""

    header: tuple[str, ...]
    rows: pa.Table
    ragged: Mapping[int, int]


def read_csv(path: Path, wanted: tuple[str, ...]) -> CsvRows:
    """The wanted columns of a CSV file, as far as it has them."""
    header, delimiter = _header(path)
    header = spelled(header, wanted)
    ragged: dict[int, int] = {}
    unclosed: list[int] = []

    def set_aside(row: pv.InvalidRow) -> str:
        ragged[row.number - 1] = row.actual_columns
        if "\n" in row.text and row.text.count('"') % 2:
            unclosed.append(row.number - 1)
        return "skip"

    columns = [column for column in header if column in wanted]
    try:
        rows = pv.read_csv(
            path,
            read_options=pv.ReadOptions(use_threads=False, column_names=_unique(header), skip_rows_after_names=1),
            parse_options=pv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=set_aside),
            convert_options=_as_text(columns or header[:1]),
        )
    except pa.ArrowInvalid as error:
        if _only_header(path):
            rows = pa.table({column: pa.array([], pa.string()) for column in columns})
        else:
            raise _unreadable(path, str(error)) from error
    total = rows.num_rows + len(ragged)
    if not unclosed and _ends_in_quotes(path, rows):
        unclosed.append(total)
    if unclosed:
        raise UnreadableDrop(
            f"{path.name}: a quotation mark in row {unclosed[0]:,} is never closed, which swallows all rows behind it; "
            "close it or take it out."
        )
    numbers = np.delete(np.arange(1, total + 1), np.array(sorted(ragged), dtype=np.int64) - 1)
    return CsvRows(header, rows.select(columns).append_column("_row", pa.array(numbers)), ragged)


def _ends_in_quotes(path: Path, rows: pa.Table) -> bool:
    """Whether the last row's last cell runs over lines, and the file has one quotation mark too few to end it."""
    last = rows.slice(rows.num_rows - 1).to_pylist() if rows.num_rows else []
    return any("\n" in (cell or "") for row in last for cell in row.values()) and path.read_bytes().count(b'"') % 2 == 1


def _as_text(columns: tuple[str, ...] | list[str]) -> pv.ConvertOptions:
    return pv.ConvertOptions(
        include_columns=list(columns),
        column_types={column: pa.large_string() for column in columns},
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )


def _header(path: Path) -> tuple[tuple[str, ...], str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline()
            delimiter = max(DELIMITERS, key=line.count)
            file.seek(0)
            header = next(csv.reader(file, delimiter=delimiter), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, str(error)) from error
    header = [column.strip().removeprefix("\ufeff") for column in header]
    if not any(header):
        raise UnreadableDrop(f"{path.name} is empty: it has no header; fill it or take it away.")
    no_doubles(path, header)
    return tuple(header), delimiter


def _unique(header: tuple[str, ...]) -> list[str]:
    """Columns without a name are unknown columns; the reader still needs to tell them apart."""
    return [column or f"column {place}" for place, column in enumerate(header, start=1)]


def _only_header(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        return not any(rows)


def _unreadable(path: Path, reason: str) -> UnreadableDrop:
    if "UTF8" in reason.upper().replace("-", ""):
        return UnreadableDrop(f"{path.name} is not UTF-8; save it as UTF-8 and hand it in again.")
    return UnreadableDrop(f"{path.name} cannot be read as CSV; write it again or take it away.")
