"""DuckDB: the default engine, one process, spilling to disk."""

from pathlib import Path

import duckdb
import narwhals as nw
import pyarrow as pa

from features.engine.base import Engine, Frame, lazy


class DuckDBEngine(Engine):
    """Frames as DuckDB relations of one connection; ``keep`` makes temporary tables."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        self.connection = connection or duckdb.connect()

    def read(self, path: Path) -> Frame:
        return lazy(self.connection.read_parquet(str(path)))

    def load(self, table: pa.Table, name: str) -> Frame:
        self.connection.register(f"given_{name}", table)
        self.connection.execute(f'create or replace temp table "{name}" as from "given_{name}"')
        self.connection.unregister(f"given_{name}")
        return self.table(name)

    def keep(self, frame: Frame, name: str) -> Frame:
        relation: duckdb.DuckDBPyRelation = nw.to_native(frame)
        self.connection.execute(f'create or replace temp table "{name}" as {relation.sql_query()}')
        return self.table(name)

    def collect(self, frame: Frame) -> pa.Table:
        relation: duckdb.DuckDBPyRelation = nw.to_native(frame)
        return relation.to_arrow_table()

    def table(self, name: str) -> Frame:
        """A table or view of the connection as a frame."""
        return lazy(self.connection.table(f'"{name}"'))
