"""Ids looked up by machine code against looking for each."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from features.looked_up import NOWHERE, standing

ids = st.lists(st.integers(0, 2**63 - 1) | st.integers(0, 9), max_size=40)


@given(ids, ids)
@example([7, 5, 7], [7, 5, 6, 0])
@example([], [0])
def test_each_id_is_found_where_it_stands_last(own: list[int], strange: list[int]) -> None:
    wanted = [*strange, *own]
    last = {number: row for row, number in enumerate(own)}
    found = standing(np.array(own, np.int64), np.array(wanted, np.int64))
    assert found.tolist() == [last.get(number, NOWHERE) for number in wanted]
