"""Distance from the common shape of all rows: unusual is what breaks the way features move together.

One Gaussian with a full covariance, shrunk (Ledoit and Wolf 2004) so that it can be inverted with few rows or with
features that repeat each other; the score is the Mahalanobis distance.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.covariance import ledoit_wolf

from features.compiled import compiled
from models.detectors.contract import State
from models.matrix import Floats

RIDGE = 1e-6


@dataclass(frozen=True)
class Shape:
    """The upper triangle that turns rows into independent parts of unit size, and what it makes of a row of noughts."""

    nought: Floats
    whitening: Floats

    @classmethod
    def fit(cls, rows: Floats, seed: int) -> "Shape":
        """Mean and shrunk covariance of the rows."""
        centre = rows.mean(axis=0)
        covariance = np.zeros((rows.shape[1], rows.shape[1]))
        if len(rows) > 1:
            covariance = np.asarray(ledoit_wolf(rows - centre, assume_centered=True)[0], dtype=np.float64)
        covariance += (RIDGE + RIDGE * np.trace(covariance)) * np.eye(rows.shape[1])
        whitening = np.ascontiguousarray(np.linalg.inv(np.linalg.cholesky(covariance)).T)
        return cls(np.asarray(-centre @ whitening, dtype=np.float64), whitening)

    @classmethod
    def load(cls, state: State) -> "Shape":
        """The shape of a saved state."""
        return cls(np.asarray(state["nought"], dtype=np.float64), np.asarray(state["whitening"], dtype=np.float64))

    def score(self, rows: Floats) -> Floats:
        """Mahalanobis distance from the centre."""
        return _distance(np.ascontiguousarray(rows), self.nought, self.whitening)

    def state(self) -> State:
        return {"nought": self.nought, "whitening": self.whitening}


@compiled
def _distance(rows: Floats, nought: Floats, whitening: Floats) -> Floats:
    """Each feature that is not 0 adds its line of the triangle to what a row of noughts has."""
    scores = np.empty(rows.shape[0])
    white = np.empty(len(nought))
    for row in range(rows.shape[0]):
        white[:] = nought
        for column in range(len(nought)):
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
