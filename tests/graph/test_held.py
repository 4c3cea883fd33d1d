"""Who holds what with others: sorting, binning and packing find what sets and loops find."""

from collections import Counter, defaultdict

import numpy as np
import pytest

from graph.arrays import distinct, in_order
from graph.held import held_by_several
from graph.visits import commonest


@pytest.mark.parametrize("things", [1, 7, 4_000])
def test_what_several_hold_is_found_however_many_things_there_are(things: int) -> None:
    draw = np.random.default_rng(things)
    subject, value = draw.integers(0, 40, 500), draw.integers(0, things, 500) * 2**40 + 17
    holders = defaultdict(set)
    for one, thing in zip(subject.tolist(), value.tolist(), strict=True):
        holders[thing].add(one)
    wanted = sorted((thing, one) for thing, who in holders.items() if len(who) > 1 for one in who)
    found, thing = held_by_several(subject, value)
    assert list(zip(thing.tolist(), found.tolist(), strict=True)) == wanted


@pytest.mark.parametrize("largest", [9, 2**40])
def test_rows_stand_by_the_first_key_and_then_the_next_even_where_they_do_not_fit_one_number(largest: int) -> None:
    draw = np.random.default_rng(3)
    keys = [draw.integers(-1, largest, 300) for _ in range(3)]
    rows = list(zip(*(key[in_order(*keys)].tolist() for key in keys), strict=True))
    assert rows == sorted(zip(*(key.tolist() for key in keys), strict=True))


def test_distinct_values_come_once_and_in_order() -> None:
    values = np.random.default_rng(4).integers(-5, 60, 100)
    assert distinct(values).tolist() == sorted(set(values.tolist()))


def test_the_commonest_is_the_smallest_of_those_that_occur_most() -> None:
    draw = np.random.default_rng(5)
    group, value = draw.integers(0, 30, 200), draw.integers(-1, 4, 200)
    best, times = commonest(group, value, 31)
    for number in range(31):
        counts = Counter(one for one in value[group == number].tolist() if one >= 0)
        most = max(counts.values(), default=0)
        assert times[number] == most
        assert best[number] == min((one for one, count in counts.items() if count == most), default=-1)
