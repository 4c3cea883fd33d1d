"""Joins and sums by a number that counts rows, on Polars: values are fetched and added where they stand, unhashed.

A million rows are fetched in 0.02 processor seconds a column and joined by hash in 0.1; three million are added up in
0.02 a column and grouped by hash in 0.05. What is fetched is put into one piece before: out of thirty, as Polars leaves
three million rows, fetching takes three times as long.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features import added_up
from features.order import BITS, in_order

ROW_KEYS = frozenset(
    {
        "recipient_id",
        "list_no",
        "subject_id",
        "family_id",
        "account_id",
        "agent_id",
        "terminal_id",
        "place",
        "day",
    }
)
"""Keys that may be such numbers (features/row_numbers.py); it is looked whether they are."""
SPARE, FEW = 4, 10_000
"""Numbers count rows where they span not much more than there are rows."""
UNKNOWN = -1
NOWHERE = 2**32 - 1
"""No place: places are UInt32, which Polars fetches by without another copy of them."""
Values = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Part:
    """An aggregate of a column that every engine has, said so that it can be told apart: ``rows`` needs no column."""

    how: Literal["sum", "max", "min", "rows"]
    column: str = ""

    @property
    def is_id(self) -> bool:
        """Whether what is found is an id, which stays of its own kind where a number would become an Int64."""
        return self.how in ("max", "min") and self.column.endswith("_id")


def joined(left: pl.DataFrame, right: pl.DataFrame, on: str) -> pl.DataFrame | None:
    """Left join on a key that is unique on the right, rows as on the left; None where the key counts no rows."""
    values = right.drop(on)
    if left[on].equals(right[on]) and not left[on].null_count():
        return left.hstack(values)
    first = _first(right[on], len(left) + len(right))
    if first is None or not left[on].dtype.is_integer():
        return None
    right = right.drop_nulls(on) if right[on].null_count() else right
    return left.hstack(right.drop(on).rechunk()[_places(left[on] - first, right[on] - first)])


def totals(rows: pl.DataFrame, keys: Sequence[str], parts: Mapping[str, Part]) -> pl.DataFrame | None:
    """One row per key or keys, in their order; None where these are no whole numbers or a part is no whole sum."""
    if not all(_can_be_added(part, rows.schema) for part in parts.values()):
        return None
    rows = rows.drop_nulls(keys) if any(rows[key].null_count() for key in keys) else rows
    first = _first(rows[keys[0]], len(rows)) if len(keys) == 1 else None
    if first is not None:
        return _added_up(rows, keys[0], first, parts)
    packed = Packed.of(rows, keys) if len(keys) > 1 else None
    return None if packed is None else _run_by_run(rows, packed, parts)


def distinct(rows: pl.DataFrame) -> pl.DataFrame | None:
    """Each row once, in their order; None where they are not of few enough whole numbers, all known."""
    packed = None if any(column.null_count() for column in rows) else Packed.of(rows, rows.columns)
    if packed is None:
        return None
    numbers = np.sort(packed.numbers)
    return packed.read(numbers[_changes(numbers)])


def repeated(rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The rows whose keys are known and stand in more than one row; now and then one too many (``alike``)."""
    return alike(rows.drop_nulls(keys), keys)


