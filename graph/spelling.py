"""Names of shared things: the pseudonym that a value stands for, looked up for the few values that are shared."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.numbers import spelled
from features.tables import Tables
from graph.arrays import UNKNOWN, Ints, first_seen

Spelling = Callable[[Any], Any]
"""From distinct values, as an Arrow array, to their names as Arrow text."""


def spelling(tables: Tables, *places: tuple[str, str], prefix: str = "") -> Spelling:
    """Names as the given columns (table, column) write them, behind a prefix; where ids are texts, they are names."""

    def names(values: Any) -> Any:
        words = spelled(tables, values, places) if pa.types.is_integer(values.type) else values.cast(pa.string())
        return pc.binary_join_element_wise(prefix, words, "") if prefix else words

    return names


def spelled_codes(column: Any, names: Spelling) -> tuple[Ints, Any]:
    """A column of ids as integers in the order of their names, ``UNKNOWN`` where it is empty; and the names, sorted."""
    numbers, values = first_seen(column)
    words = names(values)
    by_name = pc.array_sort_indices(words).to_numpy()
    rank = np.full(len(by_name) + 1, UNKNOWN, dtype=np.int64)
    rank[by_name] = np.arange(len(by_name))
    return rank[numbers], words.take(pa.array(by_name))
