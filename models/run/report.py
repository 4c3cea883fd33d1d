"""What is written down of a training beside the model: figures with intervals, pictures and the card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.subjects import SubjectKind
from models.backtest import later_outcomes, looked_at, tally
from models.gate.check import State
from models.gate.fairness import GroupError, group_errors
from models.gate.faithful import Faithfulness, faithfulness
from models.model import Model
from models.registry import pictures
from models.registry.card import card
from models.registry.summary import figures, metrics
from models.run.gate import recipient_flags
from models.run.judge import Judged
from models.run.prepare import Prepared

FEWEST = 2


@dataclass(frozen=True)
class Report:
    """Metrics by name, matplotlib figures and JSON documents by file name, and the card as Markdown."""

    metrics: Mapping[str, float]
    pictures: Mapping[str, Any]  # Any: matplotlib figures
    documents: Mapping[str, Any]  # Any: JSON
    card: str


@dataclass(frozen=True)
class _Known:
    """The judged single subjects of the drop, aligned: what was found, what the model says, and where they stand."""

    right: NDArray[np.bool_]
    weight: NDArray[np.float64]
    evidence: NDArray[np.float64]
    probability: NDArray[np.float64]
    place: NDArray[np.int64]


def report(drop: Prepared, model: Model, judged: Judged, *, seed: int) -> Report:
    """The report of a model on the drop that it learnt from; what outcomes say of it is therefore told as such."""
    assessments = list(judged.assessments.values())
    errors = _errors(drop, judged)
    reasons = _reasons(drop, model, judged, seed)
    labels = later_outcomes(drop.tables, datetime.min)
    known = _known(judged, labels)
    return Report(
        {
            **metrics(assessments),
            **_group_figures(errors),
            **_reason_figures(reasons),
            **_outcome_figures(model),
            **_capacity_figures(judged, labels, seed),
        },
        {
            **figures(assessments),
            **_outcome_pictures(known),
            **({"groups.png": pictures.groups(errors)} if errors else {}),
        },
        {"groups.json": {"groups": [one.as_dict() for one in errors]}},
        card(model, assessments, errors, reasons),
    )


def _errors(drop: Prepared, judged: Judged) -> list[GroupError]:
    if SubjectKind.RECIPIENT not in judged.assessments:
        return []
    return group_errors(recipient_flags(drop, judged))


def _reasons(drop: Prepared, model: Model, judged: Judged, seed: int) -> Faithfulness:
    on = drop.tables.as_of.date()
    kinds = [kind for kind in drop.singles if kind in judged.assessments]
    counted = [faithfulness(model, drop.matrix(kind), judged.assessments[kind], on=on, seed=seed) for kind in kinds]
    return sum(counted, Faithfulness(0, 0, 0, 0))


def _group_figures(errors: Sequence[GroupError]) -> dict[str, float]:
    """Of each attribute the group with the highest ratio, and how many groups are measured at all."""
    found: dict[str, float] = {}
    for attribute in dict.fromkeys(one.attribute for one in errors):
        mine = [one for one in errors if one.attribute == attribute]
        found[f"groups.{attribute}.measured"] = float(sum(one.state is not State.UNMEASURED for one in mine))
        worst = max(mine, key=lambda one: one.ratio or 0.0)
        named = {"ratio": worst.ratio, "ratio_low": worst.low, "ratio_high": worst.high}
        found |= {f"groups.{attribute}.{name}": value for name, value in named.items() if value is not None}
    return found


def _reason_figures(reasons: Faithfulness) -> dict[str, float]:
    shares = {
        "lowered": (reasons.reviewed, reasons.lowered_share),
        "further": (reasons.looked_at, reasons.further_share),
    }
    return {
        f"reasons.{name}_share{end}": value
        for name, (size, three) in shares.items()
        if size
        for end, value in zip(("", "_low", "_high"), three, strict=True)
    }


def _outcome_figures(model: Model) -> dict[str, float]:
    """What learning from outcomes says of itself, on months held out."""
    return {
        f"{kind.value}.outcomes.{question}.{name}": value
        for kind, layer in model.outcomes.items()
        for question, told in layer.figures.items()
        for name, value in told.items()
    }


def _capacity_figures(judged: Judged, labels: pd.DataFrame, seed: int) -> dict[str, float]:
    """Precision at capacity and wrongly flagged families by the outcomes in the drop, which the model has seen."""
    reached = looked_at(list(judged.assessments.values()), judged.queue, judged.members)
    found = tally(reached, labels, cases=0, at_risk=0, seed=seed)
    both = {"precision": found.precision, "wrongly_flagged": found.wrongly_flagged}
    out = {"seen.queue.labelled": float(found.labelled)}
    for name, one in both.items():
        named = {"": one.value, "_low": one.low, "_high": one.high}
        out |= {f"seen.queue.{name}{end}": value for end, value in named.items() if value is not None}
    return out


def _outcome_pictures(known: _Known) -> dict[str, Any]:
    if min(known.right.sum(), (~known.right).sum()) < FEWEST:
        return {}
    queued = known.place > 0
    drawn = {"precision_recall_seen.png": pictures.precision_recall(known.right, known.evidence, known.weight)}
    if queued.any():
        drawn["gain_seen.png"] = pictures.gain(known.place[queued], known.right[queued])
    told = ~np.isnan(known.probability)
    if told.sum() >= FEWEST:
        picture = pictures.calibration(known.right[told], known.probability[told], known.weight[told])
        drawn["calibration_seen.png"] = picture
    return drawn


def _known(judged: Judged, labels: pd.DataFrame) -> _Known:
    frames = [
        pd.DataFrame(
            {
                "evidence": one.evidence,
                "probability": np.nan if one.likelihood is None else one.likelihood.probability,
                "place": judged.queue.queue_rank[kind],
            },
            index=pd.MultiIndex.from_product([[kind.value], one.subject_ids.astype(str)], names=labels.index.names),
        )
        for kind, one in judged.assessments.items()
        if kind is not SubjectKind.RING
    ]
    found = labels[["right", "weight"]].join(pd.concat(frames), how="inner") if frames else labels.iloc[:0]
    columns = found.reindex(columns=["right", "weight", "evidence", "probability", "place"])
    return _Known(
        columns["right"].to_numpy(dtype=np.bool_),
        columns["weight"].to_numpy(dtype=np.float64),
        columns["evidence"].to_numpy(dtype=np.float64),
        columns["probability"].to_numpy(dtype=np.float64),
        columns["place"].to_numpy(dtype=np.int64),
    )
