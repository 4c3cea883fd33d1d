"""From what was found to what is learnt: labels, and how much each weighs.

Two questions are asked of every conclusion. Did this subject do wrong (``confirmed``)? Was something wrong with the
money, whoever did it (``found``)? The harmed and those whose identity was misused answer no to the first and yes to
the second: they are never a positive for the person. Cleared and corrected errors answer no to both. An inconclusive
visit answers neither and teaches nothing.

Who is looked at is not who is there. Each label weighs the inverse of the probability with which its subject was
selected (Horvitz and Thompson 1952), trimmed at ``TRIM`` times the middle one, because one random find of 1 in 1,000
must not outvote everything that was ever found; the weights then sum to Kish's effective number of labels. Where no
probability was recorded it is the share of subjects with such evidence that were looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.matrix import Floats, Matrix
from models.outcomes.past import Key, Outcome, Past

TRIM = 10.0
CONFIRMED = frozenset({Outcome.CONFIRMED})
FOUND = CONFIRMED | {Outcome.HARMED, Outcome.IDENTITY_MISUSED}
STEPS = np.array([1e-9, 0.5, 0.8])
"""Between no evidence, some, enough for review and enough for priority: who is looked at changes most there."""


@dataclass(frozen=True)
class Labels:
    """Labelled subjects of one kind: row in the matrix, both answers, weight, month (a running number)."""

    row: NDArray[np.intp]
    confirmed: NDArray[np.bool_]
    found: NDArray[np.bool_]
    weight: Floats
    month: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.row)


def labels(matrix: Matrix, evidence: Floats, history: Mapping[Key, Past]) -> Labels:
    """The labels of a matrix's subjects; ``evidence`` in [0, 1) is that of all its subjects."""
    ids = matrix.subject_ids.astype(str)
    known = [(row, history.get((matrix.kind, str(subject)))) for row, subject in enumerate(ids)]
    said = [(row, past) for row, past in known if past is not None and past.outcome is not Outcome.INCONCLUSIVE]
    rows = np.array([row for row, _ in said], dtype=np.intp)
    return Labels(
        row=rows,
        confirmed=np.array([past.outcome in CONFIRMED for _, past in said], dtype=np.bool_),
        found=np.array([past.outcome in FOUND for _, past in said], dtype=np.bool_),
        weight=_weights(_selection([past for _, past in said], rows, evidence)),
        month=np.array([past.decided_at.year * 12 + past.decided_at.month for _, past in said], dtype=np.int64),
    )


def _selection(said: list[Past], rows: NDArray[np.intp], evidence: Floats) -> Floats:
    """With which probability each was selected."""
    given = [past.selection_probability for past in said]
    recorded = np.array([np.nan if one is None else one for one in given], dtype=np.float64)
    stratum = np.searchsorted(STEPS, evidence, side="right")
    looked_at = np.bincount(stratum[rows], minlength=len(STEPS) + 1)
    share = looked_at / np.maximum(np.bincount(stratum, minlength=len(STEPS) + 1), 1)
    valid = np.nan_to_num(recorded) > 0
    return np.where(valid, np.minimum(recorded, 1.0), share[stratum[rows]])


def _weights(selection: Floats) -> Floats:
    if not len(selection):
        return np.zeros(0)
    inverse = 1.0 / selection
    trimmed = np.minimum(inverse, TRIM * np.median(inverse))
    return np.asarray(trimmed * trimmed.sum() / np.sum(trimmed**2), dtype=np.float64)
