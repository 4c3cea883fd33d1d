"""The checks that every detector must pass; a new one joins by standing in METHODS."""

import numpy as np
import pytest
from pyod.models.inne import INNE
from pyod.models.knn import KNN
from sklearn.ensemble import IsolationForest

from models.detectors import METHODS, Method
from models.detectors.forest import SAMPLE, TREES, Forest
from models.detectors.inne import Balls
from models.detectors.neighbours import NEAREST, Neighbours
from models.detectors.points import Points
from models.matrix import Floats

every_detector = pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)


def crowd(size: int = 400, width: int = 6) -> Floats:
    rows = np.random.default_rng(3).normal(size=(size, width))
    rows[0] = 9.0
    return rows


@every_detector
def test_the_same_seed_learns_the_same(method: Method) -> None:
    rows = crowd()
    assert np.array_equal(method.fit(rows, 5).score(rows), method.fit(rows, 5).score(rows))


@every_detector
def test_higher_is_more_unusual(method: Method) -> None:
    scores = method.fit(crowd(), 5).score(crowd())
    assert scores[0] >= np.quantile(scores, 0.99)


@every_detector
def test_a_row_alone_equals_the_row_in_a_batch(method: Method) -> None:
    rows, detector = crowd(), method.fit(crowd(), 5)
    alone = np.array([detector.score(rows[place : place + 1])[0] for place in range(0, 400, 7)])
    assert np.array_equal(alone, detector.score(rows)[::7])


@every_detector
def test_row_order_changes_nothing(method: Method) -> None:
    rows, detector = crowd(), method.fit(crowd(), 5)
    assert np.array_equal(detector.score(rows[::-1]), detector.score(rows)[::-1])


@every_detector
def test_a_saved_state_scores_the_same(method: Method) -> None:
    detector = method.fit(crowd(), 5)
    assert np.array_equal(method.load(detector.state()).score(crowd()), detector.score(crowd()))


@every_detector
def test_constant_columns_say_nothing_and_do_no_harm(method: Method) -> None:
    rows = np.column_stack([crowd(), np.zeros(400)])
    assert np.isfinite(method.fit(rows, 5).score(rows)).all()
    still = np.ones((50, 3))
    assert len(set(method.fit(still, 5).score(still).tolist())) == 1


@every_detector
@pytest.mark.parametrize("size", [1, 2, 3])
def test_very_few_rows_are_learnt_from_without_a_crash(method: Method, size: int) -> None:
    rows = crowd()[:size]
    assert np.isfinite(method.fit(rows, 5).score(rows)).all()


def test_the_forest_scores_as_scikit_learn_does() -> None:
    rows = crowd(size=1000)
    theirs = IsolationForest(n_estimators=TREES, max_samples=SAMPLE, random_state=5).fit(rows)
    assert np.allclose(Forest.fit(rows, 5).score(rows), -theirs.score_samples(rows), atol=1e-12)


def test_neighbours_rank_as_pyod_does_with_the_same_points() -> None:
    rows = crowd()
    ours = Neighbours(Points.at(rows[:100].T), samples=1)
    theirs = KNN(n_neighbors=NEAREST, method="largest").fit(rows[:100])
    assert np.allclose(ours.score(rows[100:]), theirs.decision_function(rows[100:]), atol=1e-5)


def test_balls_are_about_as_good_as_those_of_pyod() -> None:
    rows = crowd()
    ours, theirs = Balls.fit(rows, 5).score(rows), INNE(random_state=5).fit(rows).decision_scores_
    assert np.corrcoef(ours, theirs)[0, 1] > 0.8
