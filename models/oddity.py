"""Evidence from sheer unusualness, measured absolutely: a clean district has none.

Three separate facts must each lie far from what peers do. The third largest deviation k is held against what chance
allows whatever the distribution, as long as it has one peak (Vysochanskij and Petunin 1980): at most 4 / (9 (1 + k^2))
lie k spreads beyond. Evidence begins where that is half a percent, grows with the logarithm of the bound, passes the
review line near 13 spreads and ends at 0.6: unusual alone is worth a look and never a priority.

Features that move together among the subjects of training (correlation above one half) are one fact.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from features.compiled import compiled
from models.ensemble import compressed
from models.matrix import Floats
from models.rules import nats_of

FACTS = 3
ALLOWED = 0.005
BEGINS_SQUARED = 4.0 / (9.0 * ALLOWED) - 1.0
MOST = nats_of(0.6)
TOGETHER = 0.5


def facts(deviations: Floats) -> NDArray[np.int64]:
    """For each column the number of its fact: columns that move together share one."""
    if len(deviations) <= 1:
        return np.arange(deviations.shape[1], dtype=np.int64)
    close = csr_array((alike(deviations) > TOGETHER).astype(np.int8))
    return np.asarray(connected_components(close, directed=False)[1], dtype=np.int64)


def alike(deviations: Floats) -> Floats:
    """How closely every two columns move together, in [0, 1]."""
    centred = compressed(deviations) - compressed(deviations).mean(axis=0)
    length = np.sqrt(np.sum(centred**2, axis=0))
    unit = np.divide(centred, length, out=np.zeros_like(centred), where=length > 0)
    return np.asarray(np.abs(np.round(unit.T @ unit, 6)), dtype=np.float64)


def oddity(deviations: Floats, fact: NDArray[np.int64], counted: NDArray[np.bool_]) -> Floats:
    """Evidence in nats from the columns that are ``counted``."""
    size = int(fact.max()) + 1 if len(fact) else 0
    return _oddity(np.ascontiguousarray(deviations), fact, counted, size)


@compiled
def _oddity(deviations: Floats, fact: NDArray[np.int64], counted: NDArray[np.bool_], size: int) -> Floats:
    out = _third(deviations, fact, counted, size)
    for row in range(len(out)):
        grown = math.log((1.0 + out[row] ** 2) / (1.0 + BEGINS_SQUARED))
        out[row] = min(max(grown, 0.0), MOST)
    return out


@compiled
def _third(deviations: Floats, fact: NDArray[np.int64], counted: NDArray[np.bool_], size: int) -> Floats:
    """The third largest deviation over separate facts, 0 where there are fewer."""
    out = np.zeros(deviations.shape[0])
    if size < FACTS:
        return out
    largest = np.zeros(size)
    for row in range(deviations.shape[0]):
        largest[:] = 0.0
        for column in range(len(fact)):
            if counted[column]:
                largest[fact[column]] = max(largest[fact[column]], abs(deviations[row, column]))
        out[row] = three_largest(largest)[2]
    return out


@compiled
def three_largest(values: Floats) -> tuple[float, float, float]:
    """The three largest of these values, none of them negative; 0 where there are fewer."""
    first, second, third = 0.0, 0.0, 0.0
    for value in values:
        if value > first:
            first, second, third = value, first, second
        elif value > second:
            second, third = value, second
        elif value > third:
            third = value
    return first, second, third
