"""Distance to the nearest neighbours in a fixed reference: far from everyone is unusual.

The reference is a set of small random samples, not one large one: with few points the distance to the k-th of them
still ranks outliers well (Sugiyama and Borgwardt 2013), masking by clumps of outliers is rarer, and a training row
meets itself only in the few samples that hold it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from models.detectors.contract import State
from models.matrix import Floats

SAMPLES = 4
POINTS = 128
NEAREST = 3


@dataclass(frozen=True)
class Neighbours:
    """Samples of reference points, shape (samples, features, points): a feature of all points lies together."""

    points: NDArray[np.float32]

    @classmethod
    def fit(cls, rows: Floats, seed: int) -> "Neighbours":
        """Draw the samples without repetition inside each."""
        draw = np.random.default_rng(seed)
        size = min(POINTS, len(rows))
        samples = [rows[draw.choice(len(rows), size, replace=False)].T for _ in range(SAMPLES)]
        return cls(np.ascontiguousarray(np.stack(samples), dtype=np.float32))

    @classmethod
    def load(cls, state: State) -> "Neighbours":
        """The reference of a saved state."""
        return cls(np.asarray(state["points"], dtype=np.float32))

    def score(self, rows: Floats) -> Floats:
        """Mean over the samples of the distance to the k-th nearest point."""
        return _distances(rows.astype(np.float32), self.points, min(NEAREST, self.points.shape[2]))

    def state(self) -> State:
        return {"points": self.points}


@compiled
def _distances(rows: NDArray[np.float32], points: NDArray[np.float32], nearest: int) -> Floats:
    scores = np.zeros(rows.shape[0], dtype=np.float64)
    squared = np.empty(points.shape[2], dtype=np.float32)
    best = np.empty(nearest, dtype=np.float32)
    for row in range(rows.shape[0]):
        for sample in range(points.shape[0]):
            squared[:] = np.float32(0.0)
            for column in range(points.shape[1]):
                here = rows[row, column]
                there = points[sample, column]
                for point in range(len(there)):
                    step = here - there[point]
                    squared[point] += step * step
            best[:] = np.inf
            for total in squared:
                if total < best[nearest - 1]:
                    place = nearest - 1
                    while place > 0 and best[place - 1] > total:
                        best[place] = best[place - 1]
                        place -= 1
                    best[place] = total
            scores[row] += np.sqrt(np.float64(best[nearest - 1])) / points.shape[0]
    return scores
