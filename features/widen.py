"""Many narrow tables of one subject side by side."""

from collections.abc import Iterable
from itertools import chain

import numpy as np
import polars as pl

from features.engine import DuckDBEngine, Engine, Frame, PolarsEngine
from features.engine.base import lazy
from features.expressions import join
from features.kept import settled

STEP = 4
"""Parts joined at a time where plans grow with every step (Spark)."""


def widen(engine: Engine, base: Frame, parts: Iterable[Frame], name: str) -> Frame:
    """The base with the columns of every part, joined left on subject_id and computed once under the name.

    DuckDB gets one statement: it looks every lazy step over, which for a hundred columns costs more than the join.
    Polars puts each part in the order of the base and all beside each other: a chain would copy every column each time.
    """
    if isinstance(engine, DuckDBEngine):
        return _at_once(engine, base, parts, name)
    if isinstance(engine, PolarsEngine):
        return _stacked(base, parts)
    for number, part in enumerate(parts):
        base = join(base, settled(engine, part, f"{name}_{number}"), "subject_id")
        base = settled(engine, base, name) if number % STEP == STEP - 1 else base
    return settled(engine, base, name)


def _at_once(engine: DuckDBEngine, base: Frame, parts: Iterable[Frame], name: str) -> Frame:
    pieces = []
    for number, frame in enumerate(chain([base], parts)):
        pieces.append(f"{name}_{number}")
        engine.keep(frame, pieces[-1])
    first, *others = pieces
    joins = "".join(f' left join "{piece}" using (subject_id)' for piece in others)
    engine.connection.execute(f'create or replace temp table "{name}" as select * from "{first}"{joins}')  # noqa: S608 (own names)
    for piece in pieces:
        engine.connection.execute(f'drop table "{piece}"')
    return engine.table(name)


def _stacked(base: Frame, parts: Iterable[Frame]) -> Frame:
    left = _rows(base)
    places = _Places(left["subject_id"])
    found = [places.in_order(_rows(part)).drop("subject_id") for part in parts]
    return lazy(pl.concat([left, *found], how="horizontal"))


class _Places:
    """Where each id stands among the subjects: sorted numbers are looked up in each other without any hashing."""

    def __init__(self, ids: pl.Series) -> None:
        self._ids = ids
        self._order = np.argsort(ids.to_numpy()) if ids.dtype.is_integer() else None

    def in_order(self, part: pl.DataFrame) -> pl.DataFrame:
        """The part's rows as the ids stand, empty where it has none."""
        part = part.drop_nulls("subject_id") if part["subject_id"].null_count() else part
        own = part["subject_id"]
        if own.equals(self._ids):
            return part
        if self._order is None or not own.dtype.is_integer() or own.is_empty():
            return self._ids.to_frame().join(part, on="subject_id", how="left", maintain_order="left")
        sorted_ids, order = self._ids.to_numpy()[self._order], np.argsort(own.to_numpy())
        sorted_own = own.to_numpy()[order]
        near = np.minimum(np.searchsorted(sorted_own, sorted_ids), len(own) - 1)
        found = np.empty(len(sorted_ids), np.int64)
        found[self._order] = np.where(sorted_own[near] == sorted_ids, order[near], -1)
        rows = pl.DataFrame({"row": found}).select(pl.when(pl.col("row") >= 0).then("row")).to_series()
        return part.select(pl.all().gather(rows))


def _rows(frame: Frame) -> pl.DataFrame:
    rows: pl.DataFrame = frame.collect(backend="polars").to_native()
    return rows
