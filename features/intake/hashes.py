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
    if not wanted:
        return {}
    chosen = ", ".join(f"{expression} as {name(key)}" for key, expression in wanted.items())
    found = connection.sql(f"select {chosen} from {relation}").to_arrow_table()
    with ThreadPoolExecutor() as pool:
        return dict(zip(wanted, pool.map(lambda key: _counted(found[key]), wanted), strict=True))


def _counted(found: pa.ChunkedArray) -> Hashes:
    ordered = np.sort(found.drop_null().to_numpy())
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if ordered.size else np.empty(0, int)
    return Hashes(ordered[first], np.diff(first, append=ordered.size))
