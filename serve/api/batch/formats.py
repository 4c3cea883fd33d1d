"""The three formats of a payment list: how rows are read in chunks and how scored rows are written."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import IO, Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from serve.desk.refusal import refuse

CHUNK = 1_000
NEEDED = "payment_id"
LIST = ";"
Row = dict[str, Any]

SCORED = pa.schema(
    [
        ("payment_id", pa.string()),
        ("attempt", pa.int64()),
        ("answer_id", pa.string()),
        ("basis", pa.string()),
        ("score", pa.float64()),
        ("band", pa.string()),
        ("role", pa.string()),
        ("recommendation", pa.string()),
        ("reasons", pa.list_(pa.string())),
        ("ring_id", pa.string()),
        ("model_version", pa.string()),
        ("run_id", pa.string()),
        ("expires_at", pa.string()),
        ("problem", pa.string()),
    ]
)


class Format(StrEnum):
    """A payment list's media type."""

    CSV = "text/csv"
    NDJSON = "application/x-ndjson"
    PARQUET = "application/vnd.apache.parquet"


class Unreadable(ValueError):
    """One row that is not a row; the rest of the list is read on."""


class Writer(Protocol):
    """Turns scored rows into bytes, chunk by chunk."""

    def write(self, rows: Sequence[Row]) -> bytes:
        """The bytes of these rows."""

    def close(self) -> bytes:
        """What ends the file."""


def read_chunks(source: IO[bytes], form: Format) -> Iterator[tuple[Row | Unreadable, ...]]:
    """The rows of a list, a thousand at a time; Refusal where the file as a whole is not of its format."""
    return _chunks(_READERS[form](source))


def _chunks(rows: Iterator[Row | Unreadable]) -> Iterator[tuple[Row | Unreadable, ...]]:
    while chunk := tuple(islice(rows, CHUNK)):
        yield chunk


def _read_csv(source: IO[bytes]) -> Iterator[Row | Unreadable]:
    reader = csv.DictReader(_text_lines(source), strict=True)
    try:
        header = reader.fieldnames or ()
    except csv.Error:
        header = ()
    if NEEDED not in header:
        refuse("not_a_list", "this is no CSV with a header: its first line must name payment_id")
    return _csv_rows(reader)


def _text_lines(source: IO[bytes]) -> Iterator[str]:
    for number, line in enumerate(source):
        yield line.decode("utf-8" if number else "utf-8-sig", errors="replace")


def _csv_rows(reader: "csv.DictReader[str]") -> Iterator[Row | Unreadable]:
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Unreadable("this line is not CSV")
            continue
        if None in row:
            yield Unreadable("this line has more cells than the header")
        else:
            yield {name: value for name, value in row.items() if value not in ("", None)}


def _read_ndjson(source: IO[bytes]) -> Iterator[Row | Unreadable]:
    return (_json_row(line) for line in source if line.strip())


def _json_row(line: bytes) -> Row | Unreadable:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return Unreadable("this line is not JSON")
    return row if isinstance(row, dict) else Unreadable("this line is not a JSON object")


def _read_parquet(source: IO[bytes]) -> Iterator[Row | Unreadable]:
    try:
        file = pq.ParquetFile(source)
    except (pa.ArrowException, OSError):
        refuse("not_a_list", "this is no Parquet file")
    if NEEDED not in file.schema_arrow.names:
        refuse("not_a_list", "this Parquet file has no column payment_id")
    return (_present(row) for batch in file.iter_batches(CHUNK) for row in batch.to_pylist())


def _present(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}


_READERS = {Format.CSV: _read_csv, Format.NDJSON: _read_ndjson, Format.PARQUET: _read_parquet}


def writer_of(form: Format) -> Writer:
    """A writer for one list."""
    if form is Format.CSV:
        return CsvWriter()
    return NdjsonWriter() if form is Format.NDJSON else ParquetWriter()


class CsvWriter:
    """A header, then a line per row; reasons with semicolons between."""

    def __init__(self) -> None:
        self._begun = False

    def write(self, rows: Sequence[Row]) -> bytes:
        """The lines of these rows."""
        text = io.StringIO()
        lines = csv.DictWriter(text, SCORED.names, lineterminator="\n")
        if not self._begun:
            lines.writeheader()
            self._begun = True
        lines.writerows({**row, "reasons": LIST.join(row["reasons"])} for row in rows)
        return text.getvalue().encode()

    def close(self) -> bytes:
        """A list without rows is a header alone."""
        return b"" if self._begun else self.write(())


class NdjsonWriter:
    """A JSON object per line."""

    def write(self, rows: Sequence[Row]) -> bytes:
        """The lines of these rows."""
        return _lines(rows)

    def close(self) -> bytes:
        """Nothing ends it."""
        return b""


def _lines(rows: Iterable[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


class ParquetWriter:
    """A row group per chunk."""

    def __init__(self) -> None:
        self._sink = io.BytesIO()
        self._writer = pq.ParquetWriter(_Pipe(self._sink), SCORED)

    def write(self, rows: Sequence[Row]) -> bytes:
        """The bytes of these rows' group."""
        self._writer.write_table(pa.Table.from_pylist(list(rows), schema=SCORED))
        return self._taken()

    def close(self) -> bytes:
        """The footer, without which no reader opens the file."""
        self._writer.close()
        return self._taken()

    def _taken(self) -> bytes:
        taken = self._sink.getvalue()
        self._sink.seek(0)
        self._sink.truncate()
        return taken


class _Pipe(io.RawIOBase):
    """A file that only grows, however often what was written is taken out of the buffer behind it."""

    def __init__(self, sink: io.BytesIO) -> None:
        self._sink = sink
        self._written = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._written

    def write(self, data: Any) -> int:
        count = self._sink.write(data)
        self._written += count
        return count
