"""The wall: validated rows go in with their identifiers, tables of pseudonyms and comparison results come out."""

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from features.engine import DuckDBEngine, Engine
from features.engine.base import Frame
from features.identities.aside import is_own, keep_outside, reads_arrow, write_aside
from features.identities.content import find_keyed_ids
from features.identities.crossing import Crossing, Passage
from features.identities.given import Given
from features.identities.linkage import LinkageModel, default_model
from features.identities.pseudonym import Pseudonyms
from features.identities.stream import Stream
from features.identities.within import is_worth_compiling, within_wall
from features.numbers import in_numbers, in_words
from features.tables import Tables

_WRITTEN_AT_ONCE = 2  # tables: reading one from DuckDB keeps less than two cores busy


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
    with within_wall(connection):
        pseudonyms = Pseudonyms(key, is_worth_compiling(connection, on))
        outlet = _Outlet(crossing, pseudonyms, linkage or default_model())
        written = (
            outlet.outside(engine) if engine is None or is_own(engine, connection) else outlet.aside(engine, aside)
        )
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


@dataclass(frozen=True)
class _Outlet:
    """Every table outside, with the numbers of its ids, where an engine reads it."""

    crossing: Crossing
    pseudonyms: Pseudonyms
    linkage: LinkageModel

    def outside(self, engine: Engine | None) -> dict[str, Frame]:
        """On the drop's own connection, in schema ``outside``."""
        connection = self.crossing.connection
        connection.execute("drop schema if exists outside cascade")
        connection.execute("create schema outside")
        self.crossing.compare()
        self.crossing.link(self.linkage, engine)
        passages = (*self.crossing.tables(), *self.crossing.pairs())
        return {passage.table: keep_outside(connection, passage, self.pseudonyms) for passage in passages}

    def aside(self, engine: Engine, folder: Path | None) -> dict[str, Frame]:
        """In files of a folder; tables are written as soon as they can be, while others are still being compared."""
        if folder is None:
            raise ValueError("an engine other than the drop's own connection needs a folder to read from")
        folder.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(_WRITTEN_AT_ONCE) as pool:

            def write(passages: Iterable[Passage]) -> dict[str, Future[Frame]]:
                streams = {passage.table: self._stream(passage, engine) for passage in passages}
                return {table: pool.submit(write_aside, stream, folder, engine) for table, stream in streams.items()}

            tables = self.crossing.tables()
            files = write(table for table in tables if not table.awaits_comparison)
            self.crossing.compare()
            files |= write(table for table in tables if table.awaits_comparison)
            self.crossing.link(self.linkage, engine)
            pairs = self.crossing.pairs()
            files |= write(pairs)
            return {passage.table: files[passage.table].result() for passage in (*tables, *pairs)}

    def _stream(self, passage: Passage, engine: Engine) -> Stream:
        return Stream(self.crossing.connection.cursor(), passage, self.pseudonyms, views=reads_arrow(engine))
