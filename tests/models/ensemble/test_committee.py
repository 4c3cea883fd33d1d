"""One loud detector does not drown the others, and one silent one loses nothing: as properties."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from models.detectors import METHODS, Method, State
from models.ensemble import Committee
from models.matrix import Floats

ROWS, VOICES = 200, 5
BY_ALL, BY_ONE = 0, 1


@dataclass(frozen=True)
class Column:
    """Reads one column, as loud as it is told to."""

    place: int
    loudness: float

    def score(self, rows: Floats) -> Floats:
        return rows[:, self.place] * self.loudness

    def state(self) -> State:
        return {}


def voice(place: int, loudness: float = 1.0) -> Method:
    return Method(f"column {place}", lambda rows, seed: Column(place, loudness), lambda state: Column(place, loudness))


def heard(rows: Floats, methods: list[Method]) -> Floats:
    return Committee.fit(rows, 1, methods).surprise(rows)


def crowd(seed: int) -> Floats:
    """Ordinary rows; the first stands out to all voices but one, the second only to that one, and there far more."""
    rows = np.random.default_rng(seed).normal(size=(ROWS, VOICES))
    rows[BY_ALL, :-1] = 6.0
    rows[BY_ONE, -1] = 50.0
    return rows


seeds = st.integers(0, 10_000)
loudness = st.floats(1e-6, 1e9)


@given(seeds, loudness)
@settings(max_examples=40)
def test_however_loud_one_voice_is_its_word_counts_as_much_as_any_other(seed: int, loud: float) -> None:
    rows = crowd(seed)
    plain = [voice(place) for place in range(VOICES)]
    assert np.allclose(heard(rows, [*plain[:-1], voice(VOICES - 1, loud)]), heard(rows, plain), rtol=1e-6)


@given(seeds, loudness)
@settings(max_examples=40)
def test_whom_all_others_find_odd_stands_above_whom_only_the_loud_one_does(seed: int, loud: float) -> None:
    found = heard(crowd(seed), [*(voice(place) for place in range(VOICES - 1)), voice(VOICES - 1, loud)])
    assert found[BY_ALL] > found[BY_ONE]


@given(seeds, loudness)
@settings(max_examples=40)
def test_one_voice_alone_adds_no_more_than_the_size_of_its_reference_allows(seed: int, loud: float) -> None:
    rows = crowd(seed)
    others = [voice(place) for place in range(VOICES - 1)]
    without = heard(rows, others) * len(others)
    added = heard(rows, [*others, voice(VOICES - 1, loud)]) * VOICES - without
    assert added.max() <= np.log(2 * (ROWS + 1)) + 1e-9


@given(seeds)
@settings(max_examples=40)
def test_whom_one_voice_alone_finds_odd_stands_higher_than_a_mean_of_ranks_would_let_it(seed: int) -> None:
    rows = crowd(seed)
    rows[BY_ONE, :-1] = 0.0  # the others shrug
    found, ranks = heard(rows, [voice(place) for place in range(VOICES)]), rankdata(rows, axis=0).mean(axis=1)
    assert (found > found[BY_ONE]).sum() < (ranks > ranks[BY_ONE]).sum()


@given(seeds, st.floats(-1e6, 1e6))
@settings(max_examples=40)
def test_a_silent_voice_changes_nothing(seed: int, always: float) -> None:
    rows = np.column_stack([crowd(seed), np.full(ROWS, always)])
    voices = [voice(place) for place in range(VOICES)]
    assert np.array_equal(heard(rows, [*voices, voice(VOICES)]), heard(rows, voices))


def test_where_all_are_silent_nobody_is_surprising() -> None:
    assert heard(np.ones((ROWS, 1)), [voice(0)]).tolist() == [0.0] * ROWS


@pytest.mark.parametrize("quiet", METHODS, ids=lambda method: method.name)
def test_without_any_one_real_detector_what_stands_out_still_does(quiet: Method) -> None:
    rows = np.random.default_rng(2).normal(size=(ROWS, VOICES))
    rows[BY_ALL] = 9.0
    found = heard(rows, [method for method in METHODS if method is not quiet])
    assert found.argmax() == BY_ALL
