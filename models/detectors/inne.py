"""Isolation by nearest neighbours (INNE, Bandaragoda and others 2018): unusual relative to its surroundings.

Each of many tiny samples puts a ball around every point, as wide as the way to its nearest fellow. A row inside balls
takes the smallest of them and compares it with the ball of that point's fellow; a row outside every ball is wholly
isolated. What is odd only locally shows here, where a global distance sees nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from models.detectors.contract import State
from models.matrix import Floats

Narrow = NDArray[np.float32]
SAMPLES = 64
POINTS = 8


@dataclass(frozen=True)
class Balls:
    """Points of all samples (features, samples * points), and per sample and point the squared radius and isolation."""

    points: Narrow
    radius: Narrow
    isolation: Floats

    @classmethod
    def fit(cls, rows: Floats, seed: int) -> "Balls":
        """Draw the samples and measure each point's way to its nearest fellow."""
        draw = np.random.default_rng(seed)
        size = min(POINTS, len(rows))
        samples = np.stack([rows[draw.choice(len(rows), size, replace=False)] for _ in range(SAMPLES)]).astype(
            np.float32
        )
        radius, isolation = zip(*(_balls(sample) for sample in samples), strict=True)
        points = np.ascontiguousarray(samples.reshape(-1, rows.shape[1]).T)
        return cls(points, np.stack(radius), np.stack(isolation).astype(np.float64))

    @classmethod
    def load(cls, state: State) -> "Balls":
        """The balls of a saved state."""
        points, radius = (np.asarray(state[name], dtype=np.float32) for name in ("points", "radius"))
        return cls(points, radius, np.asarray(state["isolation"], dtype=np.float64))

    def score(self, rows: Floats) -> Floats:
        """Mean isolation over the samples, in [0, 1]."""
        return _isolation(rows.astype(np.float32), self.points, self.radius, self.isolation)

    def state(self) -> State:
        return {"points": self.points, "radius": self.radius, "isolation": self.isolation}


def _balls(sample: Narrow) -> tuple[Narrow, Narrow]:
    """Squared radius of each point's ball, and 1 - (its nearest fellow's radius / its own)."""
    if len(sample) == 1:
        return np.zeros(1, dtype=np.float32), np.zeros(1, dtype=np.float32)
    squared = np.sum((sample[:, None] - sample[None]) ** 2, axis=2)
    np.fill_diagonal(squared, np.inf)
    fellow = squared.argmin(axis=1)
    radius = squared[np.arange(len(sample)), fellow]
    own = np.sqrt(radius)
    ratio = np.divide(own[fellow], own, out=np.ones_like(own), where=own > 0)
    return radius, np.asarray(1.0 - ratio, dtype=np.float32)


@compiled
def _isolation(rows: Narrow, points: Narrow, radius: Narrow, isolation: Floats) -> Floats:
    scores = np.zeros(rows.shape[0], dtype=np.float64)
    squared = np.empty(points.shape[1], dtype=np.float32)
    samples, size = radius.shape
    for row in range(rows.shape[0]):
        squared[:] = np.float32(0.0)
        for column in range(points.shape[0]):
            here = rows[row, column]
            there = points[column]
            for point in range(len(there)):
                step = here - there[point]
                squared[point] += step * step
        for sample in range(samples):
            smallest, found = np.float32(np.inf), 1.0
            for point in range(size):
                if squared[sample * size + point] <= radius[sample, point] < smallest:
                    smallest, found = radius[sample, point], isolation[sample, point]
            scores[row] += found / samples
    return scores
