"""What an assessment of the training drop says of a model: figures with intervals, and pictures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from models.assessment import Assessment
from models.bands import NONE, PRIORITY
from models.intervals import wilson


def metrics(assessments: Sequence[Assessment]) -> dict[str, float]:
    """Subjects, and the shares flagged, in priority, harmed and unclear, each with its interval."""
    out: dict[str, float] = {}
    for one in assessments:
        size, kind = len(one), one.kind.value
        flagged = one.band != NONE
        out[f"{kind}.subjects"] = float(size)
        out |= _share(f"{kind}.flagged", int(flagged.sum()), size)
        out |= _share(f"{kind}.priority", int((one.band == PRIORITY).sum()), size)
        for role in ("suspect", "harmed", "unclear"):
            out |= _share(f"{kind}.{role}_of_flagged", int((one.role[flagged] == role).sum()), int(flagged.sum()))
    return out


def figures(assessments: Sequence[Assessment]) -> dict[str, Figure]:
    """Pictures by file name."""
    drawn = {f"evidence_{one.kind.value}.png": _evidence(one) for one in assessments if len(one)}
    typologies = Counter((one.kind.value, code) for one in assessments for codes in one.typologies for code in codes)
    drawn["typologies.png"] = _bars("Flagged subjects by typology", _named(typologies))
    return drawn | {
        f"reasons_{one.kind.value}.png": _bars(f"Share of evidence by reason: {one.kind.value}", _weights(one))
        for one in assessments
        if any(one.reasons)
    }


def _share(name: str, count: int, size: int) -> dict[str, float]:
    low, high = wilson(count, size)
    return {f"{name}_share": count / size if size else 0.0, f"{name}_share_low": low, f"{name}_share_high": high}


def _named(counts: Mapping[tuple[str, str], int]) -> dict[str, float]:
    return {f"{kind} {code}": float(count) for (kind, code), count in sorted(counts.items())}


def _weights(one: Assessment) -> dict[str, float]:
    weights: Counter[str] = Counter()
    for reasons in one.reasons:
        for reason in reasons:
            if reason.weight > 0:
                weights[reason.code] += reason.weight * (-1 if reason.benign else 1)  # type: ignore[assignment]  # a sum of floats
    return dict(sorted(weights.items(), key=lambda item: -abs(item[1]))[:20])


def _figure(title: str) -> tuple[Figure, Any]:  # Any: matplotlib's axes
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title)
    return figure, axes


def _evidence(one: Assessment) -> Figure:
    figure, axes = _figure(f"Evidence of {len(one)} subjects: {one.kind.value}")
    axes.hist(one.evidence, bins=50, range=(0, 1), log=True, color="#3b6ea5")
    axes.set_xlabel("evidence (review from 0.5, priority from 0.8)")
    axes.set_ylabel("subjects")
    return figure


def _bars(title: str, values: Mapping[str, float]) -> Figure:
    figure, axes = _figure(title)
    names = list(values)[::-1]
    axes.barh(names, [values[name] for name in names], color="#3b6ea5")
    return figure
