"""Compiled loops reckon as NumPy does, exactly."""

import numpy as np

from features.compiled import compiled


@compiled
def _divided(one: float, other: float) -> float:
    return one / other


def test_a_division_by_nought_is_no_error() -> None:
    assert _divided(1.0, 0.0) == np.inf
    assert np.isnan(_divided(0.0, 0.0))


@compiled
def _sum(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total


def test_a_sum_is_added_up_in_the_order_given() -> None:
    values = np.array([1e16, 1.0, -1e16, 1.0] * 8)
    assert _sum(values) == np.cumsum(values)[-1] != np.sum(np.sort(values))
