"""A simulated world made ready and a model fitted on it: what the benchmarks of the models share."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from experiments.world import simulate
from features.subjects import SubjectKind
from models.assessment import Assessment
from models.matrix import Matrix
from models.model import Model
from models.run.judge import fit_on, ring_matrix
from models.run.prepare import Prepared, prepared
from models.run.steps import Steps, StillGauge

KEY = b"a key for measuring only, nothing real under it"


@dataclass(frozen=True)
class Ready:
    """A drop made ready, the model fitted on it, and every subject's features, rings included."""

    drop: Prepared
    model: Model
    matrices: Mapping[SubjectKind, Matrix]

    def assessed(self, model: Model | None = None) -> dict[SubjectKind, Assessment]:
        """What a model, or the one fitted here, says of every subject."""
        used = model or self.model
        return {kind: used.assess(matrix) for kind, matrix in self.matrices.items()}


@contextmanager
def ready_world(families: int, seed: int, aside: Path | None = None) -> Iterator[Ready]:
    """A world of that many families, gone when the block ends; its files live in ``aside`` meanwhile."""
    with tempfile.TemporaryDirectory(dir=aside) as folder:
        simulate(Path(folder, "drop"), families=families, seed=seed)
        with ready(Path(folder, "drop"), seed) as world:
            yield world


@contextmanager
def ready(drop: Path, seed: int) -> Iterator[Ready]:
    """A drop made ready with a model fitted on it, while the block lasts."""
    with prepared(drop, key=KEY, steps=Steps(StillGauge()), seed=seed) as made:
        model = fit_on(made, seed=seed)
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
