"""What feature code may ask of an engine; everything else it says in Narwhals."""

from pathlib import Path
from typing import Protocol

import narwhals as nw
import pyarrow as pa


class Engine(Protocol):
    """One way to compute Narwhals frames."""

    name: str

    def read(self, path: Path) -> nw.LazyFrame:
        """A lazy frame over one Parquet file."""
        ...

    def load(self, table: pa.Table, name: str) -> nw.LazyFrame:
        """A lazy frame over rows that are already in memory."""
        ...

    def keep(self, frame: nw.LazyFrame, name: str) -> nw.LazyFrame:
        """The same rows computed once, so that what reads them again does not compute them again."""
        ...

    def collect(self, frame: nw.LazyFrame) -> pa.Table:
        """The rows in memory, in no promised order."""
        ...
