import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.world.rows import NONE, Rows, counted, order_within, stack


@given(st.lists(st.integers(0, 5), max_size=50))
def test_order_within_counts_earlier_rows_of_the_same_key(keys: list[int]) -> None:
    naive = [keys[:i].count(key) for i, key in enumerate(keys)]

    assert order_within(np.array(keys, dtype=np.int64)).tolist() == naive


@given(st.lists(st.integers(0, 6), max_size=20))
def test_counted_numbers_members_within_their_group(sizes: list[int]) -> None:
    naive = [(group, member) for group, size in enumerate(sizes) for member in range(size)]
    group, member = counted(np.array(sizes, dtype=np.int64))

    assert list(zip(group.tolist(), member.tolist(), strict=True)) == naive


def test_a_column_that_one_table_lacks_is_empty_there() -> None:
    both = stack([Rows(1, a=1, b=[0.5]), Rows(2, a=[2, 3])])

    assert both["a"].tolist() == [1, 2, 3]
    assert np.isnan(both["b"]).tolist() == [False, True, True]
    assert stack([Rows(1, a=1), Rows(1, b=2)])["b"].tolist() == [NONE, 2]


def test_a_column_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="broadcast"):
        Rows(2, a=[1, 2, 3])
