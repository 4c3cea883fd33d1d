"""Many narrow tables of one subject side by side."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import polars as pl

from features import by_row
from features.engine import DuckDBEngine, Engine, Frame, PolarsEngine, rows_of
from features.engine.base import lazy
from features.expressions import join
from features.kept import AT_A_TIME, settled

Part = Callable[[], Frame]
STEP = 4
"""Parts joined at a time where plans grow with every step (Spark)."""


def widen(engine: Engine, base: Frame, parts: Iterable[Part], name: str) -> Frame:
    """The base with the columns of every part, joined left on subject_id and computed once under the name.

    A part is made when it is asked for, and none begins before the ones before it are done and forgotten.

    DuckDB gets one statement: it looks every lazy step over, which for a hundred columns costs more than the join.
    Polars puts each part in the order of the base and all beside each other: a chain would copy every column each time.
    It makes two at a time, for some of what makes a part keeps one core only.
    """
    if isinstance(engine, DuckDBEngine):
        return _at_once(engine, base, parts, name)
    if isinstance(engine, PolarsEngine):
        return _stacked(base, parts)
    for number, part in enumerate(parts):
        base = join(base, settled(engine, part(), f"{name}_{number}"), "subject_id")
        base = settled(engine, base, name) if number % STEP == STEP - 1 else base
    return settled(engine, base, name)


def _at_once(engine: DuckDBEngine, base: Frame, parts: Iterable[Part], name: str) -> Frame:
    pieces = []
    for number, part in enumerate(chain([lambda: base], parts)):
        pieces.append(f"{name}_{number}")
        engine.keep(part(), pieces[-1])
    first, *others = pieces
    joins = "".join(f' left join "{piece}" using (subject_id)' for piece in others)
    engine.connection.execute(f'create or replace temp table "{name}" as select * from "{first}"{joins}')  # noqa: S608 (own names)
    for piece in pieces:
        engine.connection.execute(f'drop table "{piece}"')
    return engine.table(name)


def _stacked(base: Frame, parts: Iterable[Part]) -> Frame:
    left = rows_of(base)
    ids = left.select("subject_id")
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        found = list(pool.map(lambda part: _tight(_in_order(ids, rows_of(part())).drop("subject_id")), parts))
    return lazy(pl.concat([left, *found], how="horizontal"))


def _tight(part: pl.DataFrame) -> pl.DataFrame:
    """The part with whole numbers in the least room that holds them: a million flags take one megabyte, not eight."""
    return part.with_columns(column.shrink_dtype() for column in part if column.dtype.is_integer())


def _in_order(ids: pl.DataFrame, part: pl.DataFrame) -> pl.DataFrame:
    """The part's rows as the ids stand, empty where it has none."""
    found = by_row.joined(ids, part, "subject_id")
    return ids.join(part, on="subject_id", how="left", maintain_order="left") if found is None else found
