"""Every engine computes every feature of every kind, the left-out and the fund flow to the values of Polars.

The other engines are given their rows in another order, so that what is compared does not rest on that either. Who is
one person is found by Splink on DuckDB and on Spark alike. In the end a whole run is the same, table by table.
"""

import math
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import narwhals as nw
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.benchmarks.country import write_country
from experiments.world import simulate
from features.build import CATALOGUE, build_features
from features.catalogue import Feature
from features.engine import DuckDBEngine, Engine, Frame, PandasEngine, PolarsEngine, SparkEngine
from features.engine.spark import local_session
from features.fund_flow import find_fund_flow
from features.identities import LinkageModel, default_model, step_outside, train_linkage
from features.intake import open_drop
from features.kept import prepare
from features.left_out import find_left_out
from features.money import MONEY
from models.run.options import EngineName, RunOptions
from models.run.score import score_drop
from models.run.steps import StillGauge
from tests.features.agents.drops import Drop
from tests.features.identities.drops import KEY, rows_of
from tests.features.identities.test_linkage import ONE_PERSON, TWO_PEOPLE, payees
from tests.features.villages import tables_with_names, telling_drop

pytestmark = pytest.mark.filterwarnings("ignore:Found complex group-by:UserWarning")  # pandas is slow there, not wrong
TINY = {
    "spark.default.parallelism": "1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=240m -Xmn1g",
}
"""Beside what a session on this machine has anyway: one task per stage, and a Java that starts quickly, with room for
all that it compiles, which it would otherwise throw away and compile again."""
CLOSE = 1e-9
EVERY = pytest.mark.parametrize("feature", CATALOGUE.values(), ids=lambda feature: feature.name)


