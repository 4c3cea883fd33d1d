"""Answers to payment systems: an indication about one payment, stored before it is given, the same when asked again."""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from features.errors import SaksamaError
from serve.audit import Action, record
from serve.store.desk import Desk, Row
from serve.store.schema import answers, lookups, runs, scores

# Turns (domain, normal form) into the run's pseudonym; None where this installation holds another key.
Keying = Callable[[str, str], str]


class Conflict(SaksamaError):
    """The same payment and attempt came before with another content."""


@dataclass(frozen=True, slots=True)
class Question:
    """One payment; the recipient by id, by a NIK, or by an account (both in normal form)."""

    payment_id: str
    attempt: int
    program: str
    amount: int
    recipient_id: str | None = None
    nik: str | None = None
    account: str | None = None
    bank_code: str | None = None
    agent_id: str | None = None
    channel: str | None = None
    occurred_at: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The stored answer, with the id under which it may be read again."""

    answer_id: uuid.UUID
    body: Mapping[str, Any]


def answer(desk: Desk, question: Question, keying: Keying | None, *, now: datetime, hours: int) -> Answer:
    """The answer to this question, a new one or the one given before; Conflict where the question changed since."""
    digest = _digest(question)
    known = _known(desk, question)
    if known is None:
        body = _body(desk, question, keying, now + timedelta(hours=hours))
        known = _store(desk, question, digest, body, now) or _known(desk, question)
    if known is None or known["request_hash"] != digest:
        raise Conflict("this payment and attempt were asked about before with other content: raise the attempt number")
    return Answer(known["answer_id"], known["body"])


def read_answer(desk: Desk, answer_id: uuid.UUID, *, anyone: bool) -> Answer | None:
    """An answer given before; a machine sees its own only, an auditor (``anyone``) everybody's."""
    query = select(answers.c.answer_id, answers.c.body).where(answers.c.answer_id == answer_id)
    if not anyone:
        query = query.where(answers.c.client == desk.principal.name)
    row = desk.first(query)
    return Answer(row["answer_id"], row["body"]) if row else None


def _digest(question: Question) -> str:
    # Identifiers never rest in the store: the hash alone tells whether a repeated question is the same.
    return hashlib.sha256(json.dumps(asdict(question), sort_keys=True).encode()).hexdigest()


def _known(desk: Desk, question: Question) -> Row | None:
    return desk.first(
        select(answers).where(
            answers.c.client == desk.principal.name,
            answers.c.payment_id == question.payment_id,
            answers.c.attempt == question.attempt,
        )
    )


def _store(desk: Desk, question: Question, digest: str, body: dict[str, Any], now: datetime) -> Row | None:
    statement = (
        insert(answers)
        .values(
            client=desk.principal.name,
            payment_id=question.payment_id,
            attempt=question.attempt,
            request_hash=digest,
            body=body,
            answered_at=now,
            regions=list(desk.principal.scope.regions),
        )
        .on_conflict_do_nothing(index_elements=["client", "payment_id", "attempt"])
        .returning(answers)
    )
    row = desk.write(statement)
    if row is not None:
        detail = {"basis": body["basis"], "recommendation": body["recommendation"]}
        record(
            desk.connection,
            actor=desk.principal.name,
            action=Action.ANSWER_CREATE,
            about=f"answer {row['answer_id']}",
            detail=detail,
        )
    return row


def _body(desk: Desk, question: Question, keying: Keying | None, expires_at: datetime) -> dict[str, Any]:
    run = desk.first(select(runs).where(runs.c.run == desk.run))
    told: dict[str, Any] = {
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
    if run is None or (question.recipient_id is None and keying is None):
        return told
    found = _score(desk, question, keying)
    if found is None:
        return told | {"basis": "unknown"}
    return told | _indication(found, _reason_codes(desk, question, found))


def _score(desk: Desk, question: Question, keying: Keying | None) -> Row | None:
    recipients = [question.recipient_id]
    if question.recipient_id is None and keying is not None:
        domain, value = ("nik", question.nik) if question.nik else ("account", question.account)
        key = keying(domain, value or "")
        keyed = (lookups.c.run == desk.run, lookups.c.key_kind == domain, lookups.c.key == key)
        recipients = [row["recipient_id"] for row in desk.fetch(select(lookups.c.recipient_id).where(*keyed))]
    # An account may serve several recipients: the one whose money looks most wrong speaks for it.
    those = (scores.c.run == desk.run, scores.c.kind == "recipient", scores.c.subject_id.in_(recipients))
    return desk.first(select(scores).where(*those).order_by(scores.c.rank, scores.c.subject_id).limit(1))


def _indication(found: Row, codes: list[str]) -> dict[str, Any]:
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
