"""Rows just before and after each row of a group, in an order."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features.by_row import UNKNOWN, or_empty
from features.engine import Engine, Frame, PandasEngine, PolarsEngine
from features.engine.base import lazy
from features.expressions import col, only
from features.order import Places, order


def beside(
    engine: Engine, frame: Frame, *, within: str, by: Sequence[str], wanted: Mapping[str, tuple[str, int]]
) -> Frame:
    """The frame with ``{new: (column, steps)}``: the value ``steps`` rows before, or after where negative.

    Rows are neighbours within one group (``within``; empty belongs to none) in the order ``by``, which must tell all
    rows of a group apart. Polars learns once who stands where and fetches the values; no row is moved.
    """
    if isinstance(engine, PolarsEngine):
        return lazy(_fetched(engine.rows(frame), within, by, wanted))
    return (_sorted if isinstance(engine, PandasEngine) else _windows)(frame, within, by, wanted)


def _windows(frame: Frame, within: str, by: Sequence[str], wanted: Mapping[str, tuple[str, int]]) -> Frame:
    seen = {name: col(column).shift(steps).over(within, order_by=list(by)) for name, (column, steps) in wanted.items()}
    known = ~col(within).is_null()
    return frame.with_columns(**{name: only(known, value) for name, value in seen.items()})


def _sorted(frame: Frame, within: str, by: Sequence[str], wanted: Mapping[str, tuple[str, int]]) -> Frame:
    seen = {
        name: only(col(within) == col(within).shift(steps), col(column).shift(steps))
        for name, (column, steps) in wanted.items()
    }
    return frame.collect().sort(within, *by).with_columns(**seen).lazy()


def _fetched(rows: pl.DataFrame, within: str, by: Sequence[str], wanted: Mapping[str, tuple[str, int]]) -> pl.DataFrame:
    places = order(rows, within, by)
    changes = grouped(rows[within], places)
    beside_ = {steps: _standing(places, changes, steps) for steps in {steps for _, steps in wanted.values()}}
    return rows.with_columns(
        rows[column].gather(beside_[steps]).alias(name) for name, (column, steps) in wanted.items()
    )


def grouped(column: pl.Series, places: Places) -> NDArray[np.int64]:
    """Rows in their order: a number that is the same within a group, and below 0 for rows of none."""
    there = column.gather(places)
    number = there.ne_missing(there.shift(1)).fill_null(value=True).cum_sum().cast(pl.Int64).to_numpy()
    return np.where(there.is_null().to_numpy(), -1, number)


def _standing(places: Places, groups: NDArray[np.int64], steps: int) -> pl.Series:
    """Per row the place of the row ``steps`` before it in its group; empty where there is none."""
    here, there = (slice(steps, None), slice(None, -steps)) if steps > 0 else (slice(None, steps), slice(-steps, None))
    same = (groups[here] == groups[there]) & (groups[here] >= 0)
    found = np.full(len(places), UNKNOWN)
    found[places[here]] = np.where(same, places[there], UNKNOWN)
    return or_empty(found, UNKNOWN)
