"""Wrong flags by audit group: each group against everybody else, with intervals that know how flags come in bunches.

Without outcomes every flag counts, since nobody knows which are wrong; with them, only the flags of those in whom
nothing was found. A ring is one event, not forty: the variance of the logarithm of a ratio of rates is taken over
rings (Taylor linearisation, as in cluster sampling), and shared out among the groups of an attribute (Bonferroni).

A ratio is allowed to be at most ``LIMIT``. It is measured where its interval reaches no further than that factor to
either side, and where at least ``EVENTS`` separate events stand behind it. A group that is surely above the limit
fails even where the interval is wide.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from fairlearn.metrics import MetricFrame, count, selection_rate
from numpy.typing import NDArray
from scipy.stats import norm

from models.gate.check import State

LIMIT = 1.25
EVENTS = 10
ALPHA = 0.05

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GroupError:
    """One group of one attribute: how many people and flagged ones, the ratio to everybody else with its interval."""

    attribute: str
    group: str
    people: int
    flagged: int
    events: int
    rate: float
    ratio: float | None
    low: float | None
    high: float | None
    state: State

    def as_dict(self) -> dict[str, object]:
        """The figures as plain values."""
        return asdict(self) | {"state": self.state.value}


@dataclass(frozen=True)
class Flags:
    """Whom to count: ``groups`` as of audit_groups, and aligned with it who is flagged, its bunch and its weight."""

    groups: pd.DataFrame
    flagged: NDArray[np.bool_]
    bunch: NDArray[np.object_]
    weight: Floats


def group_errors(flags: Flags) -> list[GroupError]:
    """Every group of every attribute that has at least two."""
    return [one for attribute in flags.groups.columns for one in _of_attribute(flags, str(attribute))]


def worst(errors: list[GroupError]) -> float | None:
    """The highest ratio among the groups that were measured; None where none was."""
    measured = [one.ratio for one in errors if one.ratio is not None and one.state is not State.UNMEASURED]
    return max(measured, default=None)


def _of_attribute(flags: Flags, attribute: str) -> Iterator[GroupError]:
    known = flags.groups[attribute].notna().to_numpy() & (flags.weight > 0)
    named = flags.groups.loc[known, attribute].astype(str).to_numpy()
    if len(np.unique(named)) < 2:  # noqa: PLR2004 - nobody to compare with
        return
    flagged, weight = flags.flagged[known], flags.weight[known]
    _, bunch = np.unique(flags.bunch[known].astype(str), return_inverse=True)
    frame = MetricFrame(
        metrics={"rate": selection_rate, "people": count},
        y_true=np.zeros(len(named), dtype=int),
        y_pred=flagged.astype(int),
        sensitive_features=pd.Series(named, name=attribute),
        sample_params={"rate": {"sample_weight": weight}},
    )
    z = float(norm.ppf(1 - ALPHA / (2 * len(frame.by_group))))
    for group, row in frame.by_group.iterrows():
        inside = named == group
        events = len(np.unique(bunch[inside & flagged]))
        ratio, low, high = _ratio(inside, flagged, weight, bunch, z)
        yield GroupError(
            attribute,
            str(group),
            int(row["people"]),
            int(flagged[inside].sum()),
            events,
            round(float(row["rate"]), 6),
            ratio,
            low,
            high,
            _state(ratio, low, high, events),
        )


def _ratio(
    inside: NDArray[np.bool_], flagged: NDArray[np.bool_], weight: Floats, bunch: NDArray[np.intp], z: float
) -> tuple[float | None, float | None, float | None]:
    """Rate inside over rate outside, with its interval; no interval where either side has no flag at all."""
    (rate, mine), (other, others) = (_influence(side, flagged, weight, bunch) for side in (inside, ~inside))
    if not other:
        return None, None, None
    if not rate:
        return 0.0, None, None
    bunches = len(mine)
    spread = float(np.sqrt(np.sum((mine - others) ** 2) * bunches / max(bunches - 1, 1)))
    ratio = rate / other
    return round(ratio, 6), round(ratio * float(np.exp(-z * spread)), 6), round(ratio * float(np.exp(z * spread)), 6)


def _influence(
    side: NDArray[np.bool_], flagged: NDArray[np.bool_], weight: Floats, bunch: NDArray[np.intp]
) -> tuple[float, Floats]:
    """The rate on one side, and how each bunch moves its logarithm."""
    size = int(bunch.max()) + 1
    people = np.bincount(bunch, weight * side, size)
    hits = np.bincount(bunch, weight * side * flagged, size)
    rate = float(hits.sum() / people.sum()) if people.sum() else 0.0
    return rate, (hits - rate * people) / hits.sum() if rate else np.zeros(size)


def _state(ratio: float | None, low: float | None, high: float | None, events: int) -> State:
    if ratio is None or low is None or high is None or events < EVENTS:
        return State.UNMEASURED
    if low > LIMIT:
        return State.FAILED
    if high > LIMIT * ratio:
        return State.UNMEASURED
    return State.PASSED if ratio <= LIMIT else State.FAILED
