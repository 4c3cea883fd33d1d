"""What identities asks of an opened drop; features.intake.Intake has it, and so has a test's own little drop."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import duckdb


class TableFacts(Protocol):
    """What the wall asks of intake's report on one table."""

    @property
    def present(self) -> frozenset[str]:
        """The contract columns that the drop filled."""
        ...


class Given(Protocol):
    """What the wall asks of an opened drop (features.intake.Intake)."""

    @property
    def connection(self) -> duckdb.DuckDBPyConnection: ...
    @property
    def as_of(self) -> datetime: ...
    @property
    def currency(self) -> str: ...
    @property
    def minor_units(self) -> int: ...
    @property
    def keyed_ids(self) -> tuple[str, ...] | None: ...
    @property
    def tables(self) -> Mapping[str, TableFacts]: ...
