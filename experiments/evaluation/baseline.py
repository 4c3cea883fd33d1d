"""PyOD's isolation forest alone, on the same features, for comparison."""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from experiments.evaluation.judged import Judged

NOT_FEATURES = ("subject_id", "village_code", "district_code", "regency_code", "channel", "amount_at_risk")


def beside_forest(run: Path, judged: Judged, *, seed: int = 0) -> pd.DataFrame:
    """Per kind: AUROC, average precision and precision among as many as we flag, ours and the forest's.

    Empty where the run kept no features (`saksama score --keep-features`).
    """
    rows = []
    for kind, group in judged.subjects.groupby("subject_kind"):
        path = run / "features" / f"{kind}.parquet"
        if path.is_file() and group["fraud"].nunique() > 1:
            forest = forest_scores(path, seed)
            own = group[group["subject_id"].isin(forest.index)]
            scores: NDArray[np.float64] = np.asarray(forest[own["subject_id"]], dtype=np.float64)
            rows.append(_compared(str(kind), own, scores))
    return pd.DataFrame(rows)


def forest_scores(path: Path, seed: int) -> "pd.Series[float]":
    """The scores of PyOD's forest by id, from a kind's feature table; gaps get the column's median, the usual way."""
    from pyod.models.iforest import IForest  # noqa: PLC0415 - slow to import, and needed only where features were kept

    table = pq.read_table(path).to_pandas().sort_values("subject_id")
    values = table.drop(columns=[name for name in NOT_FEATURES if name in table]).to_numpy(dtype=np.float64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # an all-empty column has no median
        medians = np.nan_to_num(np.nanmedian(values, axis=0))
    filled = np.where(np.isnan(values), medians, values)
    forest = IForest(random_state=seed).fit(filled)
    return pd.Series(forest.decision_scores_, index=table["subject_id"], dtype=np.float64)


def _compared(kind: str, own: pd.DataFrame, forest: NDArray[np.float64]) -> dict[str, float | str]:
    true = own["fraud"].to_numpy(dtype=bool)
    ours = own["score"].to_numpy()
    flagged = max(1, int((own["band"] != "none").sum()))
    row: dict[str, float | str] = {"kind": kind, "subjects": len(own), "true": int(true.sum()), "flagged": flagged}
    for name, scores in (("ours", ours), ("forest", forest)):
        top = np.argsort(-scores, kind="stable")[:flagged]
        row[f"auroc_{name}"] = float(roc_auc_score(true, scores))
        row[f"average_precision_{name}"] = float(average_precision_score(true, scores))
        row[f"precision_{name}"] = float(true[top].mean())
    return row
