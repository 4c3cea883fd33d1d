"""One world taught: outcomes of the earlier months to learn from, those of the later ones and everybody else to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray

from experiments.world import simulate
from features.subjects import SubjectKind
from models.chunks import in_chunks
from models.kind import Evidence
from models.matrix import Matrix
from models.model import Model
from models.outcomes import Key, Past, latest, read_outcomes
from models.run.prepare import Prepared, prepared
from models.run.steps import Steps, StillGauge
from models.training import fit

KEY = b"a study keeps no pseudonym of anybody"
HELD_OUT = 1 / 3  # of the outcomes, the latest
RECIPIENT = SubjectKind.RECIPIENT


@dataclass(frozen=True)
class Lesson:
    """A model before and after ``learnt`` was told to it; ``asked`` are the rows that it was told nothing of.

    ``true`` and ``suspect`` (aligned with each matrix) say whose money a scheme touches, and who runs one.
    """

    plain: Model
    taught: Model
    matrices: Mapping[SubjectKind, Matrix]
    asked: Mapping[SubjectKind, NDArray[np.bool_]]
    true: Mapping[SubjectKind, NDArray[np.bool_]]
    suspect: Mapping[SubjectKind, NDArray[np.bool_]]
    learnt: Mapping[Key, Past]
    held_out: Mapping[Key, Past]

    def evidence(self, kind: SubjectKind) -> Evidence:
        """The evidence that any way of learning starts from."""
        part, program, matrix = self.plain.part(kind), self.plain.program(kind), self.matrices[kind]
        found = in_chunks(lambda rows: part.evidence(part.see(matrix.taken(rows)), program), len(matrix))
        return Evidence.joined(found)


def lesson(seed: int, *, families: int, inspected: float, evasive: float, folder: Path) -> Lesson:
    """Simulate a world whose inspectorate looked at a share of it, and teach a model the earlier outcomes."""
    drop = folder / str(seed)
    simulate(drop, families=families, seed=seed, inspected=inspected, evasive=evasive)
    with prepared(drop, key=KEY, steps=Steps(StillGauge()), seed=1) as ready:
        return _taught(ready, pq.read_table(drop.with_name(f"{seed}.truth") / "truth.parquet").to_pandas())


def _taught(ready: Prepared, truth: pd.DataFrame) -> Lesson:
    matrices = {kind: ready.matrix(kind) for kind in ready.singles}
    plain = fit(matrices, ready.catalogue, seed=1)
    known = latest(read_outcomes(ready.tables))
    cut = _cut(known)
    learnt = {key: past for key, past in known.items() if past.decided_at < cut}
    taught = plain
    for matrix in matrices.values():
        taught = taught.taught(matrix, learnt)
    touched = truth[truth["fraud"]]
    suspects = touched[touched["role"] == "suspect"]
    return Lesson(
        plain=plain,
        taught=taught,
        matrices=matrices,
        asked={kind: ~_among(one, {subject for of, subject in learnt if of is kind}) for kind, one in matrices.items()},
        true={kind: _among(one, _ids(touched, kind)) for kind, one in matrices.items()},
        suspect={kind: _among(one, _ids(suspects, kind)) for kind, one in matrices.items()},
        learnt=learnt,
        held_out={key: past for key, past in known.items() if key not in learnt},
    )


def _cut(known: Mapping[Key, Past]) -> datetime:
    """The first moment of the month in which the latest third of the outcomes begins."""
    times = sorted(past.decided_at for past in known.values())
    begins = times[int(len(times) * (1 - HELD_OUT))]
    return datetime(begins.year, begins.month, 1)


def _among(matrix: Matrix, ids: set[str]) -> NDArray[np.bool_]:
    return np.isin(matrix.subject_ids.astype(str), sorted(ids))


def _ids(rows: pd.DataFrame, kind: SubjectKind) -> set[str]:
    return set(rows.loc[rows["subject_kind"] == kind.value, "subject_id"])
