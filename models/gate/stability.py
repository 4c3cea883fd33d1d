"""Whether a model says today what it said last month: of the same subjects, of whom little has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from features.subjects import SubjectKind
from models.assessment import Assessment
from models.bands import NONE
from models.watch.drift import stability
from models.watch.profile import SCORES

STILL = 0.5  # the larger part: else people are visited for noise
ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Steadiness:
    """Subjects seen in both months; PSI of their scores; how many were flagged before, and of those still are."""

    both: int
    psi: float
    flagged: int
    still: int

    @property
    def still_share(self) -> float:
        """Share of last month's flagged subjects that are flagged now."""
        return self.still / max(self.flagged, 1)


def steadiness(before: Sequence[Assessment], now: Sequence[Assessment]) -> Steadiness:
    """Last month's single subjects against this month's; those who came or went are left out."""
    then, today = _by_subject(before), _by_subject(now)
    both = sorted(then.keys() & today.keys())
    histograms = (_histogram([side[one][0] for one in both]) for side in (then, today))
    flagged = [one for one in both if then[one][1]]
    return Steadiness(len(both), stability(*histograms)[0], len(flagged), sum(today[one][1] for one in flagged))


def _by_subject(assessments: Sequence[Assessment]) -> Mapping[tuple[str, str], tuple[float, bool]]:
    return {
        (one.kind.value, str(subject)): (float(score), band != NONE)
        for one in assessments
        if one.kind is not SubjectKind.RING
        for subject, score, band in zip(one.subject_ids, one.score, one.band, strict=True)
    }


def _histogram(scores: list[float]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.bincount(np.searchsorted(SCORES, scores, side="right"), minlength=len(SCORES) + 1).astype(np.int64)
