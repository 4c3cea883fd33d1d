"""The bound on chance against the exact binomial tail, and where it says nothing."""

from math import log10

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from features.chance import beyond_chance
from features.engine import DuckDBEngine, Engine, PandasEngine, PolarsEngine
from features.expressions import col


def bound(part: int | None, whole: int | None, rate: float | None, engine: Engine | None = None) -> float | None:
    engine = engine or PolarsEngine()
    types = {"part": pa.int64(), "whole": pa.int64(), "rate": pa.float64()}
    table = pa.table(
        {name: pa.array([value], types[name]) for name, value in zip(types, (part, whole, rate), strict=True)}
    )
    found = engine.load(table, "counts").select(beyond_chance(col("part"), col("whole"), col("rate")).alias("beyond"))
    value: float | None = engine.collect(found)["beyond"].to_pylist()[0]
    return value


@settings(max_examples=60)
@given(st.integers(1, 200), st.floats(0.001, 0.9), st.data())
def test_chance_never_gives_as_many_more_often_than_it_says(whole: int, rate: float, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))

    told = bound(part, whole, rate)

    assert told is not None
    assert told >= 0
    assert binom.sf(part - 1, whole, rate) <= 10**-told + 1e-6


def test_up_to_the_usual_rate_nothing_is_beyond_chance() -> None:
    assert bound(3, 100, 0.05) == 0


def test_one_of_a_few_says_little_and_ten_of_many_a_lot() -> None:
    one_of_five, ten_of_fifty = bound(1, 5, 0.02), bound(10, 50, 0.02)

    assert one_of_five is not None
    assert one_of_five < 1
    assert ten_of_fifty is not None
    assert ten_of_fifty > 6


def test_all_of_them_is_the_power_of_the_rate() -> None:
    assert bound(4, 4, 0.1) == pytest.approx(-4 * log10(0.1))


@pytest.mark.parametrize(
    ("part", "whole", "rate"), [(None, 5, 0.1), (1, 0, 0.1), (1, 5, 0.0), (1, 5, 1.0), (1, 5, None)]
)
def test_where_nothing_can_be_compared_it_stays_empty(part: int | None, whole: int, rate: float | None) -> None:
    assert bound(part, whole, rate) is None


@pytest.mark.parametrize("engine", [DuckDBEngine(), PandasEngine()], ids=lambda engine: engine.name)
def test_engines_agree(engine: Engine) -> None:
    assert bound(7, 70, 0.03, engine) == bound(7, 70, 0.03)
