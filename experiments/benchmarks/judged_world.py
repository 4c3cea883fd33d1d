"""A simulated world made ready and a model fitted on it: what the benchmarks of the models share."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from experiments.world import simulate
from features.subjects import SubjectKind
from models.matrix import Matrix
from models.model import Model
from models.rules import RuleBook
from models.run.judge import fit_on, ring_matrix
from models.run.prepare import Prepared, prepared
from models.run.steps import Steps, StillGauge

KEY = b"a key for measuring only, nothing real under it"


@dataclass(frozen=True)
class Ready:
    """A drop made ready, the model fitted on it, and every subject's features, rings included.

    ``truth`` is the folder with what is true of it, while its block lasts; None where it was not simulated here.
    """

    drop: Prepared
    model: Model
    matrices: Mapping[SubjectKind, Matrix]
    truth: Path | None = None


@contextmanager
def ready_world(families: int, seed: int, rules: RuleBook | None = None) -> Iterator[Ready]:
    """A simulated world of that many families, gone when the block ends; ``rules`` None are the shipped ones."""
    with tempfile.TemporaryDirectory() as folder:
        simulate(Path(folder, "drop"), families=families, seed=seed)
        with ready(Path(folder, "drop"), seed, rules) as world:
            yield replace(world, truth=Path(folder, "drop.truth"))


@contextmanager
def ready(drop: Path, seed: int, rules: RuleBook | None = None) -> Iterator[Ready]:
    """A drop made ready with a model fitted on it, while the block lasts."""
    with prepared(drop, key=KEY, steps=Steps(StillGauge()), seed=seed) as made:
        model = fit_on(made, seed=seed, rules=rules)
        matrices = {kind: made.matrix(kind) for kind in made.singles}
        rings = ring_matrix(made, [model.assess(matrix) for matrix in matrices.values()])
        if len(rings):
            matrices[SubjectKind.RING] = rings
        yield Ready(made, model, matrices)


def many(matrix: Matrix, size: int, seed: int) -> Matrix:
    """That many subjects drawn with replacement, in order of a number of their own."""
    rows = np.random.default_rng(seed).integers(0, len(matrix), size)
    names = np.array([f"{number:09d}" for number in range(size)], dtype=object)
    return replace(matrix.taken(rows), subject_ids=names)
