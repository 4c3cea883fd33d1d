"""Names for the arrays that pass through the graph, and the few helpers that all of it needs."""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

UNKNOWN = -1


def codes(column: Any) -> tuple[Ints, list[str]]:
    """A text column as integers in the order of its sorted distinct values; ``UNKNOWN`` where it is empty."""
    numbers, values = coded(column)
    return numbers, values.to_pylist()


def coded(column: Any) -> tuple[Ints, Any]:
    """The same with the distinct values as an Arrow array."""
    numbers, values = first_seen(column)
    order = pc.array_sort_indices(values)
    rank = np.full(len(order) + 1, UNKNOWN, dtype=np.int64)
    rank[order.to_numpy(zero_copy_only=False)] = np.arange(len(order))
    return rank[numbers], values.take(order)


def first_seen(column: Any) -> tuple[Ints, Any]:
    """The same in the order in which the values first occur, which is quicker where only equality matters."""
    encoded = as_array(column).dictionary_encode()
    numbers = pc.fill_null(encoded.indices.cast(pa.int64()), UNKNOWN).to_numpy(zero_copy_only=False)
    return np.asarray(numbers, dtype=np.int64), encoded.dictionary


def integers(column: Any, missing: int = UNKNOWN) -> Ints:
    """An integer, boolean or day column as 64-bit integers, with ``missing`` where it is empty."""
    array = as_array(column)
    if pa.types.is_date32(array.type):
        array = array.cast(pa.int32())
    filled = pc.fill_null(array.cast(pa.int64()), missing)
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.int64)


def floats(column: Any) -> Floats:
    """A numeric column as 64-bit floats, NaN where it is empty."""
    return np.asarray(as_array(column).cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def as_array(column: Any) -> Any:
    """One contiguous Arrow array of a column in pieces."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def group_starts(sorted_groups: Ints) -> Ints:
    """Where each run of equal values begins in a sorted array."""
    if not len(sorted_groups):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate([[True], sorted_groups[1:] != sorted_groups[:-1]])).astype(np.int64)


def distinct(values: Ints) -> Ints:
    """The distinct values in their order; numpy's own ``unique`` hashes, which takes a hundred times as long."""
    ordered = np.sort(values)
    return ordered[group_starts(ordered)]


def in_order(*keys: Ints) -> Ints:
    """The positions of the rows by the first key, then by the next.

    Packed into one number where they fit, which sorts several times as fast; rows that agree in all keys stand in any
    order.
    """
    lowest = [int(key.min()) if len(key) else 0 for key in keys]
    widths = [int(key.max(initial=low)) - low + 1 for key, low in zip(keys, lowest, strict=True)]
    if prod(widths) > np.iinfo(np.int64).max:
        return np.lexsort(keys[::-1])
    packed = keys[0] - lowest[0]
    for key, low, width in zip(keys[1:], lowest[1:], widths[1:], strict=True):
        packed = packed * width + (key - low)
    return np.argsort(packed)


def distinct_pairs(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """The distinct pairs of two equally long arrays of non-negative integers, sorted by left, then right."""
    width = int(right.max(initial=0)) + 1
    keys = distinct(left * width + right)
    return keys // width, keys % width


def labels(names: Sequence[str], chosen: Ints) -> Any:
    """The names of the given codes as an Arrow text column; empty where the code is ``UNKNOWN``."""
    indices = pa.array(chosen, mask=chosen == UNKNOWN)
    return pa.array(list(names), type=pa.string()).take(indices)
