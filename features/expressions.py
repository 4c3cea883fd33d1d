"""Small expressions that features share, written so that every engine reads them alike."""

from collections.abc import Mapping, Sequence

import narwhals as nw
import polars as pl

from features import by_row
from features.by_row import Part
from features.engine import Frame, rows_of
from features.engine.base import lazy


def col(name: str) -> nw.Expr:
    """A column."""
    return nw.col(name)


def number(condition: nw.Expr) -> nw.Expr:
    """A condition as 1, 0 or empty."""
    return condition.cast(nw.Int64)


def yes(condition: nw.Expr) -> nw.Expr:
    """A condition as 1 or 0, where empty counts as no."""
    return _one_or_nought(condition, nw.Int64())


def flag(condition: nw.Expr) -> nw.Expr:
    """``yes`` in the least room, for a column of millions that is only summed."""
    return _one_or_nought(condition, nw.Int8())


def _one_or_nought(condition: nw.Expr, kind: nw.dtypes.DType) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1, dtype=kind)).otherwise(nw.lit(0, dtype=kind))


def only(condition: nw.Expr, value: nw.Expr) -> nw.Expr:
    """The value where the condition holds, else empty."""
    return nw.when(condition).then(value)


def share(part: nw.Expr, whole: nw.Expr) -> nw.Expr:
    """Part of a whole; empty where the whole is nothing."""
    return nw.when(whole > 0).then(part.cast(nw.Float64) / whole.cast(nw.Float64))


def nothing(like: str, dtype: nw.dtypes.DType) -> nw.Expr:
    """An empty column of a type, made from another column: a literal null would become False or NaN on pandas."""
    known = ~col(like).is_null()
    return only(known & ~known, col(like)).cast(dtype)


def at_least(column: nw.Expr, least: int) -> nw.Expr:
    """The column, raised to a least value; empty stays empty."""
    return nw.when(column < least).then(nw.lit(least)).otherwise(column)


def zero(column: nw.Expr) -> nw.Expr:
    """The column with 0 where nothing was found: only where the fact could have been observed."""
    return column.fill_null(0)


def sum_of(column: str) -> Part:
    """The sum of a column, for ``totals``."""
    return Part("sum", column)


def most_of(column: str) -> Part:
    """The greatest value of a column, for ``totals``."""
    return Part("max", column)


def least_of(column: str) -> Part:
    """The least value of a column, for ``totals``."""
    return Part("min", column)


def count() -> Part:
    """The number of rows, for ``totals``."""
    return Part("rows")


def totals(frame: Frame, *keys: str, **aggregates: nw.Expr | Part) -> Frame:
    """One row per key; whole numbers come back as 64-bit integers, which DuckDB's sums alone would not be.

    Where every aggregate is a ``Part`` and the keys count rows, Polars adds them up without hashing.
    """
    parts = {name: part for name, part in aggregates.items() if isinstance(part, Part)}
    if len(parts) == len(aggregates) and _by_row(frame, *keys):
        columns = {part.column for part in parts.values() if part.column}
        rows = rows_of(frame.select(*keys, *sorted(columns - {*keys})))
        found = by_row.totals(rows, keys, parts)
        return _grouped(lazy(rows), keys, aggregates) if found is None else lazy(found)
    return _grouped(frame, keys, aggregates)


def distinct(frame: Frame, *keys: str) -> Frame:
    """The keys of the frame, each once."""
    if not _by_row(frame, *keys):
        return frame.select(*keys).unique()
    rows = rows_of(frame.select(*keys))
    found = by_row.distinct(rows)
    return lazy(rows).unique() if found is None else lazy(found)


def _grouped(frame: Frame, keys: Sequence[str], aggregates: Mapping[str, nw.Expr | Part]) -> Frame:
    rows = frame.filter(*(~col(key).is_null() for key in keys)).group_by(*keys)
    found = rows.agg(**{name: _plain(aggregate) for name, aggregate in aggregates.items()})
    ids = {name for name, aggregate in aggregates.items() if isinstance(aggregate, Part) and aggregate.is_id}
    counted = aggregates.keys() - ids
    whole = [name for name, dtype in found.collect_schema().items() if name in counted and _is_whole(dtype)]
    return found.with_columns(*(col(name).cast(nw.Int64) for name in whole)) if whole else found


def _plain(aggregate: nw.Expr | Part) -> nw.Expr:
    if not isinstance(aggregate, Part):
        return aggregate
    if aggregate.how == "rows":
        return nw.len()
    column = col(aggregate.column)
    return {"sum": column.sum, "max": column.max, "min": column.min}[aggregate.how]()


def _by_row(frame: Frame, *keys: str) -> bool:
    return by_row.ROW_KEYS.issuperset(keys) and isinstance(frame.to_native(), pl.LazyFrame)


def sharing(frame: Frame, *keys: str, who: str, name: str) -> Frame:
    """The keys that more than one ``who`` has, with their number under ``name``.

    Keys on a single row, nearly all, are dropped first: counting distinct values of a million groups costs far more.
    """
    native = frame.to_native()
    if isinstance(native, pl.LazyFrame):
        held = lazy(by_row.repeated(native.select(*keys, who).collect(), keys).unique())
    else:
        several = totals(frame, *keys, rows_=nw.len()).filter(col("rows_") > 1).select(*keys)
        held = frame.select(*keys, who).join(several, on=list(keys), how="semi").unique()
    return totals(held, *keys, **{name: nw.len()}).filter(col(name) > 1)


def _is_whole(dtype: nw.dtypes.DType) -> bool:
    return dtype.is_integer() or dtype.is_decimal()


def named(frame: Frame, names: Mapping[str, str]) -> Frame:
    """Only the named columns, under new names: ``{new: old}``."""
    return frame.select(*(col(old).alias(new) for new, old in names.items()))


def stacked(frames: Sequence[Frame]) -> Frame:
    """The rows of all below each other; Polars may have an id in 32 bits and, of a table that is off, in 64."""
    plans = [frame.to_native() for frame in frames]
    if isinstance(plans[0], pl.LazyFrame):
        return lazy(pl.concat(plans, how="vertical_relaxed"))
    return nw.concat(frames, how="vertical")


def join(left: Frame, right: Frame, on: str) -> Frame:
    """Left join on one key that is unique on the right; on Polars rows stand as on the left.

    There, what keys that count rows stand for is fetched by row.
    """
    native, other = left.to_native(), right.to_native()
    if not isinstance(native, pl.LazyFrame):
        return left.join(right, on=on, how="left")
    if on not in by_row.ROW_KEYS:
        return lazy(native.join(other, on=on, how="left", maintain_order="left"))
    rows, others = native.collect(), other.collect()
    found = by_row.joined(rows, others, on)
    return lazy(rows.join(others, on=on, how="left", maintain_order="left") if found is None else found)
