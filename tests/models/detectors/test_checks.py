"""Every detector passes every check of models/detectors/checks.py; some stand beside a twin from a library as well."""

import pkgutil
from collections.abc import Callable

import numpy as np
import pytest
from pyod.models.inne import INNE
from pyod.models.knn import KNN
from sklearn.ensemble import IsolationForest

import models.detectors
from models.detectors import METHODS, Method
from models.detectors.checks import CHECKS, crowd
from models.detectors.forest import SAMPLE, TREES, Forest
from models.detectors.inne import Balls
from models.detectors.neighbours import NEAREST, Neighbours
from models.detectors.points import Points
from models.ensemble import Committee
from models.matrix import Floats

NO_DETECTORS = {"contract", "checks", "points"}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_every_detector_passes_every_check(method: Method, check: Callable[[Method], None]) -> None:
    check(method)


def test_no_detector_stands_outside_the_registry() -> None:
    written = {module.name for module in pkgutil.iter_modules(models.detectors.__path__)} - NO_DETECTORS
    registered = {method.fit.__module__.rpartition(".")[2] for method in METHODS}
    assert written == registered


def test_the_committee_uses_every_registered_detector_under_a_name_of_its_own() -> None:
    assert list(Committee.fit(crowd(), 1).detectors) == [method.name for method in METHODS]
    assert len({method.name for method in METHODS}) == len(METHODS)


class _Careless:
    """Looks at the rows beside it, forgets its state, and gives up on what never differs."""

    def score(self, rows: Floats) -> Floats:
        return np.asarray(rows.sum(axis=1) - rows.max(initial=0.0), dtype=np.float64)

    def state(self) -> dict[str, np.ndarray]:
        return {"names": np.array(["text"])}


def test_the_checks_catch_a_careless_detector() -> None:
    careless = Method("careless", lambda rows, seed: _Careless(), lambda state: _Careless())
    failed = []
    for check in CHECKS:
        try:
            check(careless)
        except AssertionError:
            failed.append(check.__name__)
    assert {"row_alone_equals_row_in_a_batch", "saved_state_scores_the_same"} <= set(failed)


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
