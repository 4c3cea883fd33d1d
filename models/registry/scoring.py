"""The model as MLflow serves it: rows of features in, scores with reasons out."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import mlflow.pyfunc
import numpy as np
import pandas as pd
import pyarrow as pa

from features.errors import SaksamaError
from features.subjects import SubjectKind
from models.assessment import Assessment
from models.matrix import Matrix
from models.model import Model

PLACE = ("subject_kind", "subject_id", "district_code", "regency_code", "channel")
OUT = ("subject_kind", "subject_id", "score", "evidence", "band", "role", "typologies", "reasons")


class ScoringModel(mlflow.pyfunc.PythonModel):  # type: ignore[misc]  # MLflow's class has no types
    """Loads the plain files of a model and scores rows of any kind with it."""

    def load_context(self, context: Any) -> None:  # Any: MLflow's context
        """Read the model from the artifacts."""
        self.model = Model.load(Path(context.artifacts["model"]))

    def predict(self, context: Any, model_input: pd.DataFrame, params: Any = None) -> pd.DataFrame:
        """One row out per row in, in the same order; reasons and typologies as JSON text."""
        return scored(self.model, model_input)


def scored(model: Model, rows: pd.DataFrame) -> pd.DataFrame:
    """Scores of the rows, in their order."""
    out = pd.DataFrame(index=range(len(rows)), columns=list(OUT), dtype=object)
    kinds = rows["subject_kind"].astype(str).to_numpy()
    for kind in sorted(set(kinds)):
        own = np.flatnonzero(kinds == kind)
        filled = _of_kind(model, _kind(kind), rows.iloc[own])
        for name in OUT:
            out.loc[own, name] = filled[name].to_numpy(dtype=object)
    return out.astype({"score": float, "evidence": float})


def _kind(text: str) -> SubjectKind:
    try:
        return SubjectKind(text)
    except ValueError:
        raise SaksamaError(f"subject_kind is one of {', '.join(SubjectKind)}.") from None


def _of_kind(model: Model, kind: SubjectKind, rows: pd.DataFrame) -> pd.DataFrame:
    """Scores in the order of the rows, which an assessment leaves for that of ids."""
    names = [name for name in model.part(kind).names if name in rows.columns]
    place = [name for name in (*PLACE[1:], "amount_at_risk") if name in rows.columns]
    bare = rows[[*place, *names]].assign(subject_id=[f"{position:012d}" for position in range(len(rows))])
    found = model.assess(Matrix.from_table(kind, pa.Table.from_pandas(bare, preserve_index=False), names))
    return pd.DataFrame(_columns(found)).assign(
        subject_id=rows["subject_id"].astype(str).to_numpy(), subject_kind=kind.value
    )


def _columns(found: Assessment) -> dict[str, Any]:
    return {
        "score": found.score,
        "evidence": found.evidence,
        "band": found.band,
        "role": found.role,
        "typologies": [_json(codes) for codes in found.typologies],
        "reasons": [_json([asdict(reason) for reason in reasons]) for reasons in found.reasons],
    }


def _json(value: Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
