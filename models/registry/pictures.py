"""What outcomes and audit groups say of a model, as pictures."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve

from models.gate.fairness import LIMIT, GroupError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
OURS, CALLS, OTHER = "#3b6ea5", "#b5482a", "#9aa5b1"
BINS = 10


def precision_recall(truth: Bools, told: Floats, weight: Floats) -> Figure:
    """Precision over recall among the judged subjects, each for as many as it was drawn from."""
    precision, recall, _ = precision_recall_curve(truth, told, sample_weight=weight)
    figure, axes = _figure(f"Precision and recall among {len(truth)} judged subjects")
    axes.step(recall, precision, where="post", color=OURS)
    base = float(np.average(truth, weights=weight))
    axes.axhline(base, color=OTHER, linestyle=":", label="share with something wrong")
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend()
    return figure


def gain(places: NDArray[np.int64], right: Bools) -> Figure:
    """Cases with something wrong over the cases looked at, of those in the queue that were judged."""
    figure, axes = _figure(f"Gain at capacity: {len(places)} judged cases of the queue")
    order = np.argsort(places)
    axes.step(places[order], np.cumsum(right[order]), where="post", color=OURS, label="something wrong")
    axes.step(places[order], np.cumsum(~right[order]), where="post", color=CALLS, label="nothing wrong")
    axes.set(xlabel="cases looked at", ylabel="judged cases so far")
    axes.legend()
    return figure


def calibration(truth: Bools, told: Floats, weight: Floats) -> Figure:
    """The probability against what was confirmed, in bins of equally many judged subjects."""
    figure, axes = _figure(f"Calibration among {len(truth)} judged subjects")
    parts = np.array_split(np.argsort(told, kind="stable"), min(BINS, len(told)))
    means = [float(np.average(told[part], weights=weight[part])) for part in parts]
    shares = [float(np.average(truth[part], weights=weight[part])) for part in parts]
    axes.plot([0, 1], [0, 1], color=OTHER, linestyle=":")
    axes.plot(means, shares, marker="o", color=OURS)
    axes.set(xlabel="probability told", ylabel="share confirmed", xlim=(0, 1), ylim=(0, 1))
    return figure


def groups(errors: Sequence[GroupError]) -> Figure:
    """Every audit group's ratio to everybody else with its interval, and the limit."""
    shown = [one for one in errors if one.ratio is not None][::-1]
    figure = Figure(figsize=(8, 1.5 + 0.2 * len(shown)), layout="constrained")
    axes = figure.subplots()
    for place, one in enumerate(shown):
        ratio = one.ratio or 0.0
        low, high = (ratio if one.low is None else one.low), (ratio if one.high is None else one.high)
        axes.plot([low, high], [place, place], color=OTHER)
        axes.plot(ratio, place, marker="o", color=CALLS if ratio > LIMIT else OURS)
    axes.axvline(LIMIT, color=CALLS, linestyle=":")
    axes.set_yticks(range(len(shown)), [f"{one.attribute} {one.group}" for one in shown], fontsize=7)
    axes.set(title="Flagged, times as often as everybody else (95 %)", xscale="log")
    return figure


def _figure(title: str) -> tuple[Figure, Any]:  # Any: matplotlib's axes
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title)
    return figure, axes
