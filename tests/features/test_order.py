import polars as pl
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from features.engine import DuckDBEngine, PolarsEngine
from features.middle import middles
from features.order import WIDTH, order, order_by

small = st.none() | st.integers(0, 3)
wide = st.none() | st.integers(-3, 3) | st.integers(WIDTH - 3, WIDTH)
rows = st.lists(st.tuples(small | wide, small | wide), max_size=30)


@given(rows)
def test_rows_come_in_the_order_of_a_plain_sort(values: list[tuple[int | None, int | None]]) -> None:
    ids = [f"id{number * 7 % 30:02}" for number in range(len(values))]
    first, second = ([pair[place] for pair in values] for place in (0, 1))
    table = pl.DataFrame({"a": first, "b": second, "id": ids}, schema={"a": pl.Int64, "b": pl.Int64, "id": pl.String})
    quick = table["id"].gather(order(table, "a", ["b", "id"]))
    assert quick.to_list() == table.sort("a", "b", "id")["id"].to_list()


@given(st.lists(st.tuples(st.integers(0, 3) | st.integers(2**63 - 3, 2**63 - 1), st.text("ab", max_size=2))))
def test_rows_of_one_number_come_in_the_order_of_their_texts(values: list[tuple[int, str]]) -> None:
    table = pl.DataFrame(values, schema={"number": pl.Int64, "text": pl.String}, orient="row")
    assert table[order_by(table, "number", ["text"])].equals(table.sort("number", "text"))


@given(st.lists(st.tuples(small, st.none() | st.integers(0, 9)), max_size=25))
def test_medians_are_those_that_the_database_finds(values: list[tuple[int | None, int | None]]) -> None:
    schema = pa.schema([("owner", pa.int64()), ("waited", pa.int64())])
    table = pa.Table.from_pylist([{"owner": owner, "waited": waited} for owner, waited in values], schema=schema)
    found = []
    for engine in (PolarsEngine(), DuckDBEngine()):
        frame = middles(engine, engine.load(table, "given"), "owner", middle="waited")
        found.append(sorted(engine.collect(frame).to_pylist(), key=lambda row: row["owner"]))
    assert found[0] == found[1]
