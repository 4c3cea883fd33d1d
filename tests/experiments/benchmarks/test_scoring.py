"""The benchmark's own checks on a small world: rows come out the same alone, in a thread, and in the batch."""

import numpy as np
import pytest

from experiments.benchmarks.judged_world import Ready, many
from experiments.benchmarks.scoring import Figure, measure
from features.subjects import SubjectKind


def test_no_row_differs_alone_or_in_one_thread_and_every_way_is_timed(world: Ready) -> None:
    figures, differences = measure(world, 20_000, seed=1)
    assert differences == []
    assert [figure.bar is not None for figure in figures] == [True, False, False, False, True, False]
    assert all(figure.seconds > 0 for figure in figures)


def test_a_row_that_differs_is_told(world: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = world.matrices[SubjectKind.RECIPIENT]
    real = type(world.model).assess_one
    monkeypatch.setattr(type(world.model), "assess_one", lambda self, kind, row, place: real(self, kind, {}, place))
    _, differences = measure(world, len(matrix), seed=1)
    assert "alone" in differences[0]


def test_drawn_subjects_are_subjects_of_the_world(world: Ready) -> None:
    matrix = world.matrices[SubjectKind.RECIPIENT]
    drawn = many(matrix, 50, seed=1)
    assert len(set(drawn.subject_ids.tolist())) == 50
    assert set(drawn.amount_at_risk.tolist()) <= set(np.asarray(matrix.amount_at_risk).tolist())


def test_a_bar_is_missed_from_the_bar_on() -> None:
    assert Figure("", 1, seconds=1.0, processor=1.0, bar=1.0).missed
    assert not Figure("", 1, seconds=9.0, processor=1.0).missed
