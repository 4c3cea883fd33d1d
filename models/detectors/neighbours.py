"""Distance to the nearest neighbours in a fixed reference: far from everyone is unusual.

The reference is a set of small random samples, not one large one: with few points the distance to the k-th of them
still ranks outliers well (Sugiyama and Borgwardt 2013), masking by clumps of outliers is rarer, and a training row
meets itself only in the few samples that hold it.
"""

from dataclasses import dataclass

import numpy as np

from models.compiled import compiled
from models.detectors.contract import State
from models.matrix import Floats

SAMPLES = 4
POINTS = 128
NEAREST = 3


@dataclass(frozen=True)
class Neighbours:
    """Samples of reference points, shape (samples, features, points): a feature of all points lies together."""

    points: Floats

    @classmethod
    def fit(cls, rows: Floats, seed: int) -> "Neighbours":
        """Draw the samples without repetition inside each."""
        draw = np.random.default_rng(seed)
        size = min(POINTS, len(rows))
        return cls(np.stack([rows[draw.choice(len(rows), size, replace=False)].T for _ in range(SAMPLES)]))

    @classmethod
    def load(cls, state: State) -> "Neighbours":
        """The reference of a saved state."""
        return cls(np.asarray(state["points"], dtype=np.float64))

    def score(self, rows: Floats) -> Floats:
        """Mean over the samples of the distance to the k-th nearest point."""
        return _distances(rows, self.points, min(NEAREST, self.points.shape[2]))

    def state(self) -> State:
        return {"points": self.points}


@compiled
def _distances(rows: Floats, points: Floats, nearest: int) -> Floats:
    scores = np.zeros(rows.shape[0], dtype=np.float64)
    squared = np.empty(points.shape[2])
    best = np.empty(nearest)
    for row in range(rows.shape[0]):
        for sample in range(points.shape[0]):
            squared[:] = 0.0
            for column in range(points.shape[1]):
                here = rows[row, column]
                for point in range(points.shape[2]):
                    step = here - points[sample, column, point]
                    squared[point] += step * step
            best[:] = np.inf
            for total in squared:
                if total < best[nearest - 1]:
                    place = nearest - 1
                    while place > 0 and best[place - 1] > total:
                        best[place] = best[place - 1]
                        place -= 1
                    best[place] = total
            scores[row] += np.sqrt(best[nearest - 1]) / points.shape[0]
    return scores
