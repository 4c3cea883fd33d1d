"""Rows just before and after each row of a group, in an order."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from features.by_row import NOWHERE, or_empty
from features.compiled import compiled
from features.engine import Engine, Frame, PandasEngine, PolarsEngine
from features.engine.base import lazy
from features.expressions import col, only
from features.order import Places, order

NO_GROUP = -(2**63)


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
    groups = _numbers(rows[within])
    distances = {steps for _, steps in wanted.values()}
    beside_ = {steps: or_empty(_standing(places, groups, steps), NOWHERE) for steps in distances}
    columns = {column: rows[column].rechunk() for column, _ in wanted.values()}
    return rows.with_columns(
        columns[column].gather(beside_[steps]).alias(name) for name, (column, steps) in wanted.items()
    )


def _numbers(groups: pl.Series) -> NDArray[np.int64]:
    """A number for each group, ``NO_GROUP`` for none."""
    numbers = groups if groups.dtype.is_integer() else groups.rank("dense")
    found: NDArray[np.int64] = numbers.cast(pl.Int64).fill_null(NO_GROUP).to_numpy()
    return found


@compiled
def _standing(places: Places, groups: NDArray[np.int64], steps: int) -> NDArray[np.uint32]:
    """Per row the place of the row ``steps`` before it in its group; ``NOWHERE`` where there is none."""
    found = np.full(len(places), NOWHERE, np.uint32)
    for after in range(max(steps, 0), min(len(places), len(places) + steps)):
        here, there = places[after], places[after - steps]
        if groups[here] == groups[there] and groups[here] != NO_GROUP:
            found[here] = there
    return found
