"""Many narrow tables of one subject side by side."""

from collections.abc import Sequence

import polars as pl

from features.engine import DuckDBEngine, Engine, Frame, PolarsEngine
from features.engine.base import lazy
from features.expressions import join
from features.kept import settled

STEP = 4
"""Parts joined at a time where plans grow with every step (Spark)."""


def widen(engine: Engine, base: Frame, parts: Sequence[Frame], name: str) -> Frame:
    """The base with the columns of every part, joined left on subject_id and computed once under the name.

    DuckDB gets one statement: it looks every lazy step over, which for a hundred columns costs more than the join.
    Polars gets one narrow join per part, and the results beside each other: a chain would copy every column each time.
    """
    if isinstance(engine, DuckDBEngine):
        return _at_once(engine, base, parts, name)
    if isinstance(engine, PolarsEngine):
        return _stacked(base, parts)
    for number, part in enumerate(parts):
        base = join(base, settled(engine, part, f"{name}_{number}"), "subject_id")
        base = settled(engine, base, name) if number % STEP == STEP - 1 else base
    return settled(engine, base, name)


def _at_once(engine: DuckDBEngine, base: Frame, parts: Sequence[Frame], name: str) -> Frame:
    pieces = {f"{name}_{number}": part for number, part in enumerate([base, *parts])}
    for piece, frame in pieces.items():
        engine.keep(frame, piece)
    first, *others = pieces
    joins = "".join(f' left join "{piece}" using (subject_id)' for piece in others)
    engine.connection.execute(f'create or replace temp table "{name}" as select * from "{first}"{joins}')  # noqa: S608 (own names)
    for piece in pieces:
        engine.connection.execute(f'drop table "{piece}"')
    return engine.table(name)


def _stacked(base: Frame, parts: Sequence[Frame]) -> Frame:
    left = _rows(base)
    ids = left.select("subject_id")
    found = [_in_order(ids, _rows(part)).drop("subject_id") for part in parts]
    return lazy(pl.concat([left, *found], how="horizontal"))


def _in_order(ids: pl.DataFrame, part: pl.DataFrame) -> pl.DataFrame:
    """The part's rows as the ids stand; a part that stands so already is spared the join."""
    if part["subject_id"].equals(ids["subject_id"]):
        return part
    joined = ids.lazy().join(part.lazy(), on="subject_id", how="left", maintain_order="left")
    return joined.collect(engine="streaming")


def _rows(frame: Frame) -> pl.DataFrame:
    rows: pl.DataFrame = frame.collect(backend="polars").to_native()
    return rows
