import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from features.engine import PolarsEngine
from features.together_in_time import with_others

Visit = tuple[str | None, int | None]
VISITS = st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.one_of(st.none(), st.integers(0, 60))), max_size=30)


@settings(max_examples=60)
@given(VISITS)
def test_others_are_counted_as_a_plain_loop_counts_them(visits: list[Visit]) -> None:
    engine = PolarsEngine()
    table = pa.table(
        {
            "row": pa.array(range(len(visits)), pa.int64()),
            "house": pa.array([house for house, _ in visits], pa.string()),
            "day": pa.array([day for _, day in visits], pa.int64()),
        }
    )

    found = engine.collect(with_others(engine.load(table, "visits"), "house", day="day", days=10)).to_pylist()

    told = {row["row"]: row["others"] for row in found}
    assert told == {row: _others(visits, row) for row in range(len(visits))}


def _others(visits: list[Visit], row: int) -> int | None:
    house, day = visits[row]
    if house is None or day is None:
        return None
    near = [1 for place, other in visits if place == house and other is not None and abs(other - day) <= 10]
    return len(near) - 1
