"""Days and seconds in plain arithmetic, against Python's own calendar."""

from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.engine import DuckDBEngine, Engine, PandasEngine, PolarsEngine
from features.expressions import col
from features.moments import day_of, second_of, seconds

ENGINES: list[Engine] = [PolarsEngine(), DuckDBEngine(), PandasEngine()]
EDGES = [date(1900, 2, 28), date(1900, 3, 1), date(1970, 1, 1), date(2000, 2, 29), date(2024, 12, 31), date(2100, 3, 1)]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_days_count_like_the_calendar_on_every_engine(engine: Engine) -> None:
    frame = engine.load(pa.table({"day": pa.array([*EDGES, None], pa.date32())}), "days")
    found = engine.collect(frame.select(engine.days(col("day")).alias("n")))["n"].to_pylist()
    assert sorted(value for value in found if value is not None) == sorted(day_of(day) for day in EDGES)
    assert None in found


@given(st.lists(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)), min_size=1, max_size=20))
def test_seconds_are_whole_seconds_since_1970(moments: list[datetime]) -> None:
    engine = PolarsEngine()
    frame = engine.load(pa.table({"at": pa.array(moments, pa.timestamp("us"))}), "moments")
    found = engine.collect(frame.select(seconds(col("at")).alias("n")))["n"].to_pylist()
    whole = [moment.replace(microsecond=0) for moment in moments]
    assert found == [(moment - datetime(1970, 1, 1)) // timedelta(seconds=1) for moment in whole]
    assert found == [second_of(moment) for moment in whole]
    assert found == engine.collect(frame.select(engine.seconds(col("at")).alias("n")))["n"].to_pylist()
