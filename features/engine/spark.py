"""Spark: the second engine, for a cluster. PySpark and Java are needed only once a session is asked for."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class SparkEngine:
    """Frames as Spark DataFrames; ``keep`` caches them in the cluster."""

    name = "spark"

    def __init__(self, session: "SparkSession") -> None:
        self.session = session
        self._aside = TemporaryDirectory(prefix="saksama-spark-")

    def read(self, path: Path) -> nw.LazyFrame:
        return nw.from_native(self.session.read.parquet(str(path)))

    def load(self, table: pa.Table, name: str) -> nw.LazyFrame:
        path = Path(self._aside.name) / f"{name}.parquet"
        pq.write_table(table, path)
        return self.read(path)

    def keep(self, frame: nw.LazyFrame, name: str) -> nw.LazyFrame:
        return nw.from_native(nw.to_native(frame).cache())

    def collect(self, frame: nw.LazyFrame) -> pa.Table:
        return nw.to_native(frame).toArrow()
