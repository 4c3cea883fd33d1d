"""Isolation by nearest neighbours (INNE, Bandaragoda and others 2018): unusual relative to its surroundings.

Each of many tiny samples puts a ball around every point, as wide as the way to its nearest fellow. A row inside balls
takes the smallest of them and compares it with the ball of that point's fellow; a row outside every ball is wholly
isolated. What is odd only locally shows here, where a global distance sees nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.compiled import compiled
from models.detectors.contract import State
from models.detectors.points import Points, squared_distances
from models.matrix import Floats

SAMPLES = 64
POINTS = 8
EDGE = 1e-9
"""A row as far away as the fellow lies inside the ball, however the last digits of the two distances were rounded."""


@dataclass(frozen=True)
class Balls:
    """Points of all samples, and per sample and point the squared radius and isolation."""

    points: Points
    radius: Floats
    isolation: Floats

    @classmethod
    def fit(cls, rows: Floats, seed: int) -> "Balls":
        """Draw the samples and measure each point's way to its nearest fellow."""
        points = Points.drawn(rows, SAMPLES, POINTS, seed)
        radius, isolation = zip(*(_balls(sample) for sample in np.split(points.rows, SAMPLES)), strict=True)
        return cls(points, np.stack(radius), np.stack(isolation))

    @classmethod
    def load(cls, state: State) -> "Balls":
        """The balls of a saved state."""
        radius, isolation = (np.asarray(state[name], dtype=np.float64) for name in ("radius", "isolation"))
        return cls(Points.at(state["points"]), radius, isolation)

    def score(self, rows: Floats) -> Floats:
        """Mean isolation over the samples, in [0, 1]."""
        return _isolation(
            np.ascontiguousarray(rows), self.points.places, self.points.length, self.radius, self.isolation
        )

    def state(self) -> State:
        return {"points": self.points.places, "radius": self.radius, "isolation": self.isolation}


def _balls(sample: Floats) -> tuple[Floats, Floats]:
    """Squared radius of each point's ball, and 1 - (its nearest fellow's radius / its own)."""
    if len(sample) == 1:
        return np.zeros(1), np.zeros(1)
    squared = np.sum((sample[:, None] - sample[None]) ** 2, axis=2)
    np.fill_diagonal(squared, np.inf)
    fellow = squared.argmin(axis=1)
    radius = squared[np.arange(len(sample)), fellow]
    own = np.sqrt(radius)
    ratio = np.divide(own[fellow], own, out=np.ones_like(own), where=own > 0)
    return radius, 1.0 - ratio


@compiled
def _isolation(rows: Floats, places: NDArray[np.float32], length: Floats, radius: Floats, isolation: Floats) -> Floats:
    scores = np.zeros(rows.shape[0])
    squared = np.empty(len(length))
    samples, size = radius.shape
    for row in range(rows.shape[0]):
        squared_distances(rows[row], places, length, squared)
        for sample in range(samples):
            smallest, found = np.inf, 1.0
            for point in range(size):
                wide = radius[sample, point]
                if squared[sample * size + point] <= wide + EDGE and wide < smallest:
                    smallest, found = wide, isolation[sample, point]
            scores[row] += found / samples
    return scores
