"""Histogram scores (HBOS, Goldstein and Dengel 2012): rare values, feature by feature, added up."""

from dataclasses import dataclass

import numpy as np

from features.compiled import compiled
from models.detectors.contract import State
from models.matrix import Floats

BINS = 20
LEAST = 1.0  # one imagined row in every bin: an empty bin is rare, not impossible


@dataclass(frozen=True)
class Histograms:
    """Per feature the lower edge, the width of a bin and each bin's surprise (nats)."""

    low: Floats
    width: Floats
    surprise: Floats

    @classmethod
    def fit(cls, rows: Floats, seed: int) -> "Histograms":
        """Equal bins between each feature's extremes; a constant feature surprises nobody."""
        low, high = rows.min(axis=0), rows.max(axis=0)
        width = np.where(high > low, (high - low) / BINS, 1.0)
        place = np.clip(((rows - low) / width).astype(np.int64), 0, BINS - 1)
        counts = np.stack([np.bincount(column, minlength=BINS) for column in place.T]).astype(np.float64)
        share = (counts + LEAST) / (len(rows) + LEAST * BINS)
        surprise = -np.log(share / share.max(axis=1, keepdims=True))
        surprise[high <= low] = 0.0
        return cls(low, width, surprise)

    @classmethod
    def load(cls, state: State) -> "Histograms":
        """The histograms of a saved state."""
        return cls(*(np.asarray(state[name], dtype=np.float64) for name in ("low", "width", "surprise")))

    def score(self, rows: Floats) -> Floats:
        """Sum of surprises over the features."""
        return _added(np.ascontiguousarray(rows), self.low, self.width, self.surprise)

    def state(self) -> State:
        return {"low": self.low, "width": self.width, "surprise": self.surprise}


@compiled
def _added(rows: Floats, low: Floats, width: Floats, surprise: Floats) -> Floats:
    """Sums of surprises, counted as what is not 0 changes about a row of noughts, which most deviations are."""
    scores = np.empty(rows.shape[0])
    nought = np.empty(len(low))
    for column in range(len(low)):
        nought[column] = surprise[column, _bin(0.0, low[column], width[column])]
    plain = nought.sum()
    for row in range(rows.shape[0]):
        scores[row] = plain
        for column in range(rows.shape[1]):
            value = rows[row, column]
            if value != 0.0:
                scores[row] += surprise[column, _bin(value, low[column], width[column])] - nought[column]
    return scores


@compiled
def _bin(value: float, low: float, width: float) -> int:
    return min(max(int(np.floor((value - low) / width)), 0), BINS - 1)
