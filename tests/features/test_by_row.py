"""Joins and sums by row against what Polars does with the same rows by hash."""

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from features import by_row
from features.by_row import Part

key = st.integers(7, 15)
value = st.none() | st.integers(-3, 3)
rows = st.lists(st.tuples(st.none() | key, st.none() | st.integers(0, 3), value), max_size=30)
PARTS = {"times": Part("rows"), "sum": Part("sum", "c"), "most": Part("max", "c"), "least": Part("min", "c")}
PLAIN = [
    pl.len().alias("times").cast(pl.Int64),
    pl.col("c").sum().alias("sum"),
    pl.col("c").max().alias("most"),
    pl.col("c").min().alias("least"),
]
FAR = 2**61


def table(values: list[tuple[int | None, int | None, int | None]]) -> pl.DataFrame:
    return pl.DataFrame(values, schema={"a": pl.Int64, "b": pl.Int64, "c": pl.Int64}, orient="row")


@given(rows)
def test_sums_of_one_key_are_those_of_a_group(values: list[tuple[int | None, int | None, int | None]]) -> None:
    given_rows = table(values)
    found = by_row.totals(given_rows, ["a"], PARTS)
    plain = given_rows.drop_nulls("a").group_by("a").agg(PLAIN).sort("a")
    assert plain.is_empty() if found is None else found.equals(plain)


@given(rows)
def test_sums_of_two_keys_are_those_of_a_group(values: list[tuple[int | None, int | None, int | None]]) -> None:
    given_rows = table(values)
    found = by_row.totals(given_rows, ["a", "b"], PARTS)
    plain = given_rows.drop_nulls(["a", "b"]).group_by("a", "b").agg(PLAIN).sort("a", "b")
    assert plain.is_empty() if found is None else found.equals(plain)
    counted = by_row.totals(given_rows, ["a", "b"], {"times": Part("rows")})
    assert plain.is_empty() if counted is None else counted.equals(plain.select("a", "b", "times"))


@given(st.lists(st.tuples(key, st.integers(0, 3), st.none() | st.integers(-128, 127)), min_size=1, max_size=300))
def test_sums_and_utmost_values_are_those_of_a_group_whatever_room_they_take(values: list[tuple[int, ...]]) -> None:
    given_rows = pl.DataFrame(values, schema={"a": pl.Int32, "b": pl.UInt32, "c": pl.Int8}, orient="row").with_columns(
        d=pl.col("c") / 4, c_id=pl.col("c").cast(pl.Int32)
    )
    parts = {"c": Part("sum", "c"), "wide": Part("sum", "b"), "d": Part("max", "d"), "c_id": Part("min", "c_id")}
    plain = given_rows.group_by("a").agg(
        pl.col("c").cast(pl.Int64).sum(),
        wide=pl.col("b").cast(pl.Int64).sum(),
        d=pl.col("d").max(),
        c_id=pl.col("c_id").min(),
    )
    found = by_row.totals(given_rows, ["a"], parts)
    assert found is not None
    assert found.equals(plain.sort("a"))


@given(st.lists(st.none() | key, max_size=12), st.lists(key, unique=True, max_size=8))
@example([9, 7, 9, 8], [7, 8, 9])
@example([9, None, 6, 10, 8], [7, 8, 9])
def test_values_are_fetched_as_a_left_join_would(wanted: list[int | None], own: list[int]) -> None:
    left = pl.DataFrame({"a": wanted, "at": list(range(len(wanted)))}, schema={"a": pl.Int64, "at": pl.Int64})
    right = pl.DataFrame({"a": own, "d": [float(number) for number in own]}, schema={"a": pl.Int64, "d": pl.Float64})
    found = by_row.joined(left, right, "a")
    plain = left.join(right, on="a", how="left", maintain_order="left")
    assert not own if found is None else found.equals(plain)


def test_rows_that_stand_alike_are_put_side_by_side() -> None:
    left = pl.DataFrame({"a": [FAR, 5], "at": [0, 1]})
    found = by_row.joined(left, pl.DataFrame({"a": [FAR, 5], "d": ["x", "y"]}), "a")
    assert found is not None
    assert found.rows() == [(FAR, 0, "x"), (5, 1, "y")]


@pytest.mark.parametrize(
    "asked",
    [
        lambda rows: by_row.totals(rows, ["a"], PARTS),
        lambda rows: by_row.totals(rows, ["a", "b"], PARTS),
        by_row.distinct,
        lambda rows: by_row.joined(rows, rows.reverse(), "a"),
    ],
    ids=["one key", "two keys", "distinct", "join"],
)
def test_keys_that_count_no_rows_are_left_to_hashing(asked: Callable[[pl.DataFrame], pl.DataFrame | None]) -> None:
    assert asked(table([(0, 0, 1), (FAR, FAR, 2)])) is None


@given(rows)
def test_each_row_is_there_once(values: list[tuple[int | None, int | None, int | None]]) -> None:
    given_rows = table(values).select("a", "b")
    found = by_row.distinct(given_rows)
    unknown = given_rows.is_empty() or any(column.null_count() for column in given_rows)
    assert unknown if found is None else found.equals(given_rows.unique().sort("a", "b"))


@given(rows)
def test_rows_that_share_their_keys_are_all_found(values: list[tuple[int | None, int | None, int | None]]) -> None:
    given_rows = table(values)
    for keys in (["a"], ["a", "b"]):
        known = given_rows.drop_nulls(keys)
        shared = known.filter(pl.struct(keys).is_duplicated())
        assert by_row.repeated(given_rows, keys).sort("a", "b", "c").equals(shared.sort("a", "b", "c"))


def test_an_id_stays_of_its_kind_and_a_sum_has_room() -> None:
    narrow = table([(1, 2, 3), (1, 2, 3)]).cast(pl.Int32).rename({"c": "other_id"})
    parts = {"last": Part("max", "other_id"), "most": Part("max", "b"), "sum": Part("sum", "b")}
    one, two = by_row.totals(narrow, ["a"], parts), by_row.totals(narrow, ["a", "other_id"], {"times": Part("rows")})
    assert one is not None
    assert two is not None
    assert one.dtypes == [pl.Int32, pl.Int32, pl.Int64, pl.Int64]
    assert two.dtypes == [pl.Int32, pl.Int32, pl.Int64]
