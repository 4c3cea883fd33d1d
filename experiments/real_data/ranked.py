"""One real data set on its way through the product: mapped to a drop, scored, and read back."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from features.mapping import adapt, mapping_for
from models.run.options import RunOptions
from models.run.score import score_drop
from models.run.steps import StillGauge

KEY = b"the report's pseudonyms are read by nobody"
CAPACITY = 200


@dataclass(frozen=True)
class Ranked:
    """A scored data set: its source files, its drop, its run, and the run's scores."""

    source: Path
    drop: Path
    run: Path
    scores: pd.DataFrame

    def table(self, name: str) -> pd.DataFrame:
        """A table of the run."""
        frame: pd.DataFrame = pq.read_table(self.run / f"{name}.parquet").to_pandas()
        return frame

    def features(self, kind: str) -> pd.DataFrame:
        """The feature table of a kind, by subject id."""
        frame: pd.DataFrame = pq.read_table(self.run / "features" / f"{kind}.parquet").to_pandas()
        return frame.set_index("subject_id")

    @property
    def evident(self) -> pd.DataFrame:
        """Subjects above band none in the order of the queue, then by rank."""
        flagged = self.scores[self.scores["band"] != "none"]
        return flagged.sort_values(["queue_rank", "rank"], na_position="last")


def rank(mapping: str, source: Path, work: Path) -> Ranked:
    """Map the files of ``source`` to a drop in ``work`` and score it there."""
    drop = work / "drop"
    adapt(mapping_for(mapping), source, drop)
    return score(source, drop, work / "run")


def score(source: Path, drop: Path, run: Path) -> Ranked:
    """Score a drop that is there already; the model is fitted on it."""
    score_drop(RunOptions(drop, run, KEY, capacity=CAPACITY, keep_features=True), gauge=StillGauge())
    scores: pd.DataFrame = pq.read_table(run / "scores.parquet").to_pandas()
    return Ranked(source, drop, run, scores)


def rank_correlation(left: "pd.Series[float]", right: "pd.Series[float]") -> float:
    """Spearman's correlation over the subjects that both have."""
    shared = left.index.intersection(right.index)
    both = np.vstack([left[shared].rank(), right[shared].rank()])
    return float(np.corrcoef(both)[0, 1])
