"""What earlier investigations said: the latest word on each subject, as known when the run looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import narwhals as nw
import pyarrow as pa

from features.subjects import SubjectKind
from features.tables import Tables

COLUMNS = (
    "subject_kind",
    "subject_id",
    "decided_at",
    "outcome",
    "selected_by",
    "selection_probability",
    "loss",
    "appeal",
    "typologies",
)
Key = tuple[SubjectKind, str]


class Outcome(StrEnum):
    """What an investigation found, as in ``outcomes.outcome``."""

    CONFIRMED = "confirmed"
    HARMED = "harmed"
    CLEARED = "cleared"
    IDENTITY_MISUSED = "identity_misused"
    ERROR_CORRECTED = "error_corrected"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Past:
    """One investigation. ``typologies`` are those that spoke when it was decided; None where nobody wrote them down."""

    outcome: Outcome
    decided_at: datetime
    selected_by: str
    selection_probability: float | None
    loss: int | None
    typologies: frozenset[str] | None


def read_outcomes(tables: Tables) -> pa.Table:
    """The outcomes known at the tables' as_of under ``COLUMNS``, in order of subject and time; no rows without any."""
    if "outcomes" not in tables.frames:
        return pa.table({name: pa.nulls(0) for name in COLUMNS})
    frame = tables["outcomes"]
    there = set(frame.collect_schema().names())
    known = frame.filter(nw.col("decided_at") <= tables.as_of)
    columns = [nw.col(name) if name in there else nw.lit(None).alias(name) for name in COLUMNS]
    rows: pa.Table = tables.engine.collect(known.select(*columns))
    return rows.sort_by([(name, "ascending") for name in COLUMNS[:3]])


def latest(outcomes: pa.Table) -> dict[Key, Past]:
    """The latest word on each subject.

    An appeal that was upheld turns what was confirmed into cleared: the person was right. While it is pending, nothing
    has been found yet. An inconclusive visit does not undo what an earlier one found.
    """
    found: dict[Key, Past] = {}
    for row in outcomes.to_pylist():
        key, past = (SubjectKind(row["subject_kind"]), str(row["subject_id"])), _past(row)
        if past.outcome is not Outcome.INCONCLUSIVE or key not in found:
            found[key] = past
    return found


def _past(row: Mapping[str, Any]) -> Past:  # Any: a row of Arrow values
    outcome = Outcome(row["outcome"])
    if outcome is Outcome.CONFIRMED:
        outcome = {"upheld": Outcome.CLEARED, "pending": Outcome.INCONCLUSIVE}.get(row["appeal"] or "none", outcome)
    seen = row["typologies"]
    return Past(
        outcome=outcome,
        decided_at=row["decided_at"],
        selected_by=str(row["selected_by"]),
        selection_probability=row["selection_probability"],
        loss=row["loss"],
        typologies=None if seen is None else frozenset(code.strip() for code in seen.split(";") if code.strip()),
    )
