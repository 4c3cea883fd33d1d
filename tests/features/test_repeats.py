import polars as pl
import pyarrow as pa
import pytest

from features.engine import DuckDBEngine, Engine, PolarsEngine
from features.repeats import repeated

KEYS = ("who", "period", "amount")
ROWS = pa.table(
    {
        "row": list(range(600)),
        "who": [row * 7 % 40 for row in range(600)],
        "period": [None if row % 11 == 0 else f"2025-Q{row % 4}" for row in range(600)],
        "amount": [row % 5 * 1000 for row in range(600)],
    }
)


def shared(rows: pa.Table) -> set[int]:
    """The rows whose keys another row has, one by one."""
    keys = list(zip(*(rows[name].to_pylist() for name in KEYS), strict=True))
    return {row for row, key in zip(rows["row"].to_pylist(), keys, strict=True) if keys.count(key) > 1}


@pytest.mark.parametrize("engine", [PolarsEngine(), DuckDBEngine()], ids=lambda engine: engine.name)
def test_no_row_that_is_there_twice_is_missed(engine: Engine) -> None:
    found = engine.collect(repeated(engine, engine.load(ROWS, "paid_rows"), KEYS))
    assert 0 < len(shared(ROWS)) < ROWS.num_rows
    assert shared(ROWS) <= set(found["row"].to_pylist())


def test_polars_leaves_what_stands_alone() -> None:
    engine = PolarsEngine()
    found = engine.collect(repeated(engine, engine.load(ROWS, "paid_rows"), KEYS))
    assert set(found["row"].to_pylist()) == shared(ROWS)


def test_nothing_is_repeated_where_there_is_nothing() -> None:
    engine = PolarsEngine()
    empty = pl.from_arrow(ROWS.schema.empty_table())
    assert engine.collect(repeated(engine, engine.load(empty.to_arrow(), "no_rows"), KEYS)).num_rows == 0
