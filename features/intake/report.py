"""What intake says of a drop: findings, one report per table, and the whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import duckdb


class Level(StrEnum):
    """How much a finding matters: an error stops a run, a warning costs rows or signals, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def spoken(count: int) -> str:
    """A number of rows in words, as ``1 row`` or ``2,000 rows``."""
    return "1 row" if count == 1 else f"{count:,} rows"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a drop; the message is a sentence without any identifier's value."""

    level: Level
    table: str | None
    column: str | None
    rule: str
    count: int
    message: str


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table that is on.

    ``rows`` are those a run sees at ``as_of``; ``rejected`` and ``duplicates`` count rows of the file. ``hash`` is of
    the table's content before the cut at ``as_of``, whatever the order of rows and columns; ``present`` names the
    contract columns that hold at least one value.
    """

    rows: int
    rejected: int
    duplicates: int
    hash: str
    present: frozenset[str]
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intake:
    """A drop inside the wall: views of ``connection``'s schema ``inside``, one per contract table that is on.

    What they show is held as a copy or read from the drop's files again, which must stay as long as this is used.

    Rejected rows are in ``inside.rejects``, in the form of ``out.rejects``. ``as_of`` is the run's; ``drop_as_of`` is
    the drop's own, from which undated facts count. ``keyed_ids`` is None where the drop leaves the recognition of
    card and account numbers to their content.
    """

    connection: duckdb.DuckDBPyConnection
    as_of: datetime
    drop_as_of: datetime
    currency: str
    minor_units: int
    timezone: str
    tables: Mapping[str, TableReport]
    findings: tuple[Finding, ...]
    keyed_ids: tuple[str, ...] | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings for which no run can start."""
        return tuple(finding for finding in self.findings if finding.level is Level.ERROR)

    @property
    def rejects(self) -> duckdb.DuckDBPyRelation:
        """Every row that was set aside, and why, in a fixed order."""
        return self.connection.sql('from inside.rejects order by "table", "row"')
