"""From numbers to the text that a drop holds: ids, identifiers, names, addresses, dates; as Arrow arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from experiments.world.names import PREFIXES, VOCABULARY
from experiments.world.rows import NONE, Ints

Arrow = Any


def whole(values: Ints, type_: Any = None) -> Arrow:
    """Whole numbers, empty where NONE."""
    return pa.array(values, type=type_ or pa.int64(), mask=values == NONE)


def measure(values: NDArray[np.float64], digits: int = 6) -> Arrow:
    """Measures rounded for the file, empty where NaN."""
    return pa.array(np.round(values, digits), mask=np.isnan(values))


def flag(values: Ints) -> Arrow:
    """Yes or no, empty where NONE."""
    return pa.array(values == 1, mask=values == NONE)


def dates(days: Ints) -> Arrow:
    """Day numbers as dates."""
    filled = np.where(days == NONE, 0, days).astype(np.int32)
    return pa.array(filled, type=pa.int32(), mask=days == NONE).cast(pa.date32())


def times(seconds: Ints) -> Arrow:
    """Seconds of local time as timestamps without offset."""
    return (
        pa.array(seconds * (seconds != NONE), type=pa.int64(), mask=seconds == NONE)
        .cast(pa.timestamp("s"))
        .cast(pa.timestamp("us"))
    )


def digits(values: Ints) -> Arrow:
    """Whole numbers as text."""
    return whole(values).cast(pa.string())


def prefixed(prefix: str, values: Ints) -> Arrow:
    """Text such as ``R10000123``."""
    return pc.binary_join_element_wise(prefix, digits(values), "")


def codes(values: Ints, vocabulary: Sequence[str]) -> Arrow:
    """Positions in a vocabulary as its words."""
    return pick(pa.array(list(vocabulary)), values)


def pick(labels: Arrow, positions: Ints) -> Arrow:
    """The labels of referenced rows; empty where the reference is."""
    return labels.take(pa.array(np.maximum(positions, 0), mask=positions < 0))


def names(first: Ints, second: Ints, prefix: Ints | None = None, *, empty: NDArray[np.bool_] | None = None) -> Arrow:
    """Full names; single-word names stay single."""
    one = codes(first, VOCABULARY)
    words = codes(second, [f" {word}" if word else "" for word in VOCABULARY])
    parts = [one, words] if prefix is None else [codes(prefix, PREFIXES), one, words]
    text = pc.binary_join_element_wise(*parts, "")
    return text if empty is None else pc.if_else(pa.array(empty), pa.scalar(None, pa.string()), text)


def by_style(styles: Ints, spellings: Sequence[Arrow]) -> Arrow:
    """For each row the spelling of its style."""
    return pc.choose(pa.array(styles), *spellings)
