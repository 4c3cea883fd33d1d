"""Rows of a table in memory put in an order by two whole numbers and an id, quickly."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

WIDTH = 2**62
"""Two whole numbers are packed into one where it stays below this."""

Rows = nw.DataFrame[Any]
Places = NDArray[np.intp]


def ordered(rows: Rows, within: str, by: Sequence[str]) -> Rows:
    """The rows sorted by these columns, empty values first.

    On Polars the first two, where they are whole numbers, become one number that is sorted by vector instructions, a
    fifth of the time of a sort by several columns; only rows that are equal in it are compared by what follows.
    """
    native, columns = rows.to_native(), [within, *by]
    if isinstance(native, pl.DataFrame) and (packed := _packed(native, *columns[:2])) is not None:
        places = np.argsort(packed)
        sorted_rows: Rows = nw.from_native(native[_settled(native, packed, places, columns[2:])], eager_only=True)
        return sorted_rows
    return rows.sort(*columns)


def _packed(rows: pl.DataFrame, first: str, second: str) -> NDArray[np.int64] | None:
    """Both columns as one number that sorts as they do; None where they are no such numbers."""
    whole = all(rows.schema[name].is_integer() for name in (first, second))
    if not whole or rows.select(pl.any_horizontal((pl.col(first, second) < 0).any()).fill_null(value=False)).item():
        return None
    high, low = (_filled(rows[name]) for name in (first, second))
    span = int(low.max(initial=0)) + 1
    fits = len(rows) > 0 and int(high.max()) < WIDTH // span
    return high * span + low if fits else None


def _filled(column: pl.Series) -> NDArray[np.int64]:
    """One higher than each value, 0 for none."""
    numbers: NDArray[np.int64] = (column.cast(pl.Int64) + 1).fill_null(0).to_numpy()
    return numbers


def _settled(rows: pl.DataFrame, packed: NDArray[np.int64], places: Places, by: Sequence[str]) -> Places:
    """The places with rows of equal number put in the order of the remaining columns."""
    same = np.diff(packed[places]) == 0
    if not by or not same.any():
        return places
    equal = np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))
    tied = rows[places[equal]].select(by).with_columns(pl.Series("_packed", packed[places[equal]]))
    order = tied.select(pl.arg_sort_by("_packed", *by)).to_series().to_numpy()
    places[equal] = places[equal][order]
    return places
