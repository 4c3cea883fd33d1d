import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from models.intervals import wilson


@given(st.integers(1, 400).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))))
def test_intervals_of_shares_are_those_of_wilson(counted: tuple[int, int]) -> None:
    count, size = counted
    expected = binomtest(count, size).proportion_ci(0.95, method="wilson")
    assert np.allclose(wilson(count, size), (expected.low, expected.high), atol=1e-6)


@pytest.mark.parametrize("size", [0, 0.0])
def test_nothing_counted_says_nothing(size: float) -> None:
    assert wilson(0, size) == (0.0, 1.0)
