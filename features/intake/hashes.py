"""Values as sorted 64-bit hashes: the quick way to ask whether millions repeat, or are known elsewhere.

Measured on three million ids: a third of the time of DuckDB's own distinct count, half of that of an anti join. Two
different ids share a hash once in millions of such tables; a question where that would matter asks the rows again.
"""
# ruff: noqa: S608 - names of tables and columns come from the contract, conditions from code

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from features.intake.sql import name

_SORTED_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Hashes:
    """Distinct hashes in ascending order, and how many rows have each."""

    values: NDArray[np.uint64]
    rows: NDArray[np.int64]

    @property
    def repeat(self) -> bool:
        """Whether one of them is there twice."""
        return bool((self.rows > 1).any())

    def unknown(self, known: "Hashes") -> int:
        """How many rows have a hash that is not among the known."""
        if not known.values.size:
            return int(self.rows.sum())
        if np.array_equal(self.values, known.values):
            return 0
        places = np.minimum(np.searchsorted(known.values, self.values), known.values.size - 1)
        return int(self.rows[known.values[places] != self.values].sum())


def hash_of(columns: Iterable[str], where: str = "true") -> str:
    """SQL for the hash of these columns' values; null where one of them is empty or the condition does not hold."""
    named = [name(column) for column in columns]
    filled = " and ".join(f"{column} is not null" for column in named)
    return f"case when {filled} and {where} then hash({', '.join(named)}) end"


def hashes(connection: duckdb.DuckDBPyConnection, relation: str, wanted: Mapping[str, str]) -> dict[str, Hashes]:
    """The hashes that each of these expressions gives over the rows, which are read once; nulls are left out."""
    return counted(connection.sql(f"select {selected(wanted)} from {relation}").to_arrow_table()) if wanted else {}


def selected(wanted: Mapping[str, str]) -> str:
    """SQL for a list of named expressions."""
    return ", ".join(f"{expression} as {name(key)}" for key, expression in wanted.items())


def counted(found: pa.Table) -> dict[str, Hashes]:
    """Every column of hashes, sorted and counted, two at a time: sorting keeps one core busy."""
    with ThreadPoolExecutor(_SORTED_AT_ONCE) as pool:
        return dict(zip(found.column_names, pool.map(_counted, found.columns), strict=True))


def sum_of(found: pa.ChunkedArray) -> int | None:
    """The sum of hashes beyond 64 bits; None of nothing."""
    values = found.to_numpy()
    halves = (int((values >> np.uint64(32)).sum()), int((values & np.uint64(2**32 - 1)).sum()))
    return (halves[0] << 32) + halves[1] if values.size else None


def _counted(found: pa.ChunkedArray) -> Hashes:
    ordered = np.sort(found.drop_null().to_numpy())
    again = ordered[1:] == ordered[:-1]
    if not again.any():
        return Hashes(ordered, np.ones(1, np.int64).repeat(ordered.size))
    first = np.flatnonzero(np.concatenate([[True], ~again]))
    return Hashes(ordered[first], np.diff(first, append=ordered.size))
