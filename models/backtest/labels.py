"""What investigations found after a moment: the labels of a backtest, each standing for as many as it was drawn from.

Something was wrong with a subject's money where it was confirmed, or the subject was harmed or its identity misused.
A subject that was cleared, or whose data were put right, was bothered for nothing. An appeal that was upheld clears;
while one is pending, and where a visit was inconclusive, nothing is known. A subject drawn with a known probability
stands for its inverse (Horvitz and Thompson 1952); without one it stands for itself.
"""

from datetime import datetime

import narwhals as nw
import numpy as np
import pandas as pd

from features.subjects import SubjectKind
from features.tables import Tables
from models.outcomes import Outcome

WRONG = (Outcome.CONFIRMED, Outcome.HARMED, Outcome.IDENTITY_MISUSED)
NOTHING = (Outcome.CLEARED, Outcome.ERROR_CORRECTED)
KEYS = ["subject_kind", "subject_id"]
MONEY = ("loss", "recovered", "days_stopped")
COLUMNS = (*KEYS, "decided_at", "outcome", "selected_by", "selection_probability", *MONEY, "appeal")


def later_outcomes(tables: Tables, after: datetime) -> pd.DataFrame:
    """The last word on each subject decided after that moment, as far as the tables know; indexed by ``KEYS``.

    Columns: right, weight, at_random, upheld, and ``MONEY`` with 0 where nothing is recorded.
    """
    rows = _read(tables)
    rows = rows[rows["decided_at"] > after].sort_values([*KEYS, "decided_at"])
    upheld = rows["appeal"] == "upheld"
    right = rows["outcome"].isin(WRONG) & ~upheld
    known = (right | rows["outcome"].isin(NOTHING) | upheld) & (rows["appeal"] != "pending")
    probability = rows["selection_probability"].astype(float).fillna(1.0)
    labels = pd.DataFrame(
        {
            **{key: rows[key].astype(str) for key in KEYS},
            "right": right,
            "weight": 1.0 / np.clip(probability, 1e-6, 1.0),
            "at_random": rows["selected_by"] == "random",
            "upheld": upheld,
            **{name: rows[name].astype(float).fillna(0.0) for name in MONEY},
        }
    )
    return labels[known].drop_duplicates(KEYS, keep="last").set_index(KEYS)


def _read(tables: Tables) -> pd.DataFrame:
    if "outcomes" not in tables.frames:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS}).astype(
            {"decided_at": "datetime64[us]"}
        )
    frame = tables["outcomes"]
    there = set(frame.collect_schema().names())
    columns = [nw.col(name) if name in there else nw.lit(None).alias(name) for name in COLUMNS]
    kinds = [kind.value for kind in SubjectKind if kind is not SubjectKind.RING]
    known = frame.filter(nw.col("subject_kind").is_in(kinds)).select(*columns)
    rows: pd.DataFrame = tables.engine.collect(known).to_pandas()
    return rows
