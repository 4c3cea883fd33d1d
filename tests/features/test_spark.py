"""Spark computes every feature of every kind, the left-out and the fund flow, to the values of Polars."""

import math
import shutil
from typing import Any

import pytest

from features.build import build_features
from features.engine import Engine, PolarsEngine, SparkEngine
from features.engine.spark import local_session
from features.fund_flow import find_fund_flow
from features.kept import prepare
from features.left_out import find_left_out
from features.money import MONEY
from features.tables import Tables
from tests.features.villages import full_drop, tables_with_names

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17, which is not on this machine"),
    pytest.mark.filterwarnings("ignore:Implicitly cleaning up:ResourceWarning"),  # the engine's working folder
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
TINY = {
    "spark.master": "local[1]",
    "spark.default.parallelism": "1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
"""For a few dozen rows planning is all the work: one task per stage, nothing compiled, nothing planned twice."""

Values = dict[str, dict[str, Any]]


def features_of(tables: Tables) -> Values:
    """Per subject its features, under kind and id."""
    found = {}
    for kind, frame in build_features(tables).frames.items():
        for row in tables.engine.collect(frame).to_pylist():
            found[f"{kind} {row['subject_id']}"] = row
    return found


def lists_of(tables: Tables) -> list[list[str]]:
    ready = prepare(tables, MONEY)
    frames = (find_fund_flow(ready), find_left_out(ready))
    return [sorted(repr(row) for row in tables.engine.collect(frame).to_pylist()) for frame in frames]


def everything(engine: Engine) -> tuple[Values, list[list[str]]]:
    tables = tables_with_names(engine, full_drop(2, recipients=20))
    return features_of(tables), lists_of(tables)


def assert_close(left: Any, right: Any, name: str) -> None:
    alike = (
        math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9) if isinstance(left, float) and right else left == right
    )
    assert alike, f"{name}: {left} and {right}"


def test_spark_agrees_on_every_feature_and_list() -> None:
    features, lists = everything(PolarsEngine())
    on_spark, lists_on_spark = everything(SparkEngine(local_session(TINY)))
    assert features.keys() == on_spark.keys()
    for subject, row in features.items():
        for name, value in row.items():
            assert_close(value, on_spark[subject][name], f"{name} of {subject}")
    assert lists == lists_on_spark
