"""A register that stops arriving is noticed by the next run."""

import json
import shutil
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from experiments.world import simulate
from features.errors import SaksamaError
from models.run.judge import fit_on
from models.run.options import RunOptions
from models.run.prepare import prepared
from models.run.score import score_drop
from models.run.steps import Steps, StillGauge
from models.run.watch import drift_of_drop, drift_of_run
from models.watch import Drift

KEY = b"a key that only these tests know"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drop, the same without one register, a model of the first, and a run of each with it."""
    place = tmp_path_factory.mktemp("drift")
    simulate(place / "drop", families=600, seed=11)
    shutil.copytree(place / "drop", place / "poorer")
    matches = pq.read_table(place / "poorer" / "registry_matches.parquet")
    pq.write_table(
        matches.filter(pc.not_equal(matches["source"], "SAMSAT")), place / "poorer" / "registry_matches.parquet"
    )
    with prepared(place / "drop", key=KEY, steps=Steps(StillGauge()), seed=1) as ready:
        model = fit_on(ready, seed=1)
    for name in ("drop", "poorer"):
        score_drop(RunOptions(place / name, place / f"run-{name}", KEY), gauge=StillGauge(), model=model)
    assert drift_of_drop(place / "poorer", model, key=KEY, gauge=StillGauge()) == drift_of_run(place / "run-poorer")
    return place


def calling(run: Path) -> list[Drift]:
    return [one for one in drift_of_run(run) if one.attention]


def test_the_drop_that_a_model_learnt_from_has_not_drifted(runs: Path) -> None:
    assert calling(runs / "run-drop") == []


def test_a_register_that_stopped_arriving_is_named_in_the_findings(runs: Path) -> None:
    findings = json.loads((runs / "run-poorer" / "run.json").read_text())["findings"]
    told = [one["message"] for one in findings if one["rule"] == "drift_source"]
    assert len(told) == 1
    assert told[0].startswith("registry_matches source SAMSAT: 0 rows, training had ")


def test_a_run_whose_model_kept_no_profile_says_so(tmp_path: Path) -> None:
    with pytest.raises(SaksamaError, match=r"no readable drift\.json"):
        drift_of_run(tmp_path)
