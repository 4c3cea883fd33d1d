"""One small world and one run of it, for all tests of this folder."""

from pathlib import Path

import pytest

from experiments.world import simulate
from models.run.options import RunOptions
from models.run.score import RunSummary, score_drop
from models.run.steps import StillGauge

KEY = b"a key that only these tests know"


def scored(drop: Path, out: Path) -> RunSummary:
    return score_drop(RunOptions(drop, out, KEY, capacity=40), gauge=StillGauge())


@pytest.fixture(scope="session")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("world") / "drop"
    simulate(out, families=1_500, seed=5)
    return out


@pytest.fixture(scope="session")
def run(drop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "run"
    scored(drop, out)
    return out
