"""``POST /v1/scores/batch``: the same questions as one at a time, and the same answers."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import ValidationError

from serve.api.batch.formats import SCORED, Format, Row, Unreadable, Writer, read_chunks, writer_of
from serve.api.problems import documented
from serve.api.scores import question_of
from serve.api.security import machine_with, service_of, shadow_of
from serve.api.shapes import ScoreRequest
from serve.api.statuses import INVALID, NOT_THAT_FORMAT, REFUSED, TOO_LARGE, UNKNOWN_CALLER
from serve.desk.answers import Answer, Conflict, answer_all
from serve.desk.questions import Question
from serve.desk.refusal import Refusal
from serve.permissions import Permission
from serve.principal import Principal
from serve.service import Service
from serve.shadow import Shadow

router = APIRouter(prefix="/v1/scores", tags=["scores"])
MEGABYTE = 1 << 20
_BINARY = {form.value: {"schema": {"type": "string", "format": "binary"}} for form in Format}
_EMPTY: Row = dict.fromkeys(SCORED.names) | {"reasons": []}


@router.post(
    "/batch",
    operation_id="score_payments",
    response_class=StreamingResponse,
    responses={
        200: {"description": "The list with an answer per row, in the rows' order.", "content": _BINARY},
        **documented(UNKNOWN_CALLER, REFUSED, TOO_LARGE, NOT_THAT_FORMAT, INVALID),
    },
    openapi_extra={"requestBody": {"required": True, "content": _BINARY}},
)
async def score_payments(
    request: Request,
    service: Annotated[Service, Depends(service_of)],
    shadow: Annotated[Shadow, Depends(shadow_of)],
    principal: Annotated[Principal, Depends(machine_with(Permission.ANSWER_CREATE))],
) -> StreamingResponse:
    """A payment list with the columns of a single question; rows come back scored, in the same format and order.

    A row that does not fit has its ``problem`` said and no answer; the others are answered. Answers are stored a
    thousand at a time, each thousand before it is sent.
    """
    form = _format(request)
    # Unlinked from the start: whatever happens to the request, nothing of it stays on the disk.
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the stream that reads it
    await _receive(request, spool, service.settings.batch_megabytes * MEGABYTE)
    try:
        chunks = await run_in_threadpool(read_chunks, spool, form)
    except Refusal as error:
        spool.close()
        raise HTTPException(INVALID, str(error)) from error
    scored = _scored(_Asker(service, shadow, principal), chunks, writer_of(form), spool)
    return StreamingResponse(scored, media_type=form.value)


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks, whom, and who listens."""

    service: Service
    shadow: Shadow
    principal: Principal


def _format(request: Request) -> Format:
    named = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if named not in set(Format):
        raise HTTPException(NOT_THAT_FORMAT, f"send the list as one of {', '.join(Format)}")
    return Format(named)


async def _receive(request: Request, spool: IO[bytes], most: int) -> None:
    received = 0
    async for part in request.stream():
        received += len(part)
        if received > most:
            spool.close()
            raise HTTPException(TOO_LARGE, f"the list is larger than {most // MEGABYTE} MB: send it in parts")
        spool.write(part)
    spool.seek(0)


def _scored(
    asker: _Asker,
    chunks: Iterator[Sequence[Row | Unreadable]],
    writer: Writer,
    spool: IO[bytes],
) -> Iterator[bytes]:
    with spool:
        for chunk in chunks:
            yield writer.write(_answered(asker, chunk))
        yield writer.close()


def _answered(asker: _Asker, chunk: Sequence[Row | Unreadable]) -> list[Row]:
    read = [_question(row) for row in chunk]
    asked = [question for question in read if isinstance(question, Question)]
    service = asker.service
    with service.store.open(asker.principal) as desk:
        keying, hours = service.keying(desk), service.settings.answer_hours
        given = answer_all(desk, asked, keying, now=service.now(), hours=hours)
        answers = iter(given)
        pairs = zip(given, asked, strict=True)
        asker.shadow.hear(desk, [(one.answer_id, question) for one, question in pairs if isinstance(one, Answer)])
    return [
        _told(question, next(answers)) if isinstance(question, Question) else {**_named(row), "problem": question}
        for row, question in zip(chunk, read, strict=True)
    ]


def _question(row: Row | Unreadable) -> Question | str:
    """The question of a row, or what is wrong with it; the row's values are not repeated."""
    if isinstance(row, Unreadable):
        return str(row)
    try:
        return question_of(ScoreRequest.model_validate(row))
    except ValidationError as error:
        return "; ".join(_said(entry) for entry in error.errors(include_input=False, include_url=False))


def _said(entry: Any) -> str:
    where = ".".join(str(part) for part in entry["loc"])
    return f"{where}: {entry['msg']}" if where else str(entry["msg"])


def _named(row: Row | Unreadable) -> Row:
    """The row's own name, so that a client finds it again: only where it is a name."""
    named = row.get("payment_id") if isinstance(row, dict) else None
    return {**_EMPTY, "payment_id": named if isinstance(named, str) else None}


def _told(question: Question, given: Answer | Conflict) -> Row:
    named = {**_EMPTY, "payment_id": question.payment_id, "attempt": question.attempt}
    if isinstance(given, Conflict):
        return {**named, "problem": str(given)}
    reasons = [reason["code"] for reason in given.body["reasons"]]
    return {**named, **given.body, "answer_id": str(given.answer_id), "reasons": reasons}
