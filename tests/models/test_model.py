from pathlib import Path

import numpy as np
import pytest

from features.errors import SaksamaError
from features.subjects import SubjectKind
from models.assessment import Assessment
from models.matrix import Matrix, Place
from models.model import Model
from models.training import fit
from tests.models.worlds import CATALOGUE, NAMES, book, cast, matrix, ordinary, rule

RECIPIENT = SubjectKind.RECIPIENT


@pytest.fixture(scope="module")
def people() -> Matrix:
    return cast()[0]


@pytest.fixture(scope="module")
def model() -> Model:
    return cast()[1]


@pytest.fixture(scope="module")
def found(people: Matrix, model: Model) -> Assessment:
    return model.assess(people)


def same(left: Assessment, right: Assessment, places: "np.ndarray | slice") -> bool:
    return (
        np.array_equal(left.raw, right.raw[places])
        and np.array_equal(left.score, right.score[places])
        and np.array_equal(left.score_alone, right.score_alone[places], equal_nan=True)
        and list(left.band) == list(right.band[places])
    )


def test_a_subject_alone_equals_its_row_in_the_batch(people: Matrix, model: Model, found: Assessment) -> None:
    for row in (0, 1, 2, 3, 50, 299):
        values = {name: float(people.values[row, place]) for place, name in enumerate(NAMES)}
        alone = model.assess_one(RECIPIENT, values, Place(str(people.subject_ids[row]), "351001", "3510", "village"))
        assert same(alone, found, slice(row, row + 1))
        assert alone.reasons[0] == found.reasons[row]


def test_the_order_of_columns_changes_nothing(people: Matrix, model: Model, found: Assessment) -> None:
    turned = matrix(people.values[:, ::-1], NAMES[::-1])
    assert same(model.assess(turned), found, slice(None))


def test_training_twice_gives_one_version(people: Matrix, model: Model) -> None:
    assert cast()[1].version == model.version
    assert fit({RECIPIENT: people}, CATALOGUE, seed=2).version != model.version


def test_a_saved_model_is_the_same_model(people: Matrix, model: Model, found: Assessment, tmp_path: Path) -> None:
    model.save(tmp_path / "model")
    back = Model.load(tmp_path / "model")
    assert back.version == model.version
    assert same(back.assess(people), found, slice(None))
    assert back.assess(people).reasons == found.reasons


def test_saving_twice_gives_the_same_bytes(model: Model, tmp_path: Path) -> None:
    for name in ("one", "two"):
        model.save(tmp_path / name)
    for file in ("manifest.json", "arrays.npz"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_folder_without_a_model_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SaksamaError, match="no model"):
        Model.load(tmp_path)


def test_a_kind_never_seen_is_told_in_one_sentence(model: Model) -> None:
    with pytest.raises(SaksamaError, match="agent"):
        model.part(SubjectKind.AGENT)


def test_a_missing_column_counts_as_unknown(people: Matrix, model: Model) -> None:
    less = matrix(people.values[:, :3], NAMES[:3])
    gaps = people.values.copy()
    gaps[:, 3] = np.nan
    assert same(model.assess(less), model.assess(matrix(gaps)), slice(None))


def test_a_column_unknown_for_all_is_learnt_from_without_harm(people: Matrix) -> None:
    gaps = people.values.copy()
    gaps[:, 1] = np.nan
    assert np.isfinite(fit({RECIPIENT: matrix(gaps)}, CATALOGUE, seed=1).assess(matrix(gaps)).raw).all()


@pytest.mark.parametrize("size", [0, 1, 2, 5])
def test_a_tiny_drop_gives_a_model_that_says_so(size: int) -> None:
    few = ordinary().taken(slice(0, size))
    model = fit({RECIPIENT: few}, CATALOGUE, seed=1)
    assert len(model.assess(few)) == size
    assert "hardly known" in model.notes[0]


def test_scores_are_quantiles_with_six_decimals(found: Assessment) -> None:
    assert ((found.score >= 0) & (found.score <= 1)).all()
    assert np.array_equal(found.score, np.round(found.score, 6))
    assert abs(float(np.median(found.score)) - 0.5) < 0.01
    assert np.array_equal(np.argsort(found.score, kind="stable"), np.argsort(found.raw, kind="stable"))


def test_a_link_alone_is_never_above_review(found: Assessment) -> None:
    assert found.band[1] == "review"
    assert found.evidence_alone[1] < 0.5


def test_two_typologies_of_which_one_is_its_own_are_a_priority(found: Assessment) -> None:
    assert (found.band[2], found.typologies[2]) == ("priority", ("T1", "T9"))


def test_ordinary_people_are_left_alone() -> None:
    people = ordinary(2000)
    found = fit({RECIPIENT: people}, CATALOGUE, seed=1, rules=book(rule())).assess(people)
    assert (found.band == "none").all()
    assert set(found.role) == {"none"}


def test_roles_follow_the_evidence(found: Assessment) -> None:
    assert list(found.role[:4]) == ["harmed", "suspect", "unclear", "none"]


def test_without_rules_the_detectors_still_see_who_stands_out(people: Matrix, model: Model) -> None:
    blind = model.without_rules().assess(people)
    assert set(np.argsort(-blind.raw)[:6]) >= {0, 1, 2}


def test_a_score_without_the_neighbours_is_never_higher_for_who_is_flagged_by_sharing(found: Assessment) -> None:
    assert found.score_alone[1] < found.score[1]
    assert np.isnan(found.score_alone[found.band == "none"]).all()
