"""The whole evaluation of a run, or of several worlds' runs together, against a simulated truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.evaluation.calibration import calibration, calibration_curve
from experiments.evaluation.capacity import cases, covered, harmed_as_suspects, precision_at, twins_flagged
from experiments.evaluation.costs import error_costs
from experiments.evaluation.doors import doors_by_typology, planted, recall_by_typology
from experiments.evaluation.forest import beside_forest
from experiments.evaluation.groups import group_errors
from experiments.evaluation.judged import Judged, pooled, read_judged
from experiments.evaluation.money_trail import added_up, fund_flow_found, left_out_found
from experiments.evaluation.recovery import ring_recovery

TRAILS = ("left_out", "fund_flow")


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
    """Measure a run; ``key`` lets families under card numbers be found.

    The drop, where it is given or lies beside its truth, adds error rates per group and the left-out's door.
    """
    folder = truth if truth.is_dir() else truth.parent
    drop = drop or _beside(folder)
    judged = read_judged(run, truth, drop=drop, key=key)
    tables: dict[str, pd.DataFrame] = {}
    if (folder / "left_out.parquet").is_file():
        tables["left_out"] = left_out_found(run, folder, key)
        tables["fund_flow"] = fund_flow_found(run, folder)
    return _measured(judged, tables)


def together(worlds: Mapping[str, Evaluation]) -> Evaluation:
    """The evaluations of several worlds as one: their subjects, rings and queues pooled, their counts added up."""
    tables = {
        name: added_up(one.tables[name] for one in worlds.values() if name in one.tables)
        for name in TRAILS
        if any(name in one.tables for one in worlds.values())
    }
    return _measured(pooled({name: one.judged for name, one in worlds.items()}), tables)


def _beside(truth: Path) -> Path | None:
    """The drop of ``OUT.truth`` is OUT."""
    drop = truth.parent / truth.stem
    return drop if truth.suffix == ".truth" and any(drop.glob("recipients.*")) else None


def _measured(judged: Judged, tables: dict[str, pd.DataFrame]) -> Evaluation:
    queue = cases(judged)
    looked_at = covered(judged, queue)
    found = planted(judged, queue)
    measured = {
        "precision_at_capacity": precision_at(queue),
        "recall_by_typology": recall_by_typology(found),
        "doors": doors_by_typology(found),
        "twins": twins_flagged(judged, looked_at),
        "beside_isolation_forest": beside_forest(judged.subjects),
        "calibration_curve": calibration_curve(judged),
        **({} if judged.groups.empty else {"groups": group_errors(judged.recipients)}),
    }
    figures: dict[str, dict[str, Any]] = {
        "harmed_shown_as_suspects": dict(harmed_as_suspects(judged)),
        "rings": dict(ring_recovery(judged)),
        "error_costs": dict(error_costs(judged, found, looked_at)),
        "calibration": calibration(judged),
    }
    return Evaluation(figures, measured | tables, queue, judged)
