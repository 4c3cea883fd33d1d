"""Spark, once for all tests of a worker: its machine takes seconds to start, and longer to become quick."""

import shutil

import pytest

from features.engine import SparkEngine
from features.engine.spark import local_session

TINY = {
    "spark.master": "local[2]",
    "spark.default.parallelism": "1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
"""For a few dozen rows planning is all the work: one task per stage, nothing compiled, nothing planned twice."""


@pytest.fixture(scope="session")
def spark() -> SparkEngine:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17, which is not on this machine; set-up says how to get it")
    return SparkEngine(local_session(TINY))
