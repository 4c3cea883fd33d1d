"""Polars: the engine of a run on one machine, in memory and on all cores."""

from pathlib import Path

import narwhals as nw
import polars as pl
import pyarrow as pa

from features.engine.base import Engine, Frame, lazy
from features.moments import DAY


class PolarsEngine(Engine):
    """Frames as lazy Polars plans; ``keep`` computes one and goes on from its rows.

    Polars holds times as numbers, so that ``days`` and ``seconds`` are divisions here and no walk through the calendar.
    """

    name = "polars"

    def days(self, column: nw.Expr) -> nw.Expr:
        return column.dt.timestamp("ms") // (DAY * 1000)

    def seconds(self, column: nw.Expr) -> nw.Expr:
        return column.dt.timestamp("ms") // 1000

    def value(self, column: nw.Expr) -> nw.Expr:
        return column

    def read(self, path: Path) -> Frame:
        return lazy(pl.scan_ipc(path) if path.suffix == ".arrow" else pl.scan_parquet(path))

    def load(self, table: pa.Table, name: str) -> Frame:
        return lazy(pl.from_arrow(table))

    def keep(self, frame: Frame, name: str) -> Frame:
        return lazy(self.rows(frame))

    def collect(self, frame: Frame) -> pa.Table:
        return _plain(pa.table({column.name: _arrow(column) for column in self.rows(frame)}))

    def rows(self, frame: Frame) -> pl.DataFrame:
        """The rows in memory, as Polars has them."""
        return rows_of(frame)


def rows_of(frame: Frame) -> pl.DataFrame:
    """The rows of a Polars plan in memory."""
    plan: pl.LazyFrame = frame.to_native()
    return plan.collect()


def _arrow(column: pl.Series) -> pa.ChunkedArray:
    """The column chunk by chunk: a whole table at once would be copied into chunks of one length."""
    return pa.chunked_array([part.to_arrow(compat_level=pl.CompatLevel.oldest()) for part in column.get_chunks()])


def _plain(table: pa.Table) -> pa.Table:
    """The table with Arrow's ordinary texts, as the other engines give them; Polars has the large kind."""
    fields = [pa.field(f.name, pa.string()) if pa.types.is_large_string(f.type) else f for f in table.schema]
    return table.cast(pa.schema(fields))
