"""The order of a table's rows by two whole numbers and an id, quickly."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

BITS = 62
"""Whole numbers are packed into one where they have no more bits together."""
WIDTH = 2**BITS

Places = NDArray[np.intp]


def order(rows: pl.DataFrame, within: str, by: Sequence[str]) -> Places:
    """Where the rows stand when they are sorted by these columns, empty values first.

    The first two, where they are whole numbers, become one number that is sorted by vector instructions, a fifth of the
    time of a sort by several columns; only rows that are equal in it are compared by what follows.
    """
    columns = [within, *by]
    packed = _packed(rows, *columns[:2])
    if packed is None:
        found: Places = rows.select(pl.arg_sort_by(columns)).to_series().to_numpy().astype(np.intp)
        return found
    return _settled(rows, *in_order(packed), columns[2:])


def order_by(rows: pl.DataFrame, number: str, by: Sequence[str]) -> Places:
    """Where the rows stand when they are sorted by one whole number, never empty, and these columns."""
    numbers: NDArray[np.int64] = rows[number].to_numpy()
    return _settled(rows, *in_order(numbers), by)


def in_order(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], Places]:
    """The numbers, none below 0, as they are sorted, and where each of them stood.

    Packed into one with its place where both fit, a number is sorted in a quarter of the time of places alone.
    """
    bits = len(numbers).bit_length()
    if int(numbers.max(initial=0)) >> (BITS - bits):
        places: Places = np.argsort(numbers)
        return numbers[places], places
    packed = numbers << bits | np.arange(len(numbers))
    packed.sort()
    return packed >> bits, packed & ((1 << bits) - 1)


def _packed(rows: pl.DataFrame, first: str, second: str) -> NDArray[np.int64] | None:
    """Both columns as one number that sorts as they do; None where they are no such numbers."""
    if not len(rows) or not all(rows.schema[name].is_integer() for name in (first, second)):
        return None
    high, low = _counted(rows[first]), _counted(rows[second])
    if low is None:
        return None
    span = int(low.max()) + 1
    if high is None or int(high.max()) >= WIDTH // span:
        high = _ranks(rows[first])
    return high * span + low if int(high.max()) < WIDTH // span else None


def _ranks(column: pl.Series) -> NDArray[np.int64]:
    """The rank of each value among all, empty ones first: ids are far apart and few."""
    ranks = pl.DataFrame({"id": column.unique().sort()}).with_row_index("rank")
    found = pl.DataFrame({"id": column}).join(ranks, on="id", how="left", nulls_equal=True, maintain_order="left")
    numbers: NDArray[np.int64] = found["rank"].cast(pl.Int64).to_numpy()
    return numbers


def _counted(column: pl.Series) -> NDArray[np.int64] | None:
    """How far each value lies above the least, from 1; 0 for none. None where that is too far."""
    least, most = column.min(), column.max()
    if not isinstance(least, int) or not isinstance(most, int):
        return np.zeros(len(column), np.int64)
    if most - least >= WIDTH:
        return None
    numbers: NDArray[np.int64] = (column.cast(pl.Int64) - (least - 1)).fill_null(0).to_numpy()
    return numbers


def _settled(rows: pl.DataFrame, numbers: NDArray[np.int64], places: Places, by: Sequence[str]) -> Places:
    """The places of the sorted numbers with rows of equal number put in the order of the remaining columns."""
    same = numbers[1:] == numbers[:-1]
    if not by or not same.any():
        return places
    equal = np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))
    tied = rows.select(by)[places[equal]].with_columns(pl.Series("_packed", numbers[equal]))
    order_ = tied.select(pl.arg_sort_by("_packed", *by)).to_series().to_numpy()
    places[equal] = places[equal][order_]
    return places
