"""One world from its seed to its figures: simulated, scored by a model fitted on it, measured, and thrown away."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from experiments.evaluation import Evaluation, evaluate
from experiments.world.simulate import simulate
from models.run.folder import read_table
from models.run.options import RunOptions
from models.run.score import score_drop
from models.run.steps import StillGauge

KEY = b"a key for worlds that nobody lives in"


def seen_world(seed: int, *, families: int, capacity: int, evasive: float, folder: Path) -> Evaluation:
    """The evaluation of a world with every typology; its files live in ``folder`` only meanwhile."""
    with _scored(folder, seed, families, capacity=capacity, evasive=evasive, clean=False) as (drop, run):
        return evaluate(run, drop.with_suffix(".truth"), drop=drop, key=KEY)


def clean_world(seed: int, *, families: int, capacity: int, folder: Path) -> pd.DataFrame:
    """Of a world with nothing but look-alikes and errors: subjects by kind and band."""
    with _scored(folder, seed, families, capacity=capacity, evasive=0.0, clean=True) as (_, run):
        scores = read_table(run, "scores").to_pandas()
    counted = scores.groupby(["subject_kind", "band"]).size().unstack(fill_value=0)
    bands: pd.DataFrame = counted.reindex(columns=["none", "review", "priority"], fill_value=0)
    return bands.rename_axis(columns=None).reset_index().assign(world=seed)


@contextmanager
def _scored(
    folder: Path, seed: int, families: int, *, capacity: int, evasive: float, clean: bool
) -> Iterator[tuple[Path, Path]]:
    """A drop and its run, while the block lasts."""
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        drop, run = Path(aside, "drop"), Path(aside, "run")
        simulate(drop, families=families, seed=seed, evasive=evasive, clean=clean)
        options = RunOptions(drop=drop, out=run, key=KEY, capacity=capacity, seed=seed, keep_features=True)
        score_drop(options, gauge=StillGauge())
        yield drop, run
