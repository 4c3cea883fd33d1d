"""PyOD's isolation forest alone, on the same features, for comparison."""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

NOT_FEATURES = ("subject_id", "village_code", "district_code", "regency_code", "channel", "amount_at_risk")
COLUMNS = ["subject_kind", "subject_id", "forest"]
SEED = 0


def forest_places(run: Path) -> pd.DataFrame:
    """subject_kind, subject_id and the place in (0, 1] that the forest gives it within its kind, 1 the oddest.

    No rows where the run kept no features (`saksama score --keep-features`).
    """
    files = sorted((run / "features").glob("*.parquet"))
    found = [_places(file).assign(subject_kind=file.stem) for file in files if pq.read_metadata(file).num_rows > 1]
    return pd.concat(found)[COLUMNS] if found else pd.DataFrame(columns=COLUMNS).astype({"forest": float})


def beside_forest(subjects: pd.DataFrame) -> pd.DataFrame:
    """Per kind: AUROC, average precision and precision among as many as we flag, ours and the forest's.

    Empty where the run kept no features.
    """
    seen = subjects[subjects["forest"].notna()]
    return pd.DataFrame(
        [_compared(str(kind), own) for kind, own in seen.groupby("subject_kind") if own["fraud"].nunique() > 1]
    )


def forest_scores(values: NDArray[np.float64], seed: int = SEED) -> NDArray[np.float64]:
    """The scores of PyOD's forest, one per row; gaps are filled with the column's median, the usual way."""
    from pyod.models.iforest import IForest  # noqa: PLC0415 - slow to import, and needed only where features were kept

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # an all-empty column has no median
        medians = np.nan_to_num(np.nanmedian(values, axis=0))
    filled = np.where(np.isnan(values), medians, values)
    return np.asarray(IForest(random_state=seed).fit(filled).decision_scores_, dtype=np.float64)


def scores_of_kind(file: Path, seed: int = SEED) -> "pd.Series[float]":
    """The forest's scores by subject id, from a feature table that a run kept."""
    table = pq.read_table(file).to_pandas().sort_values("subject_id")
    values = table.drop(columns=[name for name in NOT_FEATURES if name in table]).to_numpy(dtype=np.float64)
    return pd.Series(forest_scores(values, seed), index=table["subject_id"].to_numpy(), dtype=np.float64)


def _places(file: Path) -> pd.DataFrame:
    scores = scores_of_kind(file)
    return pd.DataFrame({"subject_id": scores.index, "forest": scores.rank(pct=True).to_numpy()})


def _compared(kind: str, own: pd.DataFrame) -> dict[str, float | str]:
    true = own["fraud"].to_numpy(dtype=bool)
    flagged = max(1, int((own["band"] != "none").sum()))
    row: dict[str, float | str] = {"kind": kind, "subjects": len(own), "true": int(true.sum()), "flagged": flagged}
    for name, column in (("ours", "score"), ("forest", "forest")):
        scores = own[column].to_numpy(dtype=np.float64)
        top = np.argsort(-scores, kind="stable")[:flagged]
        row[f"auroc_{name}"] = float(roc_auc_score(true, scores))
        row[f"average_precision_{name}"] = float(average_precision_score(true, scores))
        row[f"precision_{name}"] = float(true[top].mean())
    return row
