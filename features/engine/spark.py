"""Spark: the second engine, for a cluster. PySpark and Java are needed only once a session is asked for."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from features.engine.base import Engine, Frame, lazy
from features.errors import SaksamaError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
}


class SparkEngine(Engine):
    """Frames as Spark DataFrames; ``keep`` caches them in the cluster."""

    name = "spark"

    def __init__(self, session: "SparkSession") -> None:
        self.session = session
        self._aside = TemporaryDirectory(prefix="saksama-spark-")

    def read(self, path: Path) -> Frame:
        return lazy(self.session.read.parquet(str(path)))

    def load(self, table: pa.Table, name: str) -> Frame:
        path = Path(self._aside.name) / f"{name}.parquet"
        pq.write_table(table, path)
        return self.read(path)

    def keep(self, frame: Frame, name: str) -> Frame:
        return lazy(nw.to_native(frame).cache())

    def collect(self, frame: Frame) -> pa.Table:
        return nw.to_native(frame).toArrow()


def local_session(settings: Mapping[str, str] | None = None) -> "SparkSession":
    """A Spark session on this machine's cores, with further settings; SaksamaError where PySpark or Java is missing."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an optional extra, needed only for this engine
    except ImportError:
        raise SaksamaError("The Spark engine needs PySpark: install Saksama with its extra `spark`.") from None
    if shutil.which("java") is None:
        raise SaksamaError(
            "The Spark engine needs Java 17 or newer, which is not on this machine: ask its administrator for it "
            "(on Debian the package is openjdk-17-jre-headless), or use --engine duckdb."
        )
    builder = SparkSession.builder.master("local[*]").appName("saksama")
    for setting, value in {**LOCAL, **(settings or {})}.items():
        builder = builder.config(setting, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
