"""Many narrow tables of one subject side by side."""

from collections.abc import Sequence

from features.engine import DuckDBEngine, Engine, Frame
from features.expressions import join


def widen(engine: Engine, base: Frame, parts: Sequence[Frame], name: str) -> Frame:
    """The base with the columns of every part, joined left on subject_id and computed once under the name.

    DuckDB gets one statement: it looks every lazy step over, which for a hundred columns costs more than the join.
    """
    if isinstance(engine, DuckDBEngine):
        return _at_once(engine, base, parts, name)
    for part in parts:
        base = join(base, part, "subject_id")
    return engine.keep(base, name)


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
