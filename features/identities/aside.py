"""Tables on their way to an engine: files in a folder that is gone afterwards, or tables of the drop's connection."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from features.engine import DuckDBEngine, Engine, PolarsEngine
from features.engine.base import Frame, lazy
from features.identities.crossing import Passage
from features.identities.pseudonym import Pseudonyms
from features.identities.stream import Stream


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

    Polars gets Arrow, which it maps into memory as it stands: a third of the time of packing Parquet. Others get
    Parquet.
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
    return engine.read(file)


def _write_arrow(rows: pa.RecordBatchReader, file: Path) -> None:
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as writer:
        for batch in rows:
            writer.write_batch(batch)
