"""The wall: validated rows go in with their identifiers, tables of pseudonyms and comparison results come out."""

from pathlib import Path

import duckdb

from features.contract import DROP
from features.engine import DuckDBEngine, Engine
from features.engine.base import Frame
from features.identities.aside import is_own, keep_outside, write_aside
from features.identities.content import find_keyed_ids
from features.identities.crossing import Crossing
from features.identities.given import Given
from features.identities.linkage import LinkageModel, default_model
from features.identities.normal import is_keyed
from features.identities.pseudonym import Pseudonyms
from features.numbers import in_numbers, in_words
from features.tables import Tables

_WORTH_COMPILING = 20_000  # rows: with fewer, loading compiled code takes longer than the plain way


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
    connection; any other engine reads files that are written to ``aside``. Ids that the drop says are card or account
    numbers, or that look like them where it says nothing, are keyed too. ``linkage`` None means the frozen model; Spark
    compares the people where it is the engine.
    """
    connection, on = intake.connection, frozenset(intake.tables)
    keyed = find_keyed_ids(connection, intake.tables) if intake.keyed_ids is None else frozenset(intake.keyed_ids)
    crossing = Crossing(connection, on, keyed, intake.as_of)
    try:
        crossing.compare(linkage or default_model(), engine)
        written = _written(crossing, Pseudonyms(key, _worth_compiling(connection, on)), engine, aside)
    finally:
        connection.execute("drop schema if exists wall cascade")
    present = {table: facts.present for table, facts in intake.tables.items()}
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


def _written(crossing: Crossing, pseudonyms: Pseudonyms, engine: Engine | None, aside: Path | None) -> dict[str, Frame]:
    """Every table outside with the numbers of its ids, where the engine reads it."""
    connection, passages = crossing.connection, crossing.passages()
    if engine is None or is_own(engine, connection):
        connection.execute("drop schema if exists outside cascade")
        connection.execute("create schema outside")
        return {passage.table: keep_outside(connection, passage, pseudonyms) for passage in passages}
    if aside is None:
        raise ValueError("an engine other than the drop's own connection needs a folder to read from")
    aside.mkdir(parents=True, exist_ok=True)
    return {passage.table: write_aside(connection, passage, pseudonyms, aside, engine) for passage in passages}


def _worth_compiling(connection: duckdb.DuckDBPyConnection, on: frozenset[str]) -> bool:
    counts = [f'select count(*) as rows from inside."{table}"' for table in DROP if table in on and is_keyed(table)]
    most = connection.execute(f"select max(rows) from ({' union all '.join(counts)})").fetchall() if counts else [(0,)]
    return int(most[0][0]) >= _WORTH_COMPILING
