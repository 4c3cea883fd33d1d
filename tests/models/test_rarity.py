"""The rarity of single facts, against a naive twin and as properties."""

import math

import numpy as np
import pytest

from models.matrix import Floats
from models.rarity import Rarity

ROWS, WIDTH = 500, 8
BOTH = np.zeros(WIDTH, dtype=np.int8)
HIGH = np.ones(WIDTH, dtype=np.int8)


def crowd(seed: int = 1) -> Floats:
    """Deviations of a crowd; the first has one fact that one in a hundred has, the second many slight ones."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(ROWS, WIDTH))
    rows[:, 0] = 0.0
    rows[:: ROWS // 5, 0] = 9.0
    rows[1, 1:] = 2.0
    return rows


def naive(rarity: Rarity, row: Floats) -> float:
    rarest = dict.fromkeys(rarity.fact.tolist(), 1.0)
    for column, value in enumerate(row):
        if value and rarity.side[column] in {0, np.sign(value)}:
            square = math.asinh(value) ** 2
            share = (rarity.squares[column] + square) / ((rarity.rows + 1) * square)
            rarest[int(rarity.fact[column])] = min(rarest[int(rarity.fact[column])], share)
    return sum(-math.log(share) for share in sorted(rarest.values())[:3])


@pytest.mark.parametrize("side", [BOTH, HIGH, -HIGH])
def test_the_loop_says_what_its_naive_twin_says(side: np.ndarray) -> None:
    rarity = Rarity.fit(crowd(), side)
    assert np.allclose(rarity.of(crowd()), [naive(rarity, row) for row in crowd()], rtol=1e-12)


def test_one_rare_fact_counts_for_more_than_many_slight_ones() -> None:
    found = Rarity.fit(crowd(), BOTH).of(crowd())
    assert found[0] > found[1]


def test_what_costs_nobody_anything_is_not_rare() -> None:
    assert Rarity.fit(crowd(), HIGH).of(-np.abs(crowd())).tolist() == [0.0] * ROWS


def test_facts_that_move_together_count_once() -> None:
    twice = np.column_stack([crowd(), crowd()[:, :1]])
    found = Rarity.fit(twice, np.zeros(WIDTH + 1, dtype=np.int8)).of(twice)
    assert np.allclose(found, Rarity.fit(crowd(), BOTH).of(crowd()))


def test_a_chain_of_likenesses_is_not_one_fact() -> None:
    random = np.random.default_rng(4)
    one, two = random.normal(size=(2, ROWS))
    chain = np.column_stack([one, one + two, two])
    assert len(set(Rarity.fit(chain, np.zeros(3, dtype=np.int8)).fact.tolist())) == 2


def test_no_fact_is_rarer_than_one_in_all() -> None:
    far = Rarity.fit(crowd(), BOTH).of(np.full((1, WIDTH), 50.0))
    assert 0.0 < far[0] <= 3 * math.log(ROWS + 1)


@pytest.mark.parametrize("size", [0, 1, 2])
def test_hardly_anybody_is_enough_to_learn_from(size: int) -> None:
    assert np.isfinite(Rarity.fit(crowd()[:size], BOTH).of(crowd())).all()
