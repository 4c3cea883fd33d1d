import numpy as np
import pyarrow as pa
import pytest

from features.subjects import SubjectKind
from models import chunks
from models.matrix import Matrix
from models.rows import FeatureRows
from tests.models.worlds import NAMES, cast, matrix

FIELDS = ("subject_ids", "values", "district", "regency", "channel", "amount_at_risk")


def table_of(people: Matrix) -> pa.Table:
    """The feature table of a matrix, its rows in no order and in chunks of uneven length."""
    columns = {name: pa.array(people.column(name), from_pandas=True) for name in people.names}
    places = {
        "subject_id": people.subject_ids,
        "district_code": people.district,
        "regency_code": people.regency,
        "channel": people.channel,
        "amount_at_risk": people.amount_at_risk,
    }
    mixed = pa.table({**places, **columns}).take(np.random.default_rng(3).permutation(len(people)))
    return pa.concat_tables([mixed.slice(0, 7), mixed.slice(7, 100), mixed.slice(107)])


def same(left: Matrix, right: Matrix) -> bool:
    return left.names == right.names and all(
        np.array_equal(getattr(left, name), getattr(right, name), equal_nan=name == "values") for name in FIELDS
    )


@pytest.fixture
def people() -> Matrix:
    given = cast()[0]
    districts = [None if row % 5 == 0 else f"35{row % 3}" for row in range(len(given))]
    return matrix(given.values[:, np.argsort(NAMES)], sorted(NAMES), districts)


@pytest.fixture
def rows(people: Matrix) -> FeatureRows:
    return FeatureRows.of(SubjectKind.RECIPIENT, table_of(people), NAMES)


def test_a_table_in_no_order_gives_the_matrix_in_order(people: Matrix) -> None:
    assert same(Matrix.from_table(SubjectKind.RECIPIENT, table_of(people), NAMES), people)


def test_rows_that_are_asked_for_are_those_of_the_matrix(people: Matrix, rows: FeatureRows) -> None:
    for wanted in (np.array([5, 2, 299]), np.arange(len(people)) % 7 == 0, slice(10, 20), np.zeros(0, dtype=np.intp)):
        assert same(rows.taken(wanted), people.taken(wanted))
    assert list(rows.subject_ids) == list(people.subject_ids)
    assert list(rows.district) == list(people.district)


def test_a_feature_without_a_column_is_unknown(people: Matrix) -> None:
    found = FeatureRows.of(SubjectKind.RECIPIENT, table_of(people), [*NAMES, "absent"])
    assert np.isnan(found.taken(slice(None)).column("absent")).all()


def test_subjects_are_judged_alike_wherever_they_lie(
    people: Matrix, rows: FeatureRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = cast()[1]
    whole = model.assess(people)
    monkeypatch.setattr(chunks, "CHUNK", 64)
    found = model.assess(rows)
    for name in ("subject_ids", "raw", "score", "evidence", "evidence_alone", "unnamed", "band", "role"):
        assert list(getattr(found, name)) == list(getattr(whole, name))
    assert found.reasons == whole.reasons
    assert found.typologies == whole.typologies
    assert list(found.amount_at_risk) == list(whole.amount_at_risk)
