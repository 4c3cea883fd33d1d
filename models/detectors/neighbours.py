"""Distance to the nearest neighbours in a fixed reference: far from everyone is unusual.

The reference is a set of small random samples, not one large one: with few points the distance to the k-th of them
still ranks outliers well (Sugiyama and Borgwardt 2013), masking by clumps of outliers is rarer, and a training row
meets itself only in the few samples that hold it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.compiled import compiled
from models.detectors.contract import State
from models.detectors.points import Points, squared_distances
from models.matrix import Floats

SAMPLES = 4
POINTS = 128
NEAREST = 3


@dataclass(frozen=True)
class Neighbours:
    """Reference points in so many samples of equal size."""

    points: Points
    samples: int

    @classmethod
    def fit(cls, rows: Floats, seed: int) -> "Neighbours":
        """Draw the samples."""
        return cls(Points.drawn(rows, SAMPLES, POINTS, seed), SAMPLES)

    @classmethod
    def load(cls, state: State) -> "Neighbours":
        """The reference of a saved state."""
        return cls(Points.at(state["points"]), int(state["samples"].item()))

    def score(self, rows: Floats) -> Floats:
        """Mean over the samples of the distance to the k-th nearest point."""
        return _distances(np.ascontiguousarray(rows), self.points.places, self.points.length, self.samples, NEAREST)

    def state(self) -> State:
        return {"points": self.points.places, "samples": np.array([self.samples])}


@compiled
def _distances(rows: Floats, places: NDArray[np.float32], length: Floats, samples: int, nearest: int) -> Floats:
    scores = np.zeros(rows.shape[0])
    squared = np.empty(len(length))
    size = len(length) // samples
    best = np.empty(min(nearest, size))
    last = len(best) - 1
    for row in range(rows.shape[0]):
        squared_distances(rows[row], places, length, squared)
        for sample in range(samples):
            best[:] = np.inf
            for point in range(sample * size, (sample + 1) * size):
                total = squared[point]
                if total < best[last]:
                    place = last
                    while place > 0 and best[place - 1] > total:
                        best[place] = best[place - 1]
                        place -= 1
                    best[place] = total
            scores[row] += np.sqrt(max(best[last], 0.0)) / samples
    return scores
