"""Answers about single payments."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.status import HTTP_404_NOT_FOUND, HTTP_409_CONFLICT

from features.identities.account import normalise_bank
from serve.api.normal import named
from serve.api.problems import documented
from serve.api.security import desk_for, service_of, shadow_of
from serve.api.shapes import ScoreAnswer, ScoreRequest
from serve.api.statuses import CONFLICT, INVALID, NOT_FOUND, REFUSED, UNKNOWN_CALLER, UNREADABLE
from serve.audit import Action, record
from serve.desk.answers import Answer, Conflict, answer, read_answer
from serve.desk.questions import Question
from serve.permissions import Permission
from serve.store import Desk

router = APIRouter(prefix="/v1/scores", tags=["scores"])


@router.post(
    "", operation_id="score_payment", responses=documented(UNREADABLE, UNKNOWN_CALLER, REFUSED, CONFLICT, INVALID)
)
def score_payment(
    asked: ScoreRequest,
    request: Request,
    desk: Annotated[Desk, Depends(desk_for(Permission.ANSWER_CREATE), scope="function")],
) -> ScoreAnswer:
    """An indication about one payment, durable before it is given; asking again gives the same answer."""
    service, question = service_of(request), question_of(asked)
    try:
        given = answer(desk, question, service.keying(desk), now=service.now(), hours=service.settings.answer_hours)
    except Conflict as error:
        raise HTTPException(HTTP_409_CONFLICT, str(error)) from error
    shadow_of(request).hear(desk, [(given.answer_id, question)])
    return _shape(given)


@router.get(
    "/{answer_id}", operation_id="read_answer", responses=documented(UNKNOWN_CALLER, REFUSED, NOT_FOUND, INVALID)
)
def read_given_answer(
    answer_id: uuid.UUID,
    desk: Annotated[Desk, Depends(desk_for(Permission.ANSWER_READ), scope="function")],
) -> ScoreAnswer:
    """An answer given before, to the client that asked."""
    given = read_answer(desk, answer_id, anyone=desk.principal.may(Permission.AUDIT_READ))
    if given is None:
        raise HTTPException(HTTP_404_NOT_FOUND, "there is no such answer to this client")
    record(desk.connection, actor=desk.principal.name, action=Action.ANSWER_READ, about=f"answer {answer_id}")
    return _shape(given)


def question_of(asked: ScoreRequest) -> Question:
    """The question with its identifiers in normal form."""
    return Question(
        payment_id=asked.payment_id,
        attempt=asked.attempt,
        program=asked.program,
        amount=asked.amount,
        bank_code=normalise_bank(asked.bank_code) if asked.bank_code else None,
        agent_id=asked.agent_id,
        channel=asked.channel,
        occurred_at=asked.occurred_at.isoformat() if asked.occurred_at else None,
        **named(asked),
    )


def _shape(given: Answer) -> ScoreAnswer:
    return ScoreAnswer.model_validate({"answer_id": given.answer_id, **given.body})
