"""The wall: validated rows go in with their identifiers, tables of pseudonyms and comparison results come out."""

from pathlib import Path

import duckdb

from features.engine import DuckDBEngine, Engine
from features.engine.base import Frame, lazy
from features.identities.aside import write_aside
from features.identities.content import find_keyed_ids
from features.identities.crossing import Crossing
from features.identities.given import Given
from features.identities.linkage import LinkageModel, default_model, link
from features.identities.normal import normalise_tables
from features.numbers import in_numbers, in_words, numbers_sql
from features.tables import Tables


def step_outside(
    intake: Given,
    key: bytes,
    *,
    engine: Engine | None = None,
    aside: Path | None = None,
    linkage: LinkageModel | None = None,
) -> Tables:
    """Every table of the drop as it may be seen beyond the wall.

    ``key`` makes the pseudonyms and never enters a statement. ``engine`` None means DuckDB on the drop's own
    connection; any other engine reads Parquet that is written to ``aside``. Ids that the drop says are card or account
    numbers, or that look like them where it says nothing, are keyed too. ``linkage`` None means the frozen model.
    """
    connection, on = intake.connection, frozenset(intake.tables)
    keyed = find_keyed_ids(connection, intake.tables) if intake.keyed_ids is None else frozenset(intake.keyed_ids)
    crossing = Crossing(connection, key, on, keyed, intake.as_of)
    try:
        normalise_tables(connection, on)
        crossing.compare()
        link(connection, linkage or default_model(), families="families" in on)
        crossing.write()
    finally:
        connection.execute("drop schema if exists wall cascade")
    present = {table: facts.present for table, facts in intake.tables.items()}
    written = _written(connection, crossing.names, engine, aside)
    frames = {name: in_words(frame) for name, frame in written.items()}
    return Tables(
        engine=engine or DuckDBEngine(connection),
        frames=frames,
        present=present | {name: frozenset(frames[name].collect_schema().names()) for name in ("same_person", "kin")},
        as_of=intake.as_of,
        currency=intake.currency,
        minor_units=intake.minor_units,
        numbered={name: in_numbers(name, frame) for name, frame in written.items()},
        words=written,
    )


def _written(
    connection: duckdb.DuckDBPyConnection, names: tuple[str, ...], engine: Engine | None, aside: Path | None
) -> dict[str, Frame]:
    """Every table outside with the numbers of its ids, where the engine reads it."""
    selects = {name: _with_numbers(connection, name) for name in names}
    if engine is None or (isinstance(engine, DuckDBEngine) and engine.connection is connection):
        return {name: lazy(connection.sql(select)) for name, select in selects.items()}
    if aside is None:
        raise ValueError("an engine other than the drop's own connection needs a folder to read from")
    aside.mkdir(parents=True, exist_ok=True)
    files = {name: write_aside(connection, select, aside / name, engine) for name, select in selects.items()}
    return {name: engine.read(path) for name, path in files.items()}


def _with_numbers(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    columns = connection.table(f"outside.{table}").columns
    return f'select *{numbers_sql(columns)} from outside."{table}"'
