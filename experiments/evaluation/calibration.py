"""Whether the probability means what it says: that an investigation would confirm that this subject did wrong.

So what is counted as true is a suspect of the truth, not everybody whose money a scheme touches. An imperfect
inspectorate confirms some who are honest and misses some who are not; a probability learnt from it says what it would
say, and a gap of that size is the inspectorate's.
"""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from sklearn.metrics import brier_score_loss

from experiments.evaluation.judged import SUSPECT, Judged
from experiments.evaluation.share import share_of

EDGES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


def calibration_curve(judged: Judged) -> pd.DataFrame:
    """Per bin of the probability: subjects, what they were told on average, and the share that is true (95 %)."""
    known = _known(judged)
    bins = pd.cut(known["probability"], list(EDGES), include_lowest=True)
    rows = [_row(place, own) for place, own in known.groupby(bins, observed=True)]
    return pd.DataFrame(rows)


def calibration(judged: Judged) -> dict[str, Any]:
    """Brier score, beside that of always saying the base rate, and the expected calibration error (Naeini 2015)."""
    known = _known(judged)
    if known.empty:
        return {"subjects": 0, "note": "no probability: the run knew too few outcomes"}
    curve = calibration_curve(judged)
    gap = (curve["told"] - curve["true"]).abs()
    return {
        "subjects": len(known),
        "brier": float(brier_score_loss(known["true"], known["probability"])),
        "brier_base_rate": float(known["true"].mean() * (1 - known["true"].mean())),
        "expected_calibration_error": float(np.average(gap, weights=curve["subjects"])),
    }


def draw_calibration(axes: Axes, curve: pd.DataFrame) -> None:
    """Told against true, with intervals; on the dotted line both agree."""
    error = [curve["true"] - curve["low"], curve["high"] - curve["true"]]
    axes.plot([0, 1], [0, 1], color="#9aa5b1", linestyle=":", label="told = true")
    axes.errorbar(curve["told"], curve["true"], yerr=error, color="#1f6f78", marker="o", capsize=3, label="subjects")
    axes.set(title="Does the probability hold?", xlabel="told", ylabel="true suspects", xlim=(0, 1), ylim=(0, 1))
    axes.legend()


def _known(judged: Judged) -> pd.DataFrame:
    known = judged.subjects.dropna(subset=["probability"])
    return known.assign(true=known["true_role"] == SUSPECT)


def _row(place: pd.Interval, own: pd.DataFrame) -> dict[str, float | None]:
    share = share_of(int(own["true"].sum()), len(own))
    told = float(own["probability"].mean())
    bounds = {"from": float(place.left), "to": float(place.right), "subjects": len(own), "told": told}
    return bounds | {"true": share.value, "low": share.low, "high": share.high}
