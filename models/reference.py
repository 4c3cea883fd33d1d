"""A frozen reference: where a value stands among those seen at training."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from features.compiled import compiled
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

    @cached_property
    def silent(self) -> bool:
        """Whether all values were the same, so that a place among them says nothing."""
        return bool(len(self.values) == 0 or self.values[0] == self.values[-1])

    def above(self, values: Floats) -> Floats:
        """Share of the reference at or above each value, in (0, 1): ties count half, and nobody is beyond all.

        Beyond the largest value seen the share keeps falling with the distance, so that what is more extreme than
        everything at training stays in order.
        """
        return _above(np.ascontiguousarray(values), self.values, self.rows)

    def quantile(self, values: Floats) -> Floats:
        """Share of the reference below each value."""
        return 1.0 - self.above(values)


@compiled
def _above(values: Floats, reference: Floats, rows: int) -> Floats:
    size = len(reference)
    least = 0.5 / (rows + 1)
    out = np.full(len(values), 0.5)
    if size == 0:
        return out
    width = max(reference[size - 1] - reference[0], 1e-12)
    for at in range(len(values)):
        value = values[at]
        below = np.searchsorted(reference, value)
        upto = below
        while upto < size and reference[upto] == value:
            upto = np.searchsorted(reference, value, side="right")
        rank = (below + upto) / 2.0
        if below == upto and 0 < below < size:
            rank = below - 0.5 + (value - reference[below - 1]) / (reference[below] - reference[below - 1])
        share = min(max(1.0 - rank / size, least), 1.0 - least)
        out[at] = share / (1.0 + max(value - reference[size - 1], 0.0) / width)
    return out


@compiled
def surprises(values: Floats, reference: Floats, rows: int) -> Floats:
    """Minus the logarithm of ``above`` among a reference that stands for so many rows, in nats."""
    out = _above(values, reference, rows)
    for at in range(len(out)):
        out[at] = -math.log(out[at])
    return out
