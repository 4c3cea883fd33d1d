"""What looking at these subjects would have brought and cost, with intervals: both columns side by side.

Shares are weighted by how each label was drawn, with Wilson's interval at the effective number of labels (Kish 1965):
it stays honest where none or all were wrong. Money, days and appeals are sums of what was recorded, with percentiles
of a bootstrap over the labels (Efron 1979). All are 95 %; with fewer than ``FEW`` labels they mean little, and a tally
says so.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.intervals import wilson

FEW = 10
DRAWS = 1_000
PERCENTILES = (2.5, 97.5)
RECIPIENT = "recipient"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval; all None where nothing can be said."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Tally:
    """One queue against later outcomes.

    cases: slots used on the model's word. looked_at: single subjects reached, rings opened. labelled: of those, how
    many investigations spoke of later. precision: share of them with something wrong, weighted. missed: share of all
    weighted wrongs outside the queue. Money in minor units: at_risk of the cases, found (losses), recovered.
    wrongly_flagged: of all recipients reached, as many as the labelled ones let expect to have nothing wrong;
    days_stopped and appeals_upheld as recorded of such.
    """

    cases: int
    looked_at: int
    labelled: int
    precision: Estimate
    missed: Estimate
    at_risk: int
    found: Estimate
    recovered: Estimate
    wrongly_flagged: Estimate
    days_stopped: Estimate
    appeals_upheld: Estimate

    @property
    def measured(self) -> bool:
        """Whether there are labels enough for the intervals to mean anything."""
        return self.labelled >= FEW

    def as_dict(self) -> dict[str, object]:
        """The tally as plain values."""
        return asdict(self)


def tally(reached: pd.MultiIndex, labels: pd.DataFrame, *, cases: int, at_risk: int, seed: int) -> Tally:
    """The tally of the subjects ``reached`` by the labels of ``later_outcomes``."""
    rows = _rows(labels, labels.index.isin(reached))
    drawn = _drawn(len(rows), seed)
    families = int((reached.get_level_values("subject_kind") == RECIPIENT).sum())
    return Tally(
        cases=cases,
        looked_at=len(reached),
        labelled=int(rows["inside"].sum()),
        precision=_share(rows[rows["inside"]], "right"),
        missed=_share(rows[rows["right"]], "outside"),
        at_risk=at_risk,
        found=_sum(drawn, rows["loss"] * rows["inside"] * rows["right"]),
        recovered=_sum(drawn, rows["recovered"] * rows["inside"]),
        wrongly_flagged=_times(families, _share(rows[rows["inside"] & rows["family"]], "honest")),
        days_stopped=_sum(drawn, rows["days_stopped"] * _wronged(rows)),
        appeals_upheld=_sum(drawn, rows["upheld"] * _wronged(rows)),
    )


def difference(mine: pd.MultiIndex, other: pd.MultiIndex, labels: pd.DataFrame, *, seed: int) -> Estimate:
    """Precision of one queue less that of another, on the same labels and the same draws."""
    parts = []
    for reached in (mine, other):
        rows = _rows(labels, labels.index.isin(reached))
        inside = rows["weight"] * rows["inside"]
        parts.append((_numbers(inside * rows["right"]), _numbers(inside)))
    if not all(whole.sum() for _, whole in parts):
        return Estimate(None)
    drawn = _drawn(len(labels), seed)
    (right, whole), (other_right, other_whole) = parts
    gaps = _safe(drawn @ right, drawn @ whole) - _safe(drawn @ other_right, drawn @ other_whole)
    value = right.sum() / whole.sum() - other_right.sum() / other_whole.sum()
    return _estimate(float(value), gaps)


def pooled(reached: Sequence[pd.MultiIndex], labels: Sequence[pd.DataFrame]) -> tuple[pd.MultiIndex, pd.DataFrame]:
    """Several months as one: every subject of a month counts in that month, so ids carry the month's number."""
    names = ["month", *(labels[0].index.names if labels else [])]
    tuples = [(str(month), *key) for month, index in enumerate(reached) for key in index]
    frames = {str(month): frame for month, frame in enumerate(labels)}
    return pd.MultiIndex.from_tuples(tuples, names=names), pd.concat(frames, names=["month"])


def _rows(labels: pd.DataFrame, inside: NDArray[np.bool_]) -> pd.DataFrame:
    kinds = labels.index.get_level_values("subject_kind")
    return labels.assign(
        inside=inside, outside=~inside, family=np.asarray(kinds == RECIPIENT), honest=~labels["right"].astype(bool)
    )


def _wronged(rows: pd.DataFrame) -> "pd.Series[bool]":
    wronged: pd.Series[bool] = rows["inside"] & rows["family"] & rows["honest"]
    return wronged


def _drawn(size: int, seed: int) -> Floats:
    """How often each label is drawn in each of ``DRAWS`` resamples."""
    if not size:
        return np.zeros((1, 0))
    drawn = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), DRAWS)
    return np.asarray(drawn, dtype=np.float64)


def _sum(drawn: Floats, values: "pd.Series[float]") -> Estimate:
    numbers = _numbers(values)
    return _estimate(float(numbers.sum()), drawn @ numbers)


def _share(rows: pd.DataFrame, name: str) -> Estimate:
    """The weighted share of these labels of which ``name`` is true."""
    weight = _numbers(rows["weight"])
    if not weight.sum():
        return Estimate(None)
    share = float(weight @ _numbers(rows[name]) / weight.sum())
    size = float(weight.sum() ** 2 / np.sum(weight**2))
    return Estimate(*(round(one, 6) for one in (share, *wilson(share * size, size))))


def _times(size: int, share: Estimate) -> Estimate:
    known = (share.value, share.low, share.high)
    return Estimate(*(None if one is None else round(size * one, 6) for one in known))


def _safe(part: Floats, whole: Floats) -> Floats:
    """Ratios, unknown where a resample holds nothing to divide by."""
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0), dtype=np.float64)


def _numbers(values: "pd.Series[float]") -> Floats:
    return np.asarray(values.to_numpy(dtype=np.float64), dtype=np.float64)


def _estimate(value: float, draws: Floats) -> Estimate:
    known = draws[~np.isnan(draws)]
    low, high = np.percentile(known, PERCENTILES) if len(known) else (np.nan, np.nan)
    return Estimate(round(value, 6), round(float(low), 6), round(float(high), 6))
