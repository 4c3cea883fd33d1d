"""The study of learning, small: what it compares, what it asks of whom, and when it says that learning hurts."""

import numpy as np
import pandas as pd
import pytest

from experiments.studies.learning import Lesson, compared, lesson, measured, worse
from experiments.studies.learning.lesson import RECIPIENT
from experiments.studies.learning.measure import PAIRED, WITH, WITHOUT, curve

Figures = dict[str, dict[str, float]]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    folder = tmp_path_factory.mktemp("study")
    return lesson(11, families=2_000, inspected=0.3, evasive=0.3, folder=folder)


@pytest.fixture(scope="module")
def found(small: Lesson) -> tuple[Figures, pd.DataFrame]:
    return measured(small, capacity=20)


def test_nobody_is_asked_of_whom_the_model_was_told(small: Lesson) -> None:
    ids = small.matrices[RECIPIENT].subject_ids[small.asked[RECIPIENT]]
    assert {("recipient", str(one)) for one in ids}.isdisjoint({(kind.value, one) for kind, one in small.learnt})


def test_what_is_held_out_is_later_than_all_that_was_learnt(small: Lesson) -> None:
    last = max(past.decided_at for past in small.learnt.values())
    first = min(past.decided_at for past in small.held_out.values())
    assert (last.year, last.month) < (first.year, first.month)


def test_every_figure_stands_with_and_without_and_beside_the_rivals(found: tuple[Figures, pd.DataFrame]) -> None:
    figures, told = found
    for name in PAIRED:
        assert {WITHOUT, WITH} <= set(figures[name])
        assert all(0 <= value <= 1 for value in figures[name].values())
    assert len(figures[PAIRED[2]]) == 5
    assert curve(told)["subjects"].sum() == len(told)


def test_the_probability_tells_suspects_better_than_the_score_alone(found: tuple[Figures, pd.DataFrame]) -> None:
    figures, _ = found
    assert figures[PAIRED[2]][WITH] > figures[PAIRED[2]][WITHOUT]


def worlds(*gains: float) -> list[Figures]:
    return [{name: {WITHOUT: 0.5, WITH: 0.5 + gain} for name in PAIRED} for gain in gains]


@pytest.mark.parametrize(
    ("gains", "expected"),
    [((-0.2, -0.21, -0.19), list(PAIRED)), ((-0.2, 0.1, 0.05), []), ((0.1, 0.11, 0.12), []), ((-0.2,), [])],
)
def test_only_what_is_worse_beyond_noise_counts_as_worse(gains: tuple[float, ...], expected: list[str]) -> None:
    assert worse(compared(worlds(*gains))) == expected


def test_the_interval_is_that_of_a_paired_t_test() -> None:
    one = compared(worlds(0.1, 0.2, 0.3))[0]
    assert one.difference == pytest.approx(0.2)
    assert one.high - one.low == pytest.approx(2 * 4.302653 * 0.1 / np.sqrt(3), rel=1e-5)


def test_what_would_be_confirmed_is_what_the_inspectorate_confirms_of_such_people() -> None:
    """It confirms three of four suspects and nobody else: of a half that are suspects, three in eight."""
    told = pd.DataFrame(
        {
            "told": [0.5] * 8,
            "true": [True] * 4 + [False] * 4,
            "said": [1.0, 1.0, 1.0, 0.0, 0.0, np.nan, np.nan, np.nan],
        }
    )
    assert curve(told)[["confirmed", "true"]].to_numpy().tolist() == [[0.375, 0.5]]
