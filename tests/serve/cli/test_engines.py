"""`saksama score --engine`: whatever computes a run, it is the same run, and the terminal stays quiet."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.world import simulate

SAKSAMA = Path(sys.executable).with_name("saksama")
KEY = "a key of the wall that only this test knows"
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17; set-up says how to get it")


def scored(drop: Path, engine: str) -> str:
    """Everything that a new user sees while this engine scores the drop."""
    options = ["--engine", engine, "--keep-features", "--out", str(drop.with_name(engine))]
    environment = {**os.environ, "SAKSAMA_PSEUDONYM_KEY": KEY, "SAKSAMA_HOME": str(drop.parent), "COLUMNS": "200"}
    done = subprocess.run(
        [str(SAKSAMA), "score", str(drop), *options], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    drop = tmp_path_factory.mktemp("world") / "drop"
    simulate(drop, families=300, seed=5)
    scored(drop, "polars")
    return drop


@pytest.fixture(scope="module")
def told(drop: Path) -> str:
    return scored(drop, "spark")


@needs_java
@pytest.mark.spark
def test_spark_says_no_more_than_the_other_engines(told: str) -> None:
    ordinary = ("saksama", "Scoring", "WARNING: Using incubator modules")
    assert not [line for line in told.splitlines() if "WARN" in line and not line.startswith(ordinary)]
    assert "Exception" not in told
    assert len(told.splitlines()) < 80


@needs_java
@pytest.mark.spark
def test_a_run_on_spark_is_the_run_on_polars(told: str, drop: Path) -> None:
    del told
    assert_same_run(drop.with_name("spark"), drop.with_name("polars"))


def test_a_run_on_duckdb_is_the_run_on_polars(drop: Path) -> None:
    scored(drop, "duckdb")
    assert_same_run(drop.with_name("duckdb"), drop.with_name("polars"))


def assert_same_run(left: Path, right: Path) -> None:
    names = [sorted(path.relative_to(run) for path in run.rglob("*.parquet")) for run in (left, right)]
    assert names[0] == names[1]
    for name in names[0]:
        one, other = pd.read_parquet(left / name), pd.read_parquet(right / name)
        assert list(one) == list(other)
        for column in one:
            assert_same(one[column], other[column], f"{name} {column}")


def assert_same(one: pd.Series, other: pd.Series, what: str) -> None:
    if pd.api.types.is_float_dtype(other):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9, err_msg=what)
    else:
        assert list(map(repr, one)) == list(map(repr, other)), what
