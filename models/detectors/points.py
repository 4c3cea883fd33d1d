"""Reference points, and how far a row is from each of them: what neighbours and balls have in common."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from models.matrix import Floats


@dataclass(frozen=True)
class Points:
    """Points in samples of equal size, end to end; ``places`` (features, points) keeps a feature of all together."""

    places: NDArray[np.float32]
    length: Floats
    """Squared distance of each point from nought."""

    @classmethod
    def at(cls, places: NDArray[np.generic]) -> "Points":
        """Points at these places, float32 of shape (features, points)."""
        narrow = np.ascontiguousarray(places, dtype=np.float32)
        return cls(narrow, np.sum(narrow.astype(np.float64) ** 2, axis=0))

    @classmethod
    def drawn(cls, rows: Floats, samples: int, size: int, seed: int) -> "Points":
        """So many samples of the rows, without repetition inside each; smaller where there are fewer rows."""
        draw = np.random.default_rng(seed)
        taken = [rows[draw.choice(len(rows), min(size, len(rows)), replace=False)] for _ in range(samples)]
        return cls.at(np.concatenate(taken).T)

    @property
    def rows(self) -> Floats:
        """The points as rows, shape (points, features)."""
        return np.ascontiguousarray(self.places.T, dtype=np.float64)


@compiled
def squared_distances(row: Floats, places: NDArray[np.float32], length: Floats, out: Floats) -> None:
    """Squared distance of a row to every point, into ``out``.

    Written as the lengths of both less twice their product, for which only the row's features other than 0 need be
    read: most deviations are 0.
    """
    own = 0.0
    for value in row:
        own += value * value
    for point in range(len(out)):
        out[point] = length[point] + own
    for column in range(len(row)):
        twice = 2.0 * row[column]
        if twice != 0.0:
            there = places[column]
            for point in range(len(there)):
                out[point] -= twice * there[point]
