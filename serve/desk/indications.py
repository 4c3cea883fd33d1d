"""What is said about a payment: band, role and reason codes from the run, never a verdict."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from models.gate.standing import Standing
from serve.desk.questions import Question
from serve.desk.recipients import Keying, scores_of
from serve.store.desk import Desk, Row
from serve.store.schema import runs

Body = dict[str, Any]


def indications(
    desk: Desk, questions: Sequence[Question], keying: Keying | None, *, today: date, expires_at: datetime
) -> list[Body]:
    """What is said about each payment, in the order of the questions.

    ``degraded`` where there is no run, where the gate's record of its model is over or was taken back, or where a
    question names an identifier that this installation cannot key.
    """
    run = desk.first(select(runs).where(runs.c.run == desk.run))
    speaks = run is not None and Standing(run["gate"], run["gate_entry"], run["gate_until"]).speaks(today)
    found = scores_of(desk, questions, keying) if speaks else [None] * len(questions)
    told = []
    for question, row in zip(questions, found, strict=True):
        empty = _nothing(question, run, expires_at)
        if not speaks or (question.recipient_id is None and keying is None):
            told.append(empty)
        elif row is None:
            told.append(empty | {"basis": "unknown"})
        else:
            told.append(empty | _indication(row, _reason_codes(desk, question, row)))
    return told


def _nothing(question: Question, run: Row | None, expires_at: datetime) -> Body:
    return {
        "payment_id": question.payment_id,
        "basis": "degraded",
        "score": None,
        "band": None,
        "role": None,
        "recommendation": "proceed",
        "reasons": [],
        "ring_id": None,
        "model_version": run["model_version"] if run else None,
        "run_id": run["run_id"] if run else None,
        "expires_at": expires_at.isoformat(),
    }


def _indication(found: Row, codes: list[str]) -> Body:
    return {
        "basis": "scored",
        "score": found["score"],
        "band": found["band"],
        "role": found["role"],
        "recommendation": "proceed" if found["band"] == "none" else "review",
        "reasons": [{"code": code} for code in codes],
        "ring_id": found["ring_id"],
    }


def _reason_codes(desk: Desk, question: Question, found: Row) -> list[str]:
    """Codes alone, and for a bank only where it asked by an account of its own."""
    banks = desk.principal.banks
    if banks and (question.account is None or question.bank_code not in banks):
        return []
    return [reason["code"] for reason in found["reasons"] if not reason["benign"]]
