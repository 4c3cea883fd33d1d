"""Reference points, and how far a row is from each of them: what neighbours and balls have in common."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.compiled import compiled
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
    read: most deviations are 0. Four features at once, one after the other: the same sum with a quarter of the writing.
    """
    own, count = 0.0, 0
    told = np.empty(len(row), dtype=np.intp)
    for column in range(len(row)):
        value = row[column]
        own += value * value
        if value != 0.0:
            told[count] = column
            count += 1
    for point in range(len(out)):
        out[point] = length[point] + own
    at = 0
    while at + 4 <= count:
        first, second, third, fourth = told[at], told[at + 1], told[at + 2], told[at + 3]
        a, b, c, d = 2.0 * row[first], 2.0 * row[second], 2.0 * row[third], 2.0 * row[fourth]
        one, two, three, four = places[first], places[second], places[third], places[fourth]
        for point in range(len(out)):
            out[point] = (((out[point] - a * one[point]) - b * two[point]) - c * three[point]) - d * four[point]
        at += 4
    while at < count:
        a, one = 2.0 * row[told[at]], places[told[at]]
        for point in range(len(out)):
            out[point] -= a * one[point]
        at += 1
