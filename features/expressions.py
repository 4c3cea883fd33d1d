"""Small expressions that features share, written so that every engine reads them alike."""

from collections.abc import Mapping

import narwhals as nw

from features.engine import Frame


def col(name: str) -> nw.Expr:
    """A column."""
    return nw.col(name)


def number(condition: nw.Expr) -> nw.Expr:
    """A condition as 1, 0 or empty."""
    return condition.cast(nw.Int64)


def yes(condition: nw.Expr) -> nw.Expr:
    """A condition as 1 or 0, where empty counts as no."""
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64)


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


def totals(frame: Frame, *keys: str, **aggregates: nw.Expr) -> Frame:
    """One row per key; whole numbers come back as 64-bit integers, which DuckDB's sums alone would not be."""
    rows = frame.filter(*(~col(key).is_null() for key in keys)).group_by(*keys)
    found = rows.agg(**aggregates)
    whole = [name for name, dtype in found.collect_schema().items() if name in aggregates and _is_whole(dtype)]
    return found.with_columns(*(col(name).cast(nw.Int64) for name in whole)) if whole else found


def sharing(frame: Frame, *keys: str, who: str, name: str) -> Frame:
    """The keys that more than one ``who`` has, with their number under ``name``.

    Keys on a single row, nearly all, are dropped first: counting distinct values of a million groups costs far more.
    """
    several = totals(frame, *keys, rows_=nw.len()).filter(col("rows_") > 1).select(*keys)
    held = frame.select(*keys, who).join(several, on=list(keys), how="semi").unique()
    return totals(held, *keys, **{name: nw.len()}).filter(col(name) > 1)


def _is_whole(dtype: nw.dtypes.DType) -> bool:
    return dtype.is_integer() or dtype.is_decimal()


def named(frame: Frame, names: Mapping[str, str]) -> Frame:
    """Only the named columns, under new names: ``{new: old}``."""
    return frame.select(*(col(old).alias(new) for new, old in names.items()))


def join(left: Frame, right: Frame, on: str) -> Frame:
    """Left join on one key that is unique on the right."""
    return left.join(right, on=on, how="left")
