"""The rarity of facts and their company, against a naive twin and as properties."""

import math
from itertools import permutations

import numpy as np
import pytest

from models.matrix import Floats
from models.rarity import Rarity

ROWS, WIDTH = 500, 8
BOTH = np.zeros(WIDTH, dtype=np.int8)
HIGH = np.ones(WIDTH, dtype=np.int8)


def learnt(deviations: Floats, side: np.ndarray, *, one_source: bool = True) -> Rarity:
    return Rarity.fit(deviations, side, np.full((deviations.shape[1],) * 2, one_source))


def crowd(seed: int = 1) -> Floats:
    """Deviations of a crowd; the first has one fact that one in a hundred has, the second many slight ones."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(ROWS, WIDTH))
    rows[:, 0] = 0.0
    rows[:: ROWS // 5, 0] = 9.0
    rows[1, 1:] = 2.0
    return rows


def company(seed: int = 2) -> Floats:
    """A crowd in which column 0 and 1 are each far out in ten subjects by chance, 2 and 3 in the same ten."""
    random = np.random.default_rng(seed)
    rows = np.abs(random.normal(size=(ROWS, 4))) / 100
    rows[random.choice(ROWS, 10, replace=False), 0] = 9.0
    rows[random.choice(ROWS, 10, replace=False), 1] = 9.0
    rows[:10, 2:] = 9.0
    return rows


def naive(rarity: Rarity, row: Floats) -> float:
    rarest: dict[int, tuple[float, float, int]] = {}
    for column, value in enumerate(row):
        if value and rarity.side[column] in {0, np.sign(value)}:
            square, fact = math.asinh(value) ** 2, int(rarity.fact[column])
            as_far = 1 + min(rarity.squares[column] / square, rarity.fourths[column] / square**2)
            times = (rarity.rows + 1) / as_far
            if times > 1:
                rarest[fact] = max(rarest.get(fact, (0.0, 0.0, 0)), (times, square, column))
    return max(
        (said(rarity, *three) for three in permutations([*rarest.values(), *[(1.0, 1.0, 0)] * 2], 3)), default=0.0
    )


def said(rarity: Rarity, one: tuple[float, float, int], *others: tuple[float, float, int]) -> float:
    total = math.log(one[0])
    for times, square, column in others:
        expected = (rarity.rows + 1) / (one[0] * times)
        observed = rarity.both[one[2], column] / (one[1] * square)
        beside = math.log(times) * max(1 - (expected + 0.5) / (observed + 0.5), 0)
        if rarity.one_source[one[2], column]:
            beside = min(beside, max(-math.log((observed + 0.5) * one[0] / (rarity.rows + 1)), 0))
        total += beside
    return total


@pytest.mark.parametrize("one_source", [True, False])
@pytest.mark.parametrize("side", [BOTH, HIGH, -HIGH])
def test_the_loop_says_what_its_naive_twin_says(side: np.ndarray, *, one_source: bool) -> None:
    rarity = learnt(crowd(), side, one_source=one_source)
    near = crowd()[:60]
    assert np.allclose(rarity.of(near), [naive(rarity, row) for row in near], rtol=1e-12)


def test_one_rare_fact_counts_for_more_than_many_slight_ones() -> None:
    found = learnt(crowd(), BOTH).of(crowd())
    assert found[0] > found[1]


def test_what_costs_nobody_anything_is_not_rare() -> None:
    assert learnt(crowd(), HIGH).of(-np.abs(crowd())).tolist() == [0.0] * ROWS


def test_two_facts_that_go_together_say_more_than_two_that_met_by_chance() -> None:
    rarity = learnt(company(), np.ones(4, dtype=np.int8), one_source=False)
    by_chance, together = rarity.of(np.array([[9.0, 9.0, 0.0, 0.0], [0.0, 0.0, 9.0, 9.0]]))
    alone = rarity.of(np.array([[9.0, 0.0, 0.0, 0.0]]))[0]
    assert by_chance < 1.5 * alone
    assert together > 1.9 * alone


def test_facts_of_one_source_that_move_together_count_once() -> None:
    twice = np.column_stack([crowd(), crowd()[:, :1]])
    found = learnt(twice, np.zeros(WIDTH + 1, dtype=np.int8)).of(twice)
    assert np.allclose(found, learnt(crowd(), BOTH).of(crowd()))


def test_two_sources_that_agree_are_two_facts() -> None:
    side = np.ones(4, dtype=np.int8)
    once, apart = (learnt(company(), side, one_source=one).of(company())[0] for one in (True, False))
    assert apart > 1.9 * once


def test_of_one_source_counts_what_is_rare_among_those_who_have_the_first_fact() -> None:
    """Fifty have the first fact, and two of them the second, which nobody else has."""
    rows = np.zeros((ROWS, 2))
    rows[:50, 0] = rows[:2, 1] = 9.0
    side = np.ones(2, dtype=np.int8)
    one, two = (learnt(rows, side, one_source=one).of(rows)[[0, 10]] for one in (True, False))
    assert one[1] == two[1]
    assert one[0] < two[0] - 1


def test_a_fact_of_degree_is_held_to_the_tighter_of_two_bounds() -> None:
    rows = np.full((ROWS, 1), 2.0)
    rows[:5] = 40.0
    square = np.arcsinh(rows[:, 0]) ** 2
    chebyshev = math.log((ROWS + 1) / (1 + square.sum() / square[0]))
    assert learnt(rows, np.ones(1, dtype=np.int8)).of(rows[:1])[0] > chebyshev + 0.5


def test_a_chain_of_likenesses_is_not_one_fact() -> None:
    random = np.random.default_rng(4)
    one, two = random.normal(size=(2, ROWS))
    chain = np.column_stack([one, one + two, two])
    assert len(set(learnt(chain, np.zeros(3, dtype=np.int8)).fact.tolist())) == 2


def test_no_fact_is_rarer_than_one_in_all() -> None:
    far = learnt(crowd(), BOTH).of(np.full((1, WIDTH), 50.0))
    assert 0.0 < far[0] <= 3 * math.log(ROWS + 1)


@pytest.mark.parametrize("size", [0, 1, 2])
def test_hardly_anybody_is_enough_to_learn_from(size: int) -> None:
    assert np.isfinite(learnt(crowd()[:size], BOTH).of(crowd())).all()