def alike(rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The rows that share these keys, empty ones too, with another; told by a hash, so now and then one too many."""
    if rows.is_empty():
        return rows
    marks = rows.select(keys).hash_rows().to_numpy()
    order = np.argsort(marks)
    marks = marks[order]
    same = marks[1:] == marks[:-1]
    return rows[np.sort(order[np.append(same, False) | np.insert(same, 0, False)])]


@dataclass(frozen=True)
class Packed:
    """Several whole numbers of each row as one, which sorts as they do."""

    numbers: NDArray[np.int64]
    names: tuple[str, ...]
    firsts: tuple[int, ...]
    bits: tuple[int, ...]
    kinds: tuple[pl.DataType, ...]

    @classmethod
    def of(cls, rows: pl.DataFrame, names: Sequence[str]) -> Self | None:
        """None where there are no rows, or the numbers are too large together."""
        if not len(rows) or not all(rows.schema[name].is_integer() for name in names):
            return None
        firsts = tuple(_whole(rows[name].min()) for name in names)
        lasts = (_whole(rows[name].max()) for name in names)
        bits = tuple((last - first).bit_length() for last, first in zip(lasts, firsts, strict=True))
        if sum(bits) > BITS:
            return None
        kinds = tuple(rows.schema[name] for name in names)
        number = pl.lit(0, dtype=pl.Int64)
        for name, first, width in zip(names, firsts, bits, strict=True):
            number = number * 2**width + (pl.col(name).cast(pl.Int64) - first)
        return cls(rows.select(number).to_series().to_numpy(), tuple(names), firsts, bits, kinds)

    def read(self, numbers: NDArray[np.int64]) -> pl.DataFrame:
        """The numbers taken apart again."""
        columns = []
        for first, width, kind in zip(self.firsts[::-1], self.bits[::-1], self.kinds[::-1], strict=True):
            columns.append(pl.Series((numbers & (2**width - 1)) + first, dtype=kind))
            numbers = numbers >> width
        return pl.DataFrame(columns[::-1], schema=self.names)


def _added_up(rows: pl.DataFrame, key: str, first: int, parts: Mapping[str, Part]) -> pl.DataFrame:
    at = (rows[key] - first).cast(pl.Int32).to_numpy()
    times = np.zeros(int(at.max()) + 1, np.int64)
    added_up.count(times, at)
    there = np.flatnonzero(times)
    found = {name: _added(rows, at, part, times) for name, part in parts.items()}
    table = pl.DataFrame({key: pl.Series(np.arange(len(times)) + first, dtype=rows.schema[key]), **found})
    return table if len(there) == len(times) else table[there]


def _run_by_run(rows: pl.DataFrame, packed: Packed, parts: Mapping[str, Part]) -> pl.DataFrame:
    """The rows of equal keys lie together once the packed numbers are sorted."""
    columns = sorted({part.column for part in parts.values() if part.column})
    if columns:
        numbers, order = in_order(packed.numbers)
        rows = rows.select(columns).rechunk()[order]
    else:
        numbers = np.sort(packed.numbers)
    starts = np.flatnonzero(_changes(numbers))
    times = np.diff(starts, append=len(numbers))
    run = np.repeat(np.arange(len(starts), dtype=np.int32), times)
    return packed.read(numbers[starts]).with_columns(
        _added(rows, run, part, times).alias(name) for name, part in parts.items()
    )


def _changes(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where another number begins in sorted ones."""
    return np.insert(numbers[1:] != numbers[:-1], 0, True)


def _first(key: pl.Series, rows: int) -> int | None:
    """Where the numbers begin; None where they are none, or too far apart to count rows."""
    least, most = key.min(), key.max()
    if not isinstance(least, int) or not isinstance(most, int) or isinstance(least, bool):
        return None
    return least if most - least <= SPARE * rows + FEW else None


def _can_be_added(part: Part, schema: pl.Schema) -> bool:
    """Sums of floats would rest on their order, and texts are none."""
    if part.how == "rows":
        return True
    kind = schema[part.column]
    return kind.is_integer() or (kind.is_float() and part.how != "sum")


def _whole(value: object) -> int:
    """A least or greatest value of whole numbers, where there are any."""
    if not isinstance(value, int):
        raise TypeError("no whole number")
    return value


def _places(wanted: pl.Series, own: pl.Series) -> pl.Series:
    """Where each wanted number stands among the own ones, which count from 0; empty where it does not."""
    size = _whole(own.max()) + 1
    if wanted.null_count() or not wanted.is_between(0, size - 1).all():
        there = pl.when(pl.col("wanted").is_between(0, size - 1)).then("wanted")
        wanted = pl.DataFrame({"wanted": wanted}).select(there).to_series()
    if len(own) == size and np.array_equal(own.to_numpy(), np.arange(size, dtype=np.int32)):
        return wanted.cast(pl.UInt32)
    standing = np.full(size + 1, NOWHERE, np.uint32)
    standing[own.to_numpy()] = np.arange(len(own), dtype=np.uint32)
    return or_empty(standing.take(wanted.fill_null(size).to_numpy()), NOWHERE)


def or_empty(values: Values, none: float) -> pl.Series:
    """The values, empty where they are nothing."""
    found = pl.Series("found", values)
    if not (values == none).any():
        return found
    return found.to_frame().select(pl.when(pl.col("found") != none).then("found")).to_series()


def _added(rows: pl.DataFrame, at: added_up.Places, part: Part, times: NDArray[np.int64]) -> pl.Series:
    if part.how == "rows":
        return pl.Series(times)
    values = rows[part.column]
    if part.how == "sum":
        values = values if values.dtype == pl.Int8 else values.cast(pl.Int64)
        sums = np.zeros(len(times), np.int64)
        added_up.add(sums, at, values.fill_null(0).to_numpy())
        return pl.Series(sums)
    values = values if values.dtype.is_float() or part.is_id else values.cast(pl.Int64)
    return _utmost(values, at, len(times), part.how)


def _utmost(values: pl.Series, at: added_up.Places, size: int, how: str) -> pl.Series:
    """The greatest or least of each group; empty where it has no value."""
    kind = values.head(0).to_numpy().dtype
    far: Any = np.inf if values.dtype.is_float() else np.iinfo(kind).max
    none = -far if how == "max" else far
    found = np.full(size, none, kind)
    (added_up.raise_to if how == "max" else added_up.lower_to)(found, at, values.fill_null(none).to_numpy())
    return or_empty(found, none)
