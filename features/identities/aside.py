"""Tables on their way to an engine: files in a folder that is gone afterwards, or tables of the drop's connection."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from features.engine import DuckDBEngine, Engine, PolarsEngine
from features.engine.base import Frame, lazy
from features.identities.crossing import Passage
from features.identities.pseudonym import Pseudonyms, digests_of, spelled
from features.identities.stream import REST, Stream
from features.numbers import NUMBER


def is_own(engine: Engine | None, connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the engine computes on the drop's own connection."""
    return engine is None or (isinstance(engine, DuckDBEngine) and engine.connection is connection)


def reads_arrow(engine: Engine) -> bool:
    """Whether the engine reads Arrow files as DuckDB lays them out."""
    return isinstance(engine, PolarsEngine)


def keep_outside(connection: duckdb.DuckDBPyConnection, passage: Passage, pseudonyms: Pseudonyms) -> Frame:
    """The rows as a table of schema ``outside``; where nothing inside the wall is needed for them, as they stand."""
    stream = Stream(connection.cursor(), passage, pseudonyms, views=False)
    if not passage.is_keyed and passage.source.startswith("inside."):
        return lazy(connection.sql(stream.select()))
    given = "saksama_crossed"
    connection.register(given, stream.read().read_all())
    connection.execute(f'create table outside."{passage.table}" as from {given}')
    connection.unregister(given)
    return lazy(connection.table(f'outside."{passage.table}"'))


def write_aside(stream: Stream, folder: Path, engine: Engine) -> Frame:
    """The rows as a file in the folder that the engine reads.

    Polars gets Arrow, which it maps into memory as it stands: a third of the time of packing Parquet. Pseudonyms are
    spelled there when somebody reads them: their digits are most of what would be written. Others get Parquet.
    """
    arrow = reads_arrow(engine)
    file = folder / f"{stream.passage.table}.{'arrow' if arrow else 'parquet'}"
    rows = stream.read()
    if arrow:
        _write_arrow(rows, file)
    else:
        with pq.ParquetWriter(file, rows.schema) as writer:
            for batch in rows:
                writer.write_batch(batch)
    frame = engine.read(file)
    return _spelled(frame, compiled=stream.pseudonyms.compiled) if arrow else frame


def _spelled(frame: Frame, *, compiled: bool) -> Frame:
    """The rows as Polars reads them, with pseudonyms in the place of the rest of them."""
    plan: pl.LazyFrame = frame.to_native()
    names = plan.collect_schema().names()
    return lazy(plan.select(_word(name, compiled) if name.endswith(REST) else name for name in names))


def _word(rest: str, compiled: bool) -> pl.Expr:
    name = rest.removesuffix(REST)

    def spell(columns: Sequence[pl.Series]) -> pl.Series:
        number, left = columns
        digests = digests_of(number.fill_null(0).to_numpy(), left.fill_null(0).to_numpy())
        return pl.Series(spelled(digests, number.is_not_null().to_numpy(), views=True, compiled=compiled))

    return pl.map_batches([name + NUMBER, rest], spell, return_dtype=pl.String).alias(name)


def _write_arrow(rows: pa.RecordBatchReader, file: Path) -> None:
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as writer:
        for batch in rows:
            writer.write_batch(batch)
