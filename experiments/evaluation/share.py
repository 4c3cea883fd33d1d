"""A share with what chance leaves open of it."""

from dataclasses import dataclass

from scipy.stats import binomtest


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a count, and its 95 % interval (Wilson 1927); all empty where nothing was counted."""

    value: float | None
    low: float | None
    high: float | None


def share_of(part: int, whole: int) -> Share:
    """The share that ``part`` is of ``whole``."""
    if whole == 0:
        return Share(None, None, None)
    interval = binomtest(part, whole).proportion_ci(method="wilson")
    return Share(part / whole, float(interval.low), float(interval.high))
