"""What feature code may ask of an engine; everything else it says in Narwhals."""

from pathlib import Path
from typing import Any, Protocol, TypeAlias

import narwhals as nw
import pyarrow as pa

from features.moments import days, seconds

Frame: TypeAlias = nw.LazyFrame[Any]
"""A lazy frame of any engine; Narwhals knows which."""


def lazy(native: Any) -> Frame:
    """A native table or relation as a lazy frame."""
    frame: Frame = nw.from_native(native).lazy()
    return frame


class Engine(Protocol):
    """One way to compute Narwhals frames."""

    name: str

    def days(self, column: nw.Expr) -> nw.Expr:
        """Days since 1970-01-01 of a date or time column."""
        return days(column)

    def seconds(self, column: nw.Expr) -> nw.Expr:
        """Whole seconds since 1970-01-01 00:00 of a time column, in its own timezone."""
        return seconds(column)

    def value(self, column: nw.Expr) -> nw.Expr:
        """A feature's value as it stands in a feature table: a Float64; Polars leaves whole numbers whole."""
        return column.cast(nw.Float64)

    def read(self, path: Path) -> Frame:
        """A lazy frame over one Parquet file (on Polars also over an Arrow file)."""
        ...

    def load(self, table: pa.Table, name: str) -> Frame:
        """A lazy frame over rows that are already in memory."""
        ...

    def keep(self, frame: Frame, name: str) -> Frame:
        """The same rows computed once, so that what reads them again does not compute them again."""
        ...

    def collect(self, frame: Frame) -> pa.Table:
        """The rows in memory, in no promised order."""
        ...
