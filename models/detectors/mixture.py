"""Distance from the common shape of all rows: unusual is what breaks the way features move together.

One Gaussian with a full covariance, shrunk (Ledoit and Wolf 2004) so that it can be inverted with few rows or with
features that repeat each other; the score is the Mahalanobis distance.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.covariance import ledoit_wolf

from models.compiled import compiled
from models.detectors.contract import State
from models.matrix import Floats

RIDGE = 1e-6


@dataclass(frozen=True)
class Shape:
    """Centre, and the upper triangle that turns deviations (as a row) into independent ones of unit size."""

    centre: Floats
    whitening: Floats

    @classmethod
    def fit(cls, rows: Floats, seed: int) -> "Shape":
        """Mean and shrunk covariance of the rows."""
        centre = rows.mean(axis=0)
        covariance = np.zeros((rows.shape[1], rows.shape[1]))
        if len(rows) > 1:
            covariance = np.asarray(ledoit_wolf(rows - centre, assume_centered=True)[0], dtype=np.float64)
        covariance += (RIDGE + RIDGE * np.trace(covariance)) * np.eye(rows.shape[1])
        return cls(centre, np.ascontiguousarray(np.linalg.inv(np.linalg.cholesky(covariance)).T))

    @classmethod
    def load(cls, state: State) -> "Shape":
        """The shape of a saved state."""
        return cls(np.asarray(state["centre"], dtype=np.float64), np.asarray(state["whitening"], dtype=np.float64))

    def score(self, rows: Floats) -> Floats:
        """Mahalanobis distance from the centre."""
        return _distance(np.ascontiguousarray(rows), self.centre, self.whitening)

    def state(self) -> State:
        return {"centre": self.centre, "whitening": self.whitening}


@compiled
def _distance(rows: Floats, centre: Floats, whitening: Floats) -> Floats:
    """Each feature that is not 0 adds its line of the triangle to what a row of noughts has."""
    scores = np.empty(rows.shape[0])
    size = len(centre)
    nought = np.zeros(size)
    white = np.empty(size)
    for column in range(size):
        for line in range(column, size):
            nought[line] -= centre[column] * whitening[column, line]
    for row in range(rows.shape[0]):
        white[:] = nought
        for column in range(size):
            value = rows[row, column]
            if value != 0.0:
                weights, lines = whitening[column, column:], white[column:]
                for line in range(len(weights)):
                    lines[line] += value * weights[line]
        total = 0.0
        for value in white:
            total += value * value
        scores[row] = np.sqrt(total)
    return scores
