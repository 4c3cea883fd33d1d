"""Answers to payment systems: an indication about one payment, stored before it is given, the same when asked again."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import insert

from features.errors import SaksamaError
from serve.audit import Action, Detail, record
from serve.desk.indications import indications
from serve.desk.questions import Question
from serve.desk.recipients import Keying
from serve.store.desk import Desk, Row
from serve.store.schema import answers


class Conflict(SaksamaError):
    """The same payment and attempt came before with another content."""

    def __init__(self) -> None:
        super().__init__(
            "this payment and attempt were asked about before with other content: raise the attempt number"
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """The stored answer, with the id under which it may be read again."""

    answer_id: uuid.UUID
    body: Mapping[str, Any]


def answer(desk: Desk, question: Question, keying: Keying | None, *, now: datetime, hours: int) -> Answer:
    """The answer to this question, a new one or the one given before; Conflict where the question changed since."""
    (given,) = answer_all(desk, [question], keying, now=now, hours=hours)
    if isinstance(given, Conflict):
        raise given
    return given


def answer_all(
    desk: Desk, questions: Sequence[Question], keying: Keying | None, *, now: datetime, hours: int
) -> list[Answer | Conflict]:
    """An answer per question, in their order; a Conflict stands for one that changed since it was first asked."""
    first = {question.key: question for question in reversed(questions)}
    known = _known(desk, list(first))
    new = [question for key, question in first.items() if key not in known]
    if new:
        expires_at = now + timedelta(hours=hours)
        bodies = indications(desk, new, keying, today=now.date(), expires_at=expires_at)
        _store(desk, [_row(desk, *pair, now) for pair in zip(new, bodies, strict=True)])
        # Somebody else may have asked the same at the same moment: what is stored is the answer.
        known |= _known(desk, [question.key for question in new])
    return [_given(known.get(question.key), question) for question in questions]


def _given(row: Row | None, question: Question) -> Answer | Conflict:
    if row is None or row["request_hash"] != question.digest:
        return Conflict()
    return Answer(row["answer_id"], row["body"])


def read_answer(desk: Desk, answer_id: uuid.UUID, *, anyone: bool) -> Answer | None:
    """An answer given before; a machine sees its own only, an auditor (``anyone``) everybody's."""
    query = select(answers.c.answer_id, answers.c.body).where(answers.c.answer_id == answer_id)
    if not anyone:
        query = query.where(answers.c.client == desk.principal.name)
    row = desk.first(query)
    return Answer(row["answer_id"], row["body"]) if row else None


def _known(desk: Desk, keys: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Row]:
    asked = tuple_(answers.c.payment_id, answers.c.attempt).in_(keys)
    rows = desk.fetch(select(answers).where(answers.c.client == desk.principal.name, asked))
    return {(row["payment_id"], row["attempt"]): row for row in rows}


def _row(desk: Desk, question: Question, body: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "client": desk.principal.name,
        "payment_id": question.payment_id,
        "attempt": question.attempt,
        "request_hash": question.digest,
        "body": body,
        "answered_at": now,
        "regions": list(desk.principal.scope.regions),
    }


def _store(desk: Desk, rows: list[dict[str, Any]]) -> None:
    statement = insert(answers).values(rows).on_conflict_do_nothing(index_elements=["client", "payment_id", "attempt"])
    written = desk.write_all(statement.returning(answers.c.answer_id, answers.c.body))
    if not written:
        return
    about, detail = (_one(written[0])) if len(written) == 1 else _many(written)
    record(desk.connection, actor=desk.principal.name, action=Action.ANSWER_CREATE, about=about, detail=detail)


def _one(row: Row) -> tuple[str, Detail]:
    body = row["body"]
    return f"answer {row['answer_id']}", {"basis": body["basis"], "recommendation": body["recommendation"]}


def _many(rows: Sequence[Row]) -> tuple[str, Detail]:
    """One entry for all; the digest over their ids holds each of them to the chain."""
    ids = sorted(str(row["answer_id"]) for row in rows)
    review = sum(row["body"]["recommendation"] == "review" for row in rows)
    digest = hashlib.sha256("\n".join(ids).encode()).hexdigest()
    return f"answers {ids[0]} and others", {"answers": len(ids), "review": review, "ids_sha256": digest}
