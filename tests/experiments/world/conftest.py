"""One small world with every scheme, and the same world without any, for all tests of this folder."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from experiments.world import simulate

FAMILIES, SEED = 4_000, 5
Read = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("worlds") / "drop"
    simulate(out, families=FAMILIES, seed=SEED)
    return out


@pytest.fixture(scope="session")
def clean_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("clean worlds") / "drop"
    simulate(out, families=FAMILIES, seed=SEED, clean=True)
    return out


@pytest.fixture
def table(world: Path) -> Read:
    return lambda name: pq.read_table(world / f"{name}.parquet").to_pandas()


@pytest.fixture
def truth(world: Path) -> Read:
    return lambda name: pq.read_table(world.with_name("drop.truth") / f"{name}.parquet").to_pandas()