@pytest.fixture(scope="module")
def spark() -> SparkEngine:
    """Spark for all tests of this file: its Java takes seconds to start, and longer to become quick."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17, which is not on this machine; set-up says how to get it")
    return SparkEngine(local_session(TINY))


@dataclass(frozen=True)
class Found:
    """What an engine makes of the drop: per feature its value of each subject, and the rows of each list."""

    features: dict[str, dict[str, float | None]]
    lists: dict[str, list[str]]


def everything(engine: Engine, drop: Drop) -> Found:
    tables = prepare(tables_with_names(engine, drop), MONEY)
    frames = build_features(tables).frames
    columns = {kind: engine.collect(frame).to_pydict() for kind, frame in frames.items()}
    lists = {"fund flow": find_fund_flow(tables), "left out": find_left_out(tables)}
    return Found(
        {
            name: dict(zip(columns[feature.kind]["subject_id"], columns[feature.kind][name], strict=True))
            for name, feature in CATALOGUE.items()
        },
        {name: sorted(repr(row) for row in engine.collect(frame).to_pylist()) for name, frame in lists.items()},
    )


def shuffled(drop: Drop, chance: Random) -> Drop:
    for rows in drop.values():
        chance.shuffle(rows)
    return drop


def unlike(expected: Mapping[str, float | None], found: Mapping[str, float | None]) -> dict[str, Any]:
    """Whose values are not the same, with both."""
    assert expected.keys() == found.keys()
    return {subject: (value, found[subject]) for subject, value in expected.items() if not _same(value, found[subject])}


@pytest.fixture(scope="module")
def on_polars() -> Found:
    return everything(PolarsEngine(), telling_drop())


@pytest.fixture(scope="module", params=["duckdb", "pandas", pytest.param("spark", marks=pytest.mark.spark)])
def elsewhere(request: pytest.FixtureRequest) -> Found:
    """What the engine makes of the same rows in another order."""
    plain: dict[str, Any] = {"duckdb": DuckDBEngine, "pandas": PandasEngine}
    engine: Engine = request.getfixturevalue("spark") if request.param == "spark" else plain[request.param]()
    return everything(engine, shuffled(telling_drop(), Random(2)))  # noqa: S311 - an order, not a secret


@EVERY
def test_every_feature_is_told_of_somebody_and_not_of_all_alike(feature: Feature, on_polars: Found) -> None:
    told = {value for value in on_polars.features[feature.name].values() if value is not None}
    assert len(told) > 1


@EVERY
def test_engines_agree_in_any_order_of_rows(feature: Feature, on_polars: Found, elsewhere: Found) -> None:
    assert not unlike(on_polars.features[feature.name], elsewhere.features[feature.name])


MOST_JOINS = 45
"""In one statement: with 38 DuckDB plans a fifth of a second, with 55 it planned three minutes."""


class Noted(DuckDBEngine):
    """DuckDB that notes how many joins are in the statement of each frame it keeps."""

    def __init__(self) -> None:
        super().__init__()
        self.joins: dict[str, int] = {}

    def keep(self, frame: Frame, name: str) -> Frame:
        relation: duckdb.DuckDBPyRelation = nw.to_native(frame)
        self.joins[name] = relation.sql_query().lower().count(" join ")
        return super().keep(frame, name)


def test_no_frame_is_planned_anew_so_often_that_its_statement_outgrows_the_planner() -> None:
    engine = Noted()
    everything(engine, telling_drop())
    assert max(engine.joins.values()) > 0
    assert {name: joins for name, joins in engine.joins.items() if joins > MOST_JOINS} == {}


@settings(max_examples=5)
@given(chance=st.randoms(use_true_random=False))
def test_no_order_of_rows_changes_a_feature_or_a_list(on_polars: Found, chance: Random) -> None:
    found = everything(PolarsEngine(), shuffled(telling_drop(), chance))
    assert not [name for name, values in on_polars.features.items() if unlike(values, found.features[name])]
    assert on_polars.lists == found.lists


@pytest.mark.parametrize("name", ["fund flow", "left out"])
def test_engines_agree_on_lists_in_any_order_of_rows(name: str, on_polars: Found, elsewhere: Found) -> None:
    assert on_polars.lists[name]
    assert on_polars.lists[name] == elsewhere.lists[name]


def _same(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=CLOSE, abs_tol=CLOSE)


LOW = 1e-6  # far below the line, so that unlikely pairs are compared as well


def learned(folder: Path) -> LinkageModel:
    write_country(folder, 1_000, seed=1)
    with duckdb.connect() as connection, pytest.MonkeyPatch.context() as patched:
        patched.setattr("features.identities.linkage.train._PEOPLE_TO_LEARN_FROM", 500)
        model = train_linkage(open_drop(folder, connection=connection), seed=1)
    assert model.learned
    return model


def pairs(engine: Engine, aside: Path, model: LinkageModel) -> list[dict[str, Any]]:
    people = [person for both in (*ONE_PERSON.values(), *TWO_PEOPLE.values()) for person in both]
    tables = step_outside(payees(*people), KEY, engine=engine, aside=aside, linkage=replace(model, threshold=LOW))
    return sorted(rows_of(tables, "same_person"), key=repr)


@pytest.mark.spark
@pytest.mark.parametrize("taught", [lambda _: default_model(), learned], ids=["the frozen model", "a learned model"])
def test_spark_and_duckdb_find_the_same_people_with_the_same_probabilities(
    taught: Callable[[Path], LinkageModel], tmp_path: Path, spark: SparkEngine
) -> None:
    model = taught(tmp_path / "country")
    expected = pairs(PolarsEngine(), tmp_path / "polars", model)
    assert len({pair["probability"] for pair in expected}) > 10
    assert pairs(spark, tmp_path / "spark", model) == expected
    assert not spark.session.sql("show tables").collect()  # nobody's name stays where the wall ends


def scored(drop: Path, engine: EngineName) -> Path:
    out = drop.with_name(engine)
    score_drop(RunOptions(drop, out, KEY, engine=engine, keep_features=True), gauge=StillGauge())
    return out


@pytest.fixture(scope="module")
def run_on_polars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    drop = tmp_path_factory.mktemp("world") / "drop"
    simulate(drop, families=300, seed=5)
    return scored(drop, "polars")


def test_a_run_on_duckdb_is_the_run_on_polars(run_on_polars: Path) -> None:
    assert_same_run(scored(run_on_polars.with_name("drop"), "duckdb"), run_on_polars)


@pytest.mark.spark
def test_a_run_on_spark_is_the_run_on_polars(run_on_polars: Path, spark: SparkEngine) -> None:
    del spark  # a session that runs already is the one that is used
    assert_same_run(scored(run_on_polars.with_name("drop"), "spark"), run_on_polars)


def assert_same_run(one: Path, other: Path) -> None:
    names = [sorted(path.relative_to(run) for path in run.rglob("*.parquet")) for run in (one, other)]
    assert names[0] == names[1]
    for name in names[0]:
        left, right = pq.read_table(one / name), pq.read_table(other / name)
        assert left.schema.names == right.schema.names
        for column in left.schema.names:
            found = [left[column].to_pylist(), right[column].to_pylist()]
            assert len(found[0]) == len(found[1]), name
            assert all(map(_alike, *found)), f"{name} {column}"


def _alike(left: Any, right: Any) -> bool:
    if isinstance(left, float) and not math.isnan(left):
        return _same(left, right)
    return repr(left) == repr(right)
