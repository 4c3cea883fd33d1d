"""Tallies as a picture: what was found, and whom it bothered, month by month."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from models.backtest.tally import Estimate, Tally

PANELS = (("precision", "share with something wrong"), ("wrongly_flagged", "families wrongly flagged"))


def tally_picture(policies: Mapping[str, Sequence[tuple[datetime, Tally]]]) -> Figure:
    """Precision at capacity and wrongly flagged families per month, one line with intervals per policy."""
    figure = Figure(figsize=(10, 4.5), layout="constrained")
    for axes, (name, title) in zip(figure.subplots(1, len(PANELS)), PANELS, strict=True):
        for shift, (policy, months) in enumerate(policies.items()):
            _line(axes, policy, shift, [(when, getattr(one, name)) for when, one in months])
        axes.set(title=title, ylim=(0, None))
        axes.legend()
    return figure


def _line(axes: Axes, policy: str, shift: int, months: Sequence[tuple[datetime, Estimate]]) -> None:
    known = [(place, when, one) for place, (when, one) in enumerate(months) if one.value is not None]
    values = [one.value or 0.0 for _, _, one in known]
    below = [max(value - (one.low or 0.0), 0.0) for value, (_, _, one) in zip(values, known, strict=True)]
    above = [max((one.high or 0.0) - value, 0.0) for value, (_, _, one) in zip(values, known, strict=True)]
    axes.errorbar(
        [place + 0.08 * shift for place, _, _ in known],
        values,
        yerr=[below, above],
        marker="o",
        capsize=3,
        label=policy,
    )
    axes.set_xticks(range(len(months)), [f"{when:%Y-%m}" for when, _ in months])
