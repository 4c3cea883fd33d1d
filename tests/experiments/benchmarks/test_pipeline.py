"""The benchmarks of steps and engines, small: they measure real work, and say which bar is missed."""

from experiments.benchmarks import engines, pipeline

ON_TIME = {
    "intake": {"seconds": 3.0, "processor": 4.0, "gigabytes": 1.0},
    "identities": {"seconds": 4.0, "processor": 6.0, "gigabytes": 2.0},
    "features": {"seconds": 7.0, "processor": 9.0, "gigabytes": 2.5},
    "links": {"seconds": 1.0, "processor": 1.0, "gigabytes": 2.0},
    "rings": {"seconds": 2.0, "processor": 2.0, "gigabytes": 2.0},
}


def test_every_step_is_measured_beside_the_bare_pass() -> None:
    found, rows = pipeline.run(300, seed=1, engine="polars", growth=False, scores=True)
    assert found["steps"].keys() == {"model", *(name for names in pipeline.BUDGETS for name in names)}
    assert all(figures["seconds"] > 0 for steps in found.values() for figures in steps.values())
    assert rows > 300 * 10


def test_a_run_within_its_budgets_misses_nothing() -> None:
    sums = pipeline.budgeted(ON_TIME)
    assert pipeline.missed(sums, None, 1_000_000) == []
    assert pipeline.missed(sums, sums, 1_000_000) == []


def test_time_memory_and_growth_are_each_told() -> None:
    slow = {**ON_TIME, "features": {"seconds": 9.0, "processor": 12.0, "gigabytes": 3.5}}
    quarter = {**slow, "features": {"seconds": 1.0, "processor": 2.0, "gigabytes": 1.0}}
    told = pipeline.missed(pipeline.budgeted(slow), pipeline.budgeted(quarter), 1_000_000)
    assert [text.split(":")[0] for text in told] == ["features", "memory of features", "features"]
    assert pipeline.missed(pipeline.budgeted(slow), None, 2_000_000) == []


def test_engines_are_compared_value_by_value() -> None:
    mine, other = engines.run(200, seed=1, engines=["pandas"])
    assert mine.values == other.values > 200 * 100
    assert mine.differing == other.differing == 0


def test_an_engine_that_differs_or_overtakes_the_default_is_told() -> None:
    polars = engines.Figures("polars", 1.0, 2.0, 100, 0)
    assert engines.missed([polars, engines.Figures("duckdb", 3.0, 6.0, 100, 0)]) == []
    assert len(engines.missed([polars, engines.Figures("duckdb", 0.5, 1.0, 100, 7)])) == 2
