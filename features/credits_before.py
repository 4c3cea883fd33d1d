"""Which credits came before each debit of a recipient: the last one, and what came since the debit before it."""

from typing import NamedTuple

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from features.by_row import or_empty
from features.compiled import compiled
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


def with_credits(engine: Engine, frame: Frame, paid: Frame) -> Frame:
    """The frame (list_no, seconds, transaction_id) with ``credit_seconds`` and ``fresh_credit``.

    ``paid``, the credits, has the same columns and ``worth``. credit_seconds: when the recipient's last credit at or
    before the row was, empty where there was none since 1970; fresh_credit: what the credits since the row before are
    worth, up to three in a row, empty where there were none. All are ordered by time, then credits before rows, then
    by id. On Polars machine code walks both at once; other engines walk one line of both.
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


class _Line(NamedTuple):
    """Rows of a table and, in ``places``, where each stands as they come one after the other in each group."""

    places: Places
    within: Whole
    at: Whole


def _counted(rows: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    paid = paid.drop_nulls(AT)
    latest, fresh = _counted_in_line(_line(rows), _line(paid), _numbers(paid["worth"]))
    return rows.with_columns(or_empty(latest, NEVER).alias(LATEST), or_empty(fresh, UNTOLD).alias(FRESH))


def _line(rows: pl.DataFrame) -> _Line:
    """The rows of a group in their order; those of none are left out."""
    places = order(rows, WITHIN, [AT, ID])[rows[WITHIN].null_count() :]
    return _Line(places, _numbers(rows[WITHIN]), _numbers(rows[AT]))


def _numbers(column: pl.Series) -> Whole:
    numbers: Whole = column.cast(pl.Int64).fill_null(UNTOLD).to_numpy()
    return numbers


@compiled
def _counted_in_line(rows: _Line, credits_: _Line, worth: Whole) -> tuple[Whole, Whole]:
    """Per row the time of the last credit at or before it, and what those since the row before are worth."""
    latest, fresh = np.full(len(rows.within), NEVER), np.full(len(rows.within), UNTOLD)
    first = since = below = 0
    group = UNTOLD
    for row in rows.places:
        if rows.within[row] != group:
            group = rows.within[row]
            while below < len(credits_.places) and credits_.within[credits_.places[below]] < group:
                below += 1
            first = since = below
        while below < len(credits_.places):
            credit = credits_.places[below]
            if credits_.within[credit] != group or credits_.at[credit] > rows.at[row]:
                break
            below += 1
        if below > first:
            latest[row] = max(credits_.at[credits_.places[below - 1]], NEVER)
        for place in range(below - 1, max(since, below - BACK) - 1, -1):
            value = worth[credits_.places[place]]
            if value == UNTOLD:
                break
            fresh[row] = value + (0 if fresh[row] == UNTOLD else fresh[row])
        since = below
    return latest, fresh
