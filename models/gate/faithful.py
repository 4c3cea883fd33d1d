"""Whether reasons are true: taking them away must bring the score down.

Of every flagged subject (at most ``MOST`` per kind) the three heaviest reasons are made unknown, and beside it three
other known facts drawn at random. Two shares are reported: of those in the review band, whose band falls; and of all,
whose evidence falls further than without the random three.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from models.assessment import Assessment
from models.bands import NONE, REVIEW
from models.intervals import wilson
from models.matrix import Floats, Matrix
from models.model import Model

TOP = 3
MOST = 400
FALLS = 0.9
FURTHER = 0.99
ENOUGH = 20  # with fewer, ninety in a hundred is a matter of two people


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Counts: in the review band and of those lowered; all looked at and of those that fell further than at random."""

    reviewed: int
    lowered: int
    looked_at: int
    further: int

    def __add__(self, other: "Faithfulness") -> "Faithfulness":
        return Faithfulness(
            self.reviewed + other.reviewed,
            self.lowered + other.lowered,
            self.looked_at + other.looked_at,
            self.further + other.further,
        )

    @property
    def lowered_share(self) -> tuple[float, float, float]:
        """Share of review-band subjects whose band falls, with its 95 % interval."""
        return self.lowered / max(self.reviewed, 1), *wilson(self.lowered, self.reviewed)

    @property
    def further_share(self) -> tuple[float, float, float]:
        """Share of all whose evidence falls further than without three random facts, with its 95 % interval."""
        return self.further / max(self.looked_at, 1), *wilson(self.further, self.looked_at)


def faithfulness(model: Model, matrix: Matrix, found: Assessment, *, on: date | None, seed: int) -> Faithfulness:
    """The counts for one kind; ``found`` is the model's own assessment of ``matrix``."""
    rows = _sample(found)
    names = model.part(matrix.kind).names
    near = replace(matrix.taken(rows), names=names, values=matrix.taken(rows).aligned(names))
    top = _top(names, [_codes(found, int(row)) for row in rows])
    other = _drawn(~np.isnan(near.values) & ~top, np.random.default_rng(seed))
    without, at_random = (model.assess(_unknown(near, away), on=on) for away in (top, other))
    reviewed = found.band[rows] == REVIEW
    fall, chance = found.raw[rows] - without.raw, found.raw[rows] - at_random.raw
    return Faithfulness(
        int(reviewed.sum()), int((reviewed & (without.band == NONE)).sum()), len(rows), int((fall > chance).sum())
    )


def _sample(found: Assessment) -> NDArray[np.intp]:
    """Flagged subjects that state a fact as reason, evenly over the ids."""
    told = [row for row in np.flatnonzero(found.band != NONE) if _codes(found, int(row))]
    places = np.unique(np.round(np.linspace(0, max(len(told) - 1, 0), min(len(told), MOST))).astype(np.intp))
    return np.array(told, dtype=np.intp)[places] if told else np.zeros(0, dtype=np.intp)


def _codes(found: Assessment, row: int) -> list[str]:
    """The facts that speak for looking, the heaviest first."""
    speaking = [one for one in found.reasons[row] if one.weight > 0 and not one.benign]
    return [one.code for one in sorted(speaking, key=lambda one: -one.weight)][:TOP]


def _top(names: Sequence[str], codes: Sequence[list[str]]) -> NDArray[np.bool_]:
    return np.array([[name in own for name in names] for own in codes], dtype=np.bool_).reshape(len(codes), len(names))


def _drawn(allowed: NDArray[np.bool_], random: np.random.Generator) -> NDArray[np.bool_]:
    """Three allowed columns of each row, fewer where there are not so many."""
    lots = np.where(allowed, random.random(allowed.shape), np.inf)
    order = np.argsort(lots, axis=1)[:, :TOP]
    out = np.zeros_like(allowed)
    np.put_along_axis(out, order, values=True, axis=1)
    return out & allowed


def _unknown(matrix: Matrix, away: NDArray[np.bool_]) -> Matrix:
    values: Floats = np.where(away, np.nan, matrix.values)
    return replace(matrix, values=values)
