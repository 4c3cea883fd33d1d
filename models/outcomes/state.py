"""A taught layer as plain values and arrays, and back."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.outcomes.curve import Curve
from models.outcomes.learnt import Learnt

ARRAYS = ("slopes", "covariance", "calibration", "calibration_covariance")
PREFIX = "outcomes."
Entry = dict[str, Any]  # Any: JSON
Arrays = dict[str, NDArray[np.generic]]


def taken_apart(learnt: Learnt) -> tuple[Entry, Arrays]:
    """Names and figures for a manifest, and arrays under dotted names."""
    entry = {
        "typologies": list(learnt.typologies),
        "questions": list(learnt.curves),
        "figures": {question: dict(figures) for question, figures in learnt.figures.items()},
    }
    arrays: Arrays = {f"{PREFIX}blame": learnt.blame}
    for question, curve in learnt.curves.items():
        arrays |= {f"{PREFIX}{question}.{name}": getattr(curve, name) for name in ARRAYS}
    return entry, arrays


def put_together(entry: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Learnt:
    """The layer that was taken apart."""
    curves = {
        question: Curve(**{name: arrays[f"{PREFIX}{question}.{name}"] for name in ARRAYS})
        for question in entry["questions"]
    }
    return Learnt(tuple(entry["typologies"]), arrays[f"{PREFIX}blame"], curves, entry["figures"])
