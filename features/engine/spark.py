"""Spark: the second engine. PySpark and Java are needed only once a session is asked for."""

import shutil
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import narwhals as nw
import pyarrow as pa

from features.engine.base import Engine, Frame, lazy
from features.errors import SaksamaError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_QUIET = Path(__file__).with_name("spark.log4j2.properties")
LOCAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "4g",
    "spark.driver.maxResultSize": "0",
    "spark.driver.defaultJavaOptions": f"-Dlog4j2.configurationFile={_QUIET.as_uri()}",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
}
"""Spark on this machine alone: quiet, naive times, results as large as memory, and no call noted with its line of
code, which would be a third of the time of a small drop."""

_NO_JAVA = (
    "The Spark engine needs Java 17 or newer, {}: ask this machine's administrator for it "
    "(on Debian the package is openjdk-17-jre-headless), or use --engine duckdb."
)


class SparkEngine(Engine):
    """Frames as Spark DataFrames; ``keep`` caches them in the cluster."""

    name = "spark"

    def __init__(self, session: "SparkSession") -> None:
        self.session = session

    def read(self, path: Path) -> Frame:
        return lazy(self.session.read.parquet(str(path)))

    def load(self, table: pa.Table, name: str) -> Frame:
        del name
        return lazy(self.session.createDataFrame(table))

    def keep(self, frame: Frame, name: str) -> Frame:
        return lazy(nw.to_native(frame).cache())

    def collect(self, frame: Frame) -> pa.Table:
        return _naive(nw.to_native(frame).toArrow())


def _naive(table: pa.Table) -> pa.Table:
    """The table with times as all frames have them: some of Spark's functions give their result a zone, UTC here."""
    naive = [
        field.with_type(pa.timestamp("us")) if pa.types.is_timestamp(field.type) else field for field in table.schema
    ]
    return table.cast(pa.schema(naive))


def local_session(settings: Mapping[str, str] | None = None) -> "SparkSession":
    """A Spark session on this machine's cores, with further settings; one that runs already is used as it is.

    SaksamaError where PySpark or Java is missing.
    """
    try:
        from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415 - an extra, needed only for this engine
        from pyspark.sql import SparkSession  # noqa: PLC0415 - as above
    except ImportError:
        raise SaksamaError("The Spark engine needs PySpark: install Saksama with its extra `spark`.") from None
    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    if shutil.which("java") is None:
        raise SaksamaError(_NO_JAVA.format("which is not on this machine"))
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)  # it is not asked to
    builder = SparkSession.builder.master("local[*]").appName("saksama")
    for setting, value in {**LOCAL, **(settings or {})}.items():
        builder = builder.config(setting, value)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:
        if error.getCondition() != "JAVA_GATEWAY_EXITED":
            raise
        raise SaksamaError(_NO_JAVA.format("and the Java on this machine did not start it")) from None
