"""How rare a subject's three rarest facts are, each on its own: what a mean over many detectors dilutes.

Most schemes of single persons show in one or two registers only: paid after a death, a wage on record, a family split
just before enrolling. Five detectors that look at a hundred features at once shrug at that. Here every feature speaks
alone. Whatever its distribution, at most mean(d^2) / d^2 of all subjects lie d or more from what is usual (Chebyshev's
inequality about the usual), on the side that costs somebody something; d is compressed as for the detectors, and the
subject is counted among all, so that no fact is rarer than one in all. Minus the logarithm of that bound (nats) adds up
over the three rarest separate facts: many slight oddities, of which everybody has some, do not.

Features of which every two move together among the subjects of training are one fact. In models/oddity a chain of
neighbours is enough to be one, because a band rests on it; there being careful means to merge, here it would hide.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from models.compiled import compiled
from models.ensemble import compressed
from models.matrix import Floats
from models.oddity import TOGETHER, alike, three_largest

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Rarity:
    """Per column the sum of squares among so many ``rows`` of training, the side that counts, and its fact."""

    squares: Floats
    side: NDArray[np.int8]
    fact: Ints
    rows: int

    @classmethod
    def fit(cls, deviations: Floats, side: NDArray[np.int8]) -> "Rarity":
        """Learn from these subjects; ``side`` is 1 where high counts, -1 where low does, 0 where both do."""
        counted = np.where((side == 0) | (np.sign(deviations) == side), deviations, 0.0)
        return cls(np.sum(compressed(counted) ** 2, axis=0), side, _facts(counted), len(deviations))

    def of(self, deviations: Floats) -> Floats:
        """Nats of the three rarest facts of each subject, together."""
        size = int(self.fact.max()) + 1 if len(self.fact) else 0
        return _rarest(np.ascontiguousarray(deviations), (self.squares, self.side, self.fact), self.rows, size)


def _facts(counted: Floats) -> Ints:
    """For each column the number of its fact (complete linkage)."""
    width = counted.shape[1]
    if len(counted) <= 1 or width <= 1:
        return np.arange(width, dtype=np.int64)
    apart = 1.0 - np.minimum(alike(counted), 1.0)
    np.fill_diagonal(apart, 0.0)
    tree = linkage(squareform(apart), "complete")
    return np.asarray(fcluster(tree, 1.0 - TOGETHER, "distance") - 1, dtype=np.int64)


@compiled
def _rarest(deviations: Floats, learnt: tuple[Floats, NDArray[np.int8], Ints], rows: int, size: int) -> Floats:
    squares, side, fact = learnt
    out = np.zeros(deviations.shape[0])
    times = np.empty(size)
    for row in range(deviations.shape[0]):
        times[:] = 1.0
        for column in range(len(fact)):
            value = deviations[row, column]
            if value != 0.0 and (side[column] == 0 or (value > 0.0) == (side[column] > 0)):
                square = math.asinh(value) ** 2
                times[fact[column]] = max(times[fact[column]], (rows + 1.0) * square / (squares[column] + square))
        first, second, third = three_largest(times)
        out[row] = np.log(max(first, 1.0)) + np.log(max(second, 1.0)) + np.log(max(third, 1.0))
    return out
