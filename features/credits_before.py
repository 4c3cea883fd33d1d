"""Which credits came before each debit of a recipient: the last one, and what came since the debit before it."""

from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from features.by_row import or_empty
from features.engine import Engine, Frame, PolarsEngine
from features.engine.base import lazy
from features.expressions import col, join, nothing, only, stacked
from features.neighbours import beside
from features.order import Places, order

WITHIN, AT, ID = "list_no", "seconds", "transaction_id"
LATEST, FRESH = "credit_seconds", "fresh_credit"
NEVER, UNTOLD = 0, -(2**62)
"""Stand for nothing in a column of whole numbers: a credit before 1970, a sum that no credits add up to."""
BACK = 3
Whole = NDArray[np.int64]
Values = NDArray[Any]


def with_credits(engine: Engine, frame: Frame, paid: Frame) -> Frame:
    """The frame (list_no, seconds, transaction_id) with ``credit_seconds`` and ``fresh_credit``.

    ``paid``, the credits, has the same columns and ``worth``. credit_seconds: when the recipient's last credit at or
    before the row was, empty where there was none since 1970; fresh_credit: what the credits since the row before are
    worth, up to three in a row, empty where there were none. All are ordered by time, then credits before rows, then
    by id. Polars counts the credits below each row; other engines walk one line of both.
    """
    if isinstance(engine, PolarsEngine):
        return lazy(_counted(engine.rows(frame), engine.rows(paid)))
    return _walked(engine, frame, paid)


def _walked(engine: Engine, frame: Frame, paid: Frame) -> Frame:
    happened = paid.select(
        WITHIN, AT, ID, "worth", col(AT).alias("happened"), nw.lit(0, dtype=nw.Int64).alias("is_row")
    )
    rows = frame.select(
        WITHIN,
        AT,
        ID,
        nothing(AT, nw.Int64()).alias("worth"),
        nw.lit(NEVER, dtype=nw.Int64).alias("happened"),
        nw.lit(1, dtype=nw.Int64).alias("is_row"),
    )
    line = stacked([happened, rows]).filter(~col(WITHIN).is_null())
    by = [AT, "is_row", ID]
    steps = {"one": ("worth", 1), "two": ("worth", 2), "three": ("worth", 3)}
    seen = beside(engine, line, within=WITHIN, by=by, wanted=steps)
    seen = seen.with_columns(last=col("happened").cum_max().over(WITHIN, order_by=by))
    two = only(~col("one").is_null(), col("two"))
    three = only(~col("one").is_null() & ~col("two").is_null(), col("three"))
    found = seen.filter(col("is_row") == 1).select(
        ID,
        only(col("last") > NEVER, col("last")).alias(LATEST),
        (col("one") + two.fill_null(0) + three.fill_null(0)).alias(FRESH),
    )
    return join(frame, found, ID)


def _counted(rows: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    paid = paid.drop_nulls([WITHIN, AT])
    paid = paid.select(WITHIN, AT, "worth").select(pl.all().gather(order(paid, WITHIN, [AT, ID])))
    places = order(rows, WITHIN, [AT, ID])[rows[WITHIN].null_count() :]
    first, below = _below(paid, rows.select(pl.col(WITHIN, AT).gather(places)))
    latest = np.where(below > first, np.maximum(_at(paid[AT].to_numpy(), below - 1), NEVER), NEVER)
    before = np.maximum(first, np.insert(below[:-1], 0, 0)) if len(below) else below
    sums, told = _summed(paid["worth"], below, below - before)
    return rows.with_columns(
        _standing(places, latest, NEVER, len(rows)).alias(LATEST),
        _standing(places, np.where(told, sums, UNTOLD), UNTOLD, len(rows)).alias(FRESH),
    )


def _standing(places: Places, values: Whole, none: int, size: int) -> pl.Series:
    """The values at their places among so many rows, empty elsewhere and where they are nothing."""
    found = np.full(size, none)
    found[places] = values
    return or_empty(found, none)


def _below(paid: pl.DataFrame, line: pl.DataFrame) -> tuple[Whole, Whole]:
    """Per row of the line: how many credits belong to lower groups, and how many to those and to its own until then."""
    times = pl.concat([paid[AT], line[AT]]).drop_nulls().to_numpy()
    start = int(times.min(initial=2**62)) - 1
    span = int(times.max(initial=start)) - start + 1
    own, group = paid[WITHIN].to_numpy(), line[WITHIN].to_numpy()
    happened = own * span + (paid[AT].to_numpy() - start)
    until = group * span + (line[AT].fill_null(start).to_numpy() - start)
    lower = np.cumsum(np.bincount(own + 1, minlength=int(group.max(initial=0)) + 1))
    return lower[group], np.searchsorted(happened, until, side="right")


def _summed(worth: pl.Series, below: Whole, fresh: Whole) -> tuple[Whole, Values]:
    """The worth of up to three credits just below each place, as many as are fresh; and whether there is any."""
    known, value = worth.is_not_null().to_numpy(), worth.fill_null(0).to_numpy()
    on = told = (fresh > 0) & _at(known, below - 1)
    total = np.where(on, _at(value, below - 1), 0)
    for step in range(2, BACK + 1):
        several = np.flatnonzero(on & (fresh >= step))
        on = np.zeros(len(on), np.bool_)
        on[several] = _at(known, below[several] - step)
        total[several] += np.where(on[several], _at(value, below[several] - step), 0)
    return total, told


def _at(values: Values, places: Whole) -> Values:
    """The values at these places; any value for places before the first."""
    return values.take(places, mode="clip") if len(values) else np.zeros(len(places), values.dtype)
