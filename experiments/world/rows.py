"""Columns of equal length by name: how the world is held while it is being built.

Numbers, dates (days), times (seconds) and references (positions in another table) are int64 with ``NONE`` for an
empty cell; measures are float64 with NaN. Text is made only when the world is written.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NONE = int(np.iinfo(np.int64).min)
DAY = 86_400


class Rows:
    """A table under construction; columns may be added and overwritten, never of another length."""

    def __init__(self, length: int, **columns: ArrayLike) -> None:
        self.length = length
        self._columns: dict[str, NDArray[Any]] = {}
        for name, values in columns.items():
            self[name] = values

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._columns[name]

    def __setitem__(self, name: str, values: ArrayLike) -> None:
        array = np.asarray(values)
        if array.dtype.kind in "iub":
            array = array.astype(np.int64)
        self._columns[name] = np.array(np.broadcast_to(array, (self.length,)))

    def take(self, index: NDArray[Any]) -> "Rows":
        """The rows at these positions (or where a mask is true), in that order."""
        taken = {name: values[index] for name, values in self._columns.items()}
        length = int(index.sum()) if index.dtype == np.bool_ else len(index)
        return Rows(length, **taken)


def stack(tables: Sequence[Rows]) -> Rows:
    """The tables one under another; a column that one of them lacks is empty there."""
    names = list(dict.fromkeys(name for table in tables for name in table))
    stacked = Rows(sum(len(table) for table in tables))
    for name in names:
        stacked[name] = np.concatenate([_column(table, name, tables) for table in tables])
    return stacked


def _column(table: Rows, name: str, tables: Sequence[Rows]) -> NDArray[Any]:
    if name in table:
        return table[name]
    kind = next(other[name].dtype for other in tables if name in other)
    return np.full(len(table), np.nan if kind.kind == "f" else NONE, dtype=kind)


def counted(sizes: Ints) -> tuple[Ints, Ints]:
    """For groups of these sizes: each member's group, and its position within the group."""
    group = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.cumsum(sizes) - sizes
    return group, np.arange(len(group)) - starts[group]


def order_within(keys: Ints) -> Ints:
    """Each row's position among the rows of the same key, in row order."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    fresh = np.r_[True, ordered[1:] != ordered[:-1]] if len(keys) else np.zeros(0, dtype=np.bool_)
    starts = np.maximum.accumulate(np.where(fresh, np.arange(len(keys)), 0))
    position = np.empty(len(keys), dtype=np.int64)
    position[order] = np.arange(len(keys)) - starts
    return position
