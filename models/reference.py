"""A frozen reference: where a value stands among those seen at training."""

from dataclasses import dataclass

import numpy as np

from models.matrix import Floats

POINTS = 4096


@dataclass(frozen=True)
class Reference:
    """Sorted values at training (all, or quantiles of them, evenly spaced) and how many rows they stand for."""

    values: Floats
    rows: int

    @classmethod
    def fit(cls, values: Floats) -> "Reference":
        """The reference of these values, at most ``POINTS`` quantiles."""
        ordered = np.sort(values)
        if len(ordered) > POINTS:
            place = np.round(np.linspace(0, len(ordered) - 1, POINTS)).astype(np.intp)
            return cls(ordered[place], len(ordered))
        return cls(ordered, len(ordered))

    @property
    def silent(self) -> bool:
        """Whether all values were the same, so that a place among them says nothing."""
        return bool(len(self.values) == 0 or self.values[0] == self.values[-1])

    def above(self, values: Floats) -> Floats:
        """Share of the reference at or above each value, in (0, 1): ties count half, and nobody is beyond all.

        Beyond the largest value seen the share keeps falling with the distance, so that what is more extreme than
        everything at training stays in order.
        """
        below = np.searchsorted(self.values, values, side="left")
        upto = np.searchsorted(self.values, values, side="right")
        share = 1.0 - self._between(values, below, upto) / max(len(self.values), 1)
        least = 0.5 / (self.rows + 1)
        return np.asarray(np.clip(share, least, 1.0 - least) / (1.0 + self._beyond(values)), dtype=np.float64)

    def quantile(self, values: Floats) -> Floats:
        """Share of the reference below each value."""
        return 1.0 - self.above(values)

    def _between(self, values: Floats, below: "np.ndarray", upto: "np.ndarray") -> Floats:
        """Rank with a tie in its middle and linear steps between two reference values."""
        rank = (below + upto) / 2.0
        inside = (below == upto) & (below > 0) & (below < len(self.values))
        left = self.values[np.maximum(below - 1, 0)] if len(self.values) else values
        right = self.values[np.minimum(below, len(self.values) - 1)] if len(self.values) else values
        step = np.divide(values - left, right - left, out=np.zeros_like(values), where=inside & (right > left))
        return np.where(inside, below - 0.5 + step, rank)

    def _beyond(self, values: Floats) -> Floats:
        if not len(self.values):
            return np.zeros_like(values)
        unit = max(self.values[-1] - self.values[0], 1e-12)
        return np.asarray(np.maximum(values - self.values[-1], 0.0) / unit, dtype=np.float64)
