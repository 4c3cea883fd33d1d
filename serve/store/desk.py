"""The one door to the store: a transaction for somebody, bounded by the regions that they may see.

``Store.open`` starts a transaction in the database role ``saksama_app`` with the person's regions set, so that row
security holds even for a query that forgot them. ``Desk.fetch`` adds the same bound to every table with ``regions``
that a query reads. Only the loader and the accounts' commands work as the owner of the database.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    FromClause,
    Join,
    RowMapping,
    Select,
    Table,
    Text,
    create_engine,
    literal,
    not_,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from serve.principal import EVERYWHERE, Principal

Row = RowMapping


@dataclass(frozen=True)
class Desk:
    """One transaction of one who asks.

    ``run`` is the current run's number, None before the first load; ``shadow`` that of the challenger's run, if any.
    """

    connection: Connection
    principal: Principal
    run: int | None
    shadow: int | None = None

    def fetch(self, statement: Select[Any]) -> Sequence[Row]:
        """The rows that this person may see."""
        return self.connection.execute(bounded(statement, self.principal)).mappings().all()

    def first(self, statement: Select[Any]) -> Row | None:
        """The first of the rows that this person may see."""
        return self.connection.execute(bounded(statement, self.principal)).mappings().first()

    def keep_index_order(self) -> None:
        """Let the rest of this transaction walk along an index instead of sorting all that a query could find.

        PostgreSQL cannot know how many rows row security leaves and guesses few; for a page it then sorts the whole.
        """
        self.connection.execute(text("SELECT set_config('enable_sort', 'off', true)"))

    def write(self, statement: Executable, rows: Mapping[str, Any] | None = None) -> Row | None:
        """Insert or update; gives back the first returned row where the statement returns any."""
        result = self.connection.execute(statement, rows)
        return result.mappings().first() if result.returns_rows else None

    def write_all(self, statement: Executable) -> Sequence[Row]:
        """Insert or update; gives back every returned row."""
        return self.connection.execute(statement).mappings().all()


def bounded(statement: Select[Any], principal: Principal) -> Select[Any]:
    """The query, seeing only rows that touch one of the scope's regions, and none that the asker may not handle.

    The bound makes an outer join to a table with ``regions`` an inner one: ask twice instead.
    """
    allowed = literal(list(principal.scope.regions), ARRAY(Text))
    for table in _tables(statement.get_final_froms()):
        if "regions" in table.c and not principal.scope.everywhere:
            statement = statement.where(table.c.regions.overlap(allowed))
        if "excluded" in table.c:
            statement = statement.where(not_(table.c.excluded.contains([principal.name])))
    return statement


def _tables(sources: Iterable[FromClause]) -> Iterator[Table]:
    for source in sources:
        if isinstance(source, Join):
            yield from _tables((source.left, source.right))
        elif isinstance(source, Table):
            yield source
        else:
            raise TypeError(
                "a query at the desk reads tables and joins of tables: anything else could escape its bound"
            )


class Store:
    """A database of Saksama; ``url`` is PostgreSQL's, with or without a driver's name."""

    def __init__(self, url: str, *, connections: int = 10) -> None:
        self.engine: Engine = create_engine(
            url.replace("postgresql://", "postgresql+psycopg://", 1),
            pool_size=connections,
            max_overflow=0,
            pool_pre_ping=True,
            # A plan made once for all values would scan the whole queue for the few that a filter leaves.
            connect_args={"prepare_threshold": None},
        )

    @contextmanager
    def open(self, principal: Principal) -> Iterator[Desk]:
        """A transaction for that person or machine; committed at the end, rolled back on any error."""
        with self.engine.begin() as connection:
            regions = EVERYWHERE if principal.scope.everywhere else ",".join(principal.scope.regions)
            connection.execute(
                text(
                    "SELECT set_config('role', 'saksama_app', true), set_config('saksama.regions', :regions, true), "
                    "set_config('saksama.person', :person, true)"
                ),
                {"regions": regions, "person": principal.name},
            )
            numbers = _runs(connection)
            yield Desk(connection, principal, numbers.get("current"), numbers.get("shadow"))

    @contextmanager
    def own(self) -> Iterator[Connection]:
        """A transaction as the owner of the database: for loading runs and keeping accounts, never for a request."""
        with self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def current_run(connection: Connection) -> int | None:
    """Number of the run that answers now; None before the first load."""
    return _runs(connection).get("current")


def _runs(connection: Connection) -> dict[str, int]:
    rows = connection.execute(text("SELECT state, run FROM runs WHERE state IN ('current', 'shadow')"))
    return {str(row.state): int(row.run) for row in rows}
