"""A run and its truth side by side: one row per scored subject, one per planted ring."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from features.errors import SaksamaError
from models.run.folder import read_table

KEYS = ["subject_kind", "subject_id"]
NONE, RING, SUSPECT, HARMED, MODEL = "none", "ring", "suspect", "harmed", "model"


@dataclass(frozen=True)
class Judged:
    """``subjects`` are those scored, with what is true of them; ``truth`` is the truth as it was planted.

    subjects: KEYS, score, band, role, queue_rank, selected_by, fraud, true_role. members: ring_id and KEYS of the
    run's rings. A subject that the truth does not name is honest.
    """

    subjects: pd.DataFrame
    rings: pd.DataFrame
    members: pd.DataFrame
    truth: pd.DataFrame

    @property
    def flagged(self) -> pd.DataFrame:
        """Single subjects above band none."""
        return self.subjects[self.subjects["band"] != NONE]


def read_judged(run: Path, truth: Path) -> Judged:
    """The run's scores beside the truth; SaksamaError where either cannot be read."""
    planted = read_truth(truth)
    scores = read_table(run, "scores").to_pandas()
    true = _per_subject(planted)
    subjects = scores[scores["subject_kind"] != RING].merge(true, on=KEYS, how="left")
    subjects["fraud"] = subjects["fraud"].fillna(value=False).astype(bool)
    subjects["true_role"] = subjects["true_role"].fillna(NONE)
    rings = scores[scores["subject_kind"] == RING].rename(columns={"subject_id": "case_ring"})
    members = read_table(run, "ring_members").to_pandas()
    return Judged(subjects, rings, members, planted)


def read_truth(path: Path) -> pd.DataFrame:
    """The truth beside a simulated drop, from its folder or its file."""
    file = path / "truth.parquet" if path.is_dir() else path
    if not file.is_file():
        raise SaksamaError(f"{path} holds no truth: name OUT.truth, or truth.parquet in it, of a simulated drop.")
    truth: pd.DataFrame = pq.read_table(file).to_pandas()
    return truth


def _per_subject(planted: pd.DataFrame) -> pd.DataFrame:
    """Whoever takes part as a suspect anywhere is a suspect; else whoever is robbed anywhere is harmed."""
    grouped = planted.groupby(KEYS)
    roles = grouped["role"].agg(lambda roles: next((r for r in (SUSPECT, HARMED) if r in set(roles)), NONE))
    return pd.DataFrame({"fraud": grouped["fraud"].any(), "true_role": roles}).reset_index()
