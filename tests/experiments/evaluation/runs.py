"""Hand-made runs and truths: a few subjects, one ring, one scheme, one twin."""

from pathlib import Path

import pandas as pd

PRIORITY, REVIEW, NONE = "priority", "review", "none"


def score(
    kind: str, subject: str, band: str = NONE, *, role: str = "none", queue: int | None = None
) -> dict[str, object]:
    """One row of out.scores, as far as an evaluation reads it."""
    return {
        "subject_kind": kind,
        "subject_id": subject,
        "score": {PRIORITY: 0.99, REVIEW: 0.9, NONE: 0.3}[band],
        "probability": None,
        "role": role,
        "band": band,
        "queue_rank": queue,
        "selected_by": None if queue is None else "model",
        "amount_at_risk": 600_000,
    }


def fact(
    kind: str,
    subject: str,
    typology: str | None = None,
    *,
    role: str = "none",
    ring: str | None = None,
    twin: str | None = None,
) -> dict[str, object]:
    """One row of a truth."""
    return {
        "subject_kind": kind,
        "subject_id": subject,
        "fraud": typology is not None,
        "role": role,
        "typology": typology,
        "ring_id": ring,
        "twin": twin,
    }


def member(ring: str, kind: str, subject: str, role: str = "unclear") -> dict[str, object]:
    """One row of out.ring_members."""
    return {"ring_id": ring, "subject_kind": kind, "subject_id": subject, "role": role, "score": 0.9}


def write(
    folder: Path,
    scores: list[dict[str, object]],
    facts: list[dict[str, object]],
    members: list[dict[str, object]] | None = None,
) -> tuple[Path, Path]:
    """A run folder and a truth folder of these rows."""
    run, truth = folder / "run", folder / "truth"
    run.mkdir()
    truth.mkdir()
    frame = pd.DataFrame(scores)
    frame["probability"] = frame["probability"].astype("Float64")
    frame["queue_rank"] = frame["queue_rank"].astype("Int64")
    frame.to_parquet(run / "scores.parquet")
    rows = members or []
    columns = ["ring_id", "subject_kind", "subject_id", "role", "score"]
    pd.DataFrame(rows, columns=columns).to_parquet(run / "ring_members.parquet")
    pd.DataFrame(facts).to_parquet(truth / "truth.parquet")
    return run, truth


SCORES = [
    score("official", "o1", PRIORITY, role="suspect", queue=1),
    score("recipient", "r1", REVIEW, role="harmed", queue=2),
    score("recipient", "r2", REVIEW, role="suspect", queue=3),
    score("recipient", "r3"),
    score("recipient", "t1", REVIEW, role="suspect", queue=4),
    score("recipient", "t2"),
    score("recipient", "honest"),
    score("ring", "ring-a", REVIEW, queue=5),
]
MEMBERS = [
    member("ring-a", "official", "o1", "suspect"),
    member("ring-a", "recipient", "r1", "harmed"),
    member("ring-a", "recipient", "r3", "harmed"),
]
FACTS = [
    fact("official", "o1", "T1", role="suspect", ring="T1-1"),
    *(fact("recipient", name, "T1", role="harmed", ring="T1-1") for name in ("r1", "r2", "r3")),
    *(fact("recipient", name, twin="group_trip", ring="trip-1") for name in ("t1", "t2")),
]
