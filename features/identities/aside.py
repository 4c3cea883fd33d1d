"""Tables on their way to an engine other than the drop's own connection: files in a folder that is gone afterwards."""

from pathlib import Path

import duckdb
import pyarrow as pa

from features.engine import Engine, PolarsEngine

_BATCH = 122_880  # rows: what DuckDB works on at a time
_VIEWS = "1.4"  # the first Arrow version whose texts are laid out as DuckDB and Polars both hold them


def write_aside(connection: duckdb.DuckDBPyConnection, select: str, path: Path, engine: Engine) -> Path:
    """The rows of the select as a file that the engine reads; returns it.

    Polars gets Arrow, which it maps into memory as it stands: a third of the time of packing Parquet. Others get
    Parquet.
    """
    if isinstance(engine, PolarsEngine):
        return _write_arrow(connection, select, path.with_suffix(".arrow"))
    file = path.with_suffix(".parquet")
    quoted = str(file).replace("'", "''")
    connection.execute(f"copy ({select}) to '{quoted}' (format parquet)")
    return file


def _write_arrow(connection: duckdb.DuckDBPyConnection, select: str, file: Path) -> Path:
    connection.execute(f"set arrow_output_version = '{_VIEWS}'")
    try:
        rows = connection.sql(select).to_arrow_reader(_BATCH)
        with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as writer:
            for batch in rows:
                writer.write_batch(batch)
    finally:
        connection.execute("reset arrow_output_version")
    return file
