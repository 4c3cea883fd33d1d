from itertools import combinations

import numpy as np
import pytest

from features.subjects import SubjectKind
from models.matrix import Matrix
from models.model import Model
from models.reasons.counterfactual import Counterfactual
from models.training import fit
from tests.models.worlds import CATALOGUE, NAMES, book, cast, matrix, ordinary, rule

RECIPIENT = SubjectKind.RECIPIENT


@pytest.fixture(scope="module")
def subjects() -> Matrix:
    return cast()[0]


@pytest.fixture(scope="module")
def model() -> Model:
    return cast()[1]


def of(model: Model, people: Matrix, row: int) -> Counterfactual:
    return model.counterfactuals(people.taken(slice(row, row + 1)))[0]


def changed(people: Matrix, row: int, one: Counterfactual) -> Matrix:
    values = people.values[row : row + 1].copy()
    for change in one.changes:
        values[0, NAMES.index(change.feature.name)] = change.needed
    return matrix(values)


@pytest.mark.parametrize("row", [0, 1, 2])
def test_what_is_told_holds_when_the_model_scores_it_again(subjects: Matrix, model: Model, row: int) -> None:
    one = of(model, subjects, row)
    assert one.changes
    assert model.assess(subjects).band[row] != "none"
    assert model.assess(changed(subjects, row, one)).band[0] == "none"


@pytest.mark.parametrize("row", [0, 1, 2])
def test_no_fewer_features_would_do(subjects: Matrix, model: Model, row: int) -> None:
    """Beside a naive search over every smaller set of features, each put at its peers' median."""
    one = of(model, subjects, row)
    usual = np.nanmedian(subjects.values, axis=0)
    for size in range(1, len(one.changes)):
        for places in combinations(range(len(NAMES)), size):
            values = subjects.values[row : row + 1].copy()
            values[0, list(places)] = usual[list(places)]
            assert model.assess(matrix(values)).band[0] != "none"


def test_a_change_is_as_small_as_it_can_be(subjects: Matrix, model: Model) -> None:
    change = of(model, subjects, 0).changes[0]
    assert (change.feature.name, change.seen, change.needed) == ("cards", 40.0, 19.0)


def test_both_languages_name_what_is_seen_and_what_would_have_to_be(subjects: Matrix, model: Model) -> None:
    one = of(model, subjects, 0)
    for text in (one.text_en, one.text_id):
        assert "cards 19" in text
        assert "40" in text
    assert "usual" not in one.text_en
    assert "lazim" not in one.text_id


def test_one_alone_is_told_the_same_as_among_others(subjects: Matrix, model: Model) -> None:
    three = model.counterfactuals(subjects.taken(slice(0, 3)))
    assert [one.text_en for one in three] == [of(model, subjects, row).text_en for row in range(3)]


def test_where_the_usual_does_not_help_a_value_goes_on_towards_nothing() -> None:
    values = ordinary().values.copy()
    values[:, 0] = np.nan
    values[:5, 0] = 300
    people = matrix(values)
    fitted = fit({RECIPIENT: people}, CATALOGUE, seed=1, rules=book(rule(when="debts > 90")))
    assert of(fitted, people, 0).changes[0].needed == 90.0


def test_where_no_change_helps_it_says_so_instead_of_inventing_one() -> None:
    people = matrix(ordinary().values)
    rules = book(rule(name="always", when="known(hours) or not known(hours) or hours >= 0 or hours < 0"))
    values = people.values.copy()
    values[:, 1] = 3
    flat = matrix(values)
    one = of(fit({RECIPIENT: flat}, CATALOGUE, seed=1, rules=rules), flat, 0)
    assert one.changes == ()
    assert one.text_en
    assert one.text_id
