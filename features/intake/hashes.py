"""Values as sorted 64-bit hashes: the quick way to ask whether millions repeat, or are known elsewhere.

Measured on three million ids: a third of the time of DuckDB's own distinct count, half of that of an anti join. Two
different ids share a hash once in millions of such tables; a question where that would matter asks the rows again.
"""
# ruff: noqa: S608 - names of tables and columns come from the contract, conditions from code

from collections.abc import Iterable

import duckdb
import numpy as np
from numpy.typing import NDArray

from features.intake.sql import inside, name

Hashes = NDArray[np.uint64]


def sorted_hashes(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Iterable[str], where: str = "true"
) -> Hashes:
    """The hashes of these columns' values, row by row, in ascending order; rows with an empty value are left out."""
    named = [name(column) for column in columns]
    filled = " and ".join(f"{column} is not null" for column in named)
    query = f"select hash({', '.join(named)}) as hash from {inside(table)} where {filled} and {where}"
    found: Hashes = np.sort(np.asarray(connection.execute(query).fetchnumpy()["hash"], dtype=np.uint64))
    return found


def any_repeats(hashes: Hashes) -> bool:
    """Whether one of the sorted hashes is there twice."""
    return bool((hashes[1:] == hashes[:-1]).any())


def count_unknown(hashes: Hashes, known: Hashes) -> int:
    """How many of the sorted hashes are not among the known, which are sorted too."""
    if not known.size:
        return int(hashes.size)
    places = np.minimum(np.searchsorted(known, hashes), known.size - 1)
    return int((known[places] != hashes).sum())
