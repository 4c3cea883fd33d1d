"""How one person is known under several entries: learned by training, kept in the model, used by scoring."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from experiments.benchmarks.country import write_country
from features.identities import LinkageModel, default_model, train_linkage
from features.intake import open_drop
from models.model import Model
from models.run.options import RunOptions
from models.run.prepare import prepared
from models.run.score import score_drop
from models.run.steps import Steps, StillGauge
from tests.models.worlds import cast

KEY = b"a key of thirty-two bytes, kept."
NEVER = replace(default_model(), threshold=2.0)
"""A model that holds no two entries to be one person."""


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country") / "drop"
    write_country(folder, 1_000, seed=1)
    return folder


def pairs(drop: Path, linkage: LinkageModel | None) -> int:
    with prepared(drop, key=KEY, steps=Steps(StillGauge()), seed=1, linkage=linkage) as made:
        return len(made.tables.engine.collect(made.tables["same_person"]).to_pylist())


def test_the_linkage_of_a_model_decides_who_is_one_person(drop: Path) -> None:
    assert pairs(drop, None) == 5
    assert pairs(drop, NEVER) == 0


def test_a_model_keeps_its_linkage(tmp_path: Path) -> None:
    model = replace(cast()[1], linkage=NEVER)
    model.save(tmp_path)
    assert Model.load(tmp_path).linkage == NEVER
    assert Model.load(tmp_path).version == model.version != cast()[1].version


def test_a_run_links_as_its_model_says(drop: Path, tmp_path: Path) -> None:
    options = RunOptions(drop=drop, out=tmp_path / "run", key=KEY)
    score_drop(options, gauge=StillGauge(), model=replace(cast()[1], linkage=NEVER))
    assert duckdb.read_parquet(str(tmp_path / "run" / "same_person.parquet")).fetchall() == []


def test_a_drop_with_too_few_people_teaches_nothing(drop: Path) -> None:
    with duckdb.connect() as connection:
        assert train_linkage(open_drop(drop, connection=connection), seed=1) == default_model()
