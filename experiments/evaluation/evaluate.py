"""The whole evaluation of a run against a simulated truth."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.metrics import brier_score_loss

from experiments.evaluation.baseline import beside_forest
from experiments.evaluation.capacity import (
    cases,
    covered,
    error_costs,
    harmed_as_suspects,
    precision_at,
    recall_by_typology,
    twins_flagged,
)
from experiments.evaluation.groups import group_errors
from experiments.evaluation.judged import Judged, read_judged
from experiments.evaluation.money_trail import fund_flow_found, left_out_found
from experiments.evaluation.recovery import ring_recovery


@dataclass(frozen=True)
class Evaluation:
    """Every figure by name: single figures in ``figures``, rows in ``tables``."""

    figures: dict[str, dict[str, Any]]
    tables: dict[str, pd.DataFrame]
    queue: pd.DataFrame
    judged: Judged

    def as_dict(self) -> dict[str, Any]:
        """All figures as plain values, for JSON."""
        tables = {name: table.astype(object).where(table.notna(), None) for name, table in self.tables.items()}
        return self.figures | {name: table.to_dict("records") for name, table in tables.items()}


def evaluate(run: Path, truth: Path, *, drop: Path | None = None, key: bytes | None = None) -> Evaluation:
    """Measure a run; ``drop`` adds error rates per group, ``key`` lets families under card numbers be found."""
    judged = read_judged(run, truth)
    queue = cases(judged)
    looked_at = covered(judged, queue)
    folder = truth if truth.is_dir() else truth.parent
    tables = {
        "recall_by_typology": recall_by_typology(judged, looked_at),
        "twins": twins_flagged(judged, looked_at),
        "beside_isolation_forest": beside_forest(run, judged),
    }
    if drop is not None:
        tables["groups"] = group_errors(judged, drop)
    if (folder / "left_out.parquet").is_file():
        tables["left_out"] = left_out_found(run, folder, key)
        tables["fund_flow"] = fund_flow_found(run, folder)
    figures: dict[str, dict[str, Any]] = {
        "precision_at_capacity": {str(n): value for n, value in precision_at(queue).items()},
        "harmed_shown_as_suspects": dict(harmed_as_suspects(judged)),
        "rings": dict(ring_recovery(judged)),
        "error_costs": dict(error_costs(judged)),
        "calibration": calibration(judged),
    }
    return Evaluation(figures, tables, queue, judged)


def calibration(judged: Judged) -> dict[str, Any]:
    """Brier score of the probability where the run has one, beside that of always saying the base rate."""
    known = judged.subjects.dropna(subset=["probability"])
    if known.empty:
        return {"subjects": 0, "note": "no probability: the run knew no outcomes"}
    true = known["fraud"].astype(int)
    constant = [float(true.mean())] * len(true)
    return {
        "subjects": len(known),
        "brier": float(brier_score_loss(true, known["probability"])),
        "brier_base_rate": float(brier_score_loss(true, constant)),
    }
