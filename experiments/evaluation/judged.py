"""A run and its truth side by side: one row per scored subject, one per planted fact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from experiments.evaluation.forest import forest_places
from experiments.evaluation.groups import audit_groups
from experiments.evaluation.money_trail import recipients_listed
from experiments.evaluation.planted import read_planted
from features.errors import SaksamaError
from models.run.folder import read_table

KEYS = ["subject_kind", "subject_id"]
NONE, RING, SUSPECT, HARMED, MODEL = "none", "ring", "suspect", "harmed", "model"
RECIPIENT = "recipient"


@dataclass(frozen=True)
class Judged:
    """``subjects`` are those scored, with what is true of them; ``truth`` is the truth as it was planted.

    subjects: KEYS, score, band, role, queue_rank, selected_by, fraud, true_role, world, and forest: the place in
    (0, 1] that PyOD's isolation forest gives it within its kind (empty where the run kept no features). rings: the
    same of rings. members: ring_id and KEYS of the run's rings. left_out: recipients whose family the run lists as
    left out, groups: recipients (subject_id) with their audit groups; both empty where no drop was given. A subject
    that the truth does not name is honest.
    """

    subjects: pd.DataFrame
    rings: pd.DataFrame
    members: pd.DataFrame
    truth: pd.DataFrame
    left_out: frozenset[str]
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def recipients(self) -> pd.DataFrame:
        """Recipients with their audit groups, whether flagged, and one of their rings: for wrong flags by group."""
        mine = self.subjects[self.subjects["subject_kind"] == RECIPIENT]
        ring = self.members[self.members["subject_kind"] == RECIPIENT].groupby("subject_id")["ring_id"].min()
        found = mine[["subject_id", "fraud"]].assign(flagged=mine["band"] != NONE, ring_id=mine["subject_id"].map(ring))
        return found.merge(self.groups, on="subject_id", how="left")

    @property
    def flagged(self) -> pd.DataFrame:
        """Single subjects above band none."""
        return self.subjects[self.subjects["band"] != NONE]


def read_judged(run: Path, truth: Path, *, drop: Path | None = None, key: bytes | None = None) -> Judged:
    """The run's scores beside the truth; SaksamaError where either cannot be read."""
    planted = read_truth(truth)
    scores = read_table(run, "scores").to_pandas().assign(world="")
    true = _per_subject(planted)
    subjects = scores[scores["subject_kind"] != RING].merge(true, on=KEYS, how="left")
    subjects["fraud"] = subjects["fraud"].fillna(value=False).astype(bool)
    subjects["true_role"] = subjects["true_role"].fillna(NONE)
    subjects = subjects.merge(forest_places(run), on=KEYS, how="left")
    rings = scores[scores["subject_kind"] == RING].rename(columns={"subject_id": "case_ring"})
    members = read_table(run, "ring_members").to_pandas()
    listed = frozenset[str]() if drop is None else recipients_listed(run, drop, key)
    groups = pd.DataFrame() if drop is None else audit_groups(drop)
    return Judged(subjects, rings, members, planted, listed, groups)


def pooled(worlds: Mapping[str, Judged]) -> Judged:
    """Several worlds as one: every id gets its world's name before it, so that nothing is shared between them.

    A district is a part of one world only, too small a group to say anything of all.
    """
    return Judged(
        subjects=pd.concat([_named(one.subjects, name, "subject_id", "ring_id") for name, one in worlds.items()]),
        rings=pd.concat([_named(one.rings, name, "case_ring") for name, one in worlds.items()]),
        members=pd.concat([_named(one.members, name, "ring_id", "subject_id") for name, one in worlds.items()]),
        truth=pd.concat([_named(one.truth, name, "ring_id", "subject_id") for name, one in worlds.items()]),
        left_out=frozenset(f"{name}/{each}" for name, one in worlds.items() for each in one.left_out),
        groups=pd.concat([_named(one.groups, name, "subject_id") for name, one in worlds.items()])
        .drop(columns=["district", "world"], errors="ignore")
        .reset_index(drop=True),
    )


def read_truth(path: Path) -> pd.DataFrame:
    """The truth beside a simulated drop, from its folder or its file; plain where it does not say evasive."""
    file = path / "truth.parquet" if path.is_dir() else path
    if not file.is_file():
        raise SaksamaError(f"{path} holds no truth: name OUT.truth, or truth.parquet in it, of a simulated drop.")
    truth = read_planted(file, *KEYS, "fraud", "role", "typology", "ring_id", "twin")
    return truth if "evasive" in truth else truth.assign(evasive=False)


def _named(rows: pd.DataFrame, world: str, *ids: str) -> pd.DataFrame:
    columns = {column: f"{world}/" + rows[column] for column in ids if column in rows}
    return rows.assign(**columns, world=world).reset_index(drop=True)


def _per_subject(planted: pd.DataFrame) -> pd.DataFrame:
    """Whoever takes part as a suspect anywhere is a suspect; else whoever is robbed anywhere is harmed."""
    grouped = planted.groupby(KEYS)
    roles = grouped["role"].agg(lambda roles: next((r for r in (SUSPECT, HARMED) if r in set(roles)), NONE))
    return pd.DataFrame({"fraud": grouped["fraud"].any(), "true_role": roles}).reset_index()
