"""An outcome is learnt beside what was known before its month, not beside what came of it."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from experiments.world import simulate
from features.subjects import SubjectKind
from models.matrix import Matrix
from models.run.prepare import prepared
from models.run.steps import Steps, StillGauge
from models.run.then import Then, as_decided

KEY = b"a key that only these tests know"
PEOPLE = SubjectKind.RECIPIENT
NOVEMBER = datetime(2025, 11, 30, 23, 59, 59)
DECIDED = (datetime(2025, 12, 20), datetime(2025, 10, 5))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A drop with two cases, decided in December and in October."""
    out = tmp_path_factory.mktemp("then") / "drop"
    simulate(out, families=400, seed=13)
    subjects = sorted(pq.read_table(out / "recipients.parquet")["recipient_id"].to_pylist())[:2]
    common = {"subject_kind": "recipient", "outcome": "cleared", "selected_by": "audit"}
    rows = [common | {"subject_id": who, "decided_at": when} for who, when in zip(subjects, DECIDED, strict=True)]
    pq.write_table(pa.Table.from_pylist(rows), out / "outcomes.parquet")
    return out, subjects


@pytest.fixture(scope="module")
def looked(world: tuple[Path, list[str]]) -> tuple[Then, Matrix]:
    """What one month's look back gives, and the matrix as it is."""
    with prepared(world[0], key=KEY, steps=Steps(StillGauge()), seed=1) as now:
        return as_decided(world[0], now, months=1, key=KEY, engine="polars", seed=1), now.matrix(PEOPLE)


def test_a_case_has_the_row_of_the_month_before_and_everybody_else_their_own(
    world: tuple[Path, list[str]], looked: tuple[Then, Matrix]
) -> None:
    (drop, (who, _)), (then, now) = world, looked
    with prepared(drop, key=KEY, steps=Steps(StillGauge()), seed=1, as_of=NOVEMBER) as back:
        was = back.matrix(PEOPLE)
    found, mine = then.matrices[PEOPLE].values, now.subject_ids == who
    expected = was.aligned(now.names)[was.subject_ids == who]
    np.testing.assert_array_equal(found[mine], expected)
    np.testing.assert_array_equal(found[~mine], now.values[~mine])
    assert not np.array_equal(expected, now.values[mine], equal_nan=True)


def test_what_was_not_read_again_is_noted(looked: tuple[Then, Matrix]) -> None:
    (note,) = looked[0].notes
    assert note.startswith("recipient: 1 of 2 outcomes are learnt beside the features of the training's day")
