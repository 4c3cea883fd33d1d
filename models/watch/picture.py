"""Drift as a picture."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from models.watch.drift import LARGE, Drift

SHOWN = 25
CALM, CALLS = "#3b6ea5", "#b5482a"


def drift_picture(found: Sequence[Drift]) -> Figure:
    """The features and scores that shifted most, with the line from which a shift is large."""
    shifted = sorted((one for one in found if one.psi is not None), key=lambda one: one.psi or 0.0)[-SHOWN:]
    figure = Figure(figsize=(9, 2 + 0.22 * len(shifted)), layout="constrained")
    axes = figure.subplots()
    colours = [CALLS if one.attention else CALM for one in shifted]
    axes.barh([f"{one.kind}: {one.name}" for one in shifted], [one.psi or 0.0 for one in shifted], color=colours)
    axes.axvline(LARGE, color="#9aa5b1", linestyle=":")
    axes.set(title="Shift since training", xlabel="population stability index")
    axes.tick_params(axis="y", labelsize=7)
    return figure
