"""A subject's own page, the reveal of an identity, and what a reviewer says of a pair."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from features.subjects import SubjectKind
from serve.api.reading import Id
from serve.audit import Action, record
from serve.desk.cases import read_run
from serve.desk.refusal import Refusal, refuse
from serve.desk.reveals import Asked, Purpose, read_identity, reveal
from serve.desk.unnamed import read_unnamed_place
from serve.permissions import Permission
from serve.web.file import read_file
from serve.web.render import render
from serve.web.visitor import Visitor, form_of, person_with

router = APIRouter()


@router.get("/subjects/{kind}/{subject_id}")
def subject_page(
    request: Request,
    kind: SubjectKind,
    subject_id: Id,
    visitor: Annotated[Visitor, Depends(person_with(Permission.SUBJECT_READ))],
) -> HTMLResponse:
    """One subject, such as a member of a ring."""
    with visitor.service.store.open(visitor.person) as desk:
        run = read_run(desk)
        file = read_file(desk, visitor, kind, subject_id)
        unnamed = read_unnamed_place(desk, kind, subject_id) if visitor.may(Permission.QUEUE_READ) else None
        record(desk.connection, actor=visitor.person.name, action=Action.SUBJECT_READ, about=f"{kind}:{subject_id}")
    return render(request, visitor, "subject.html", run=run, file=file, unnamed=unnamed)


@router.post("/subjects/{kind}/{subject_id}/reveal")
def reveal_identity(
    request: Request,
    kind: SubjectKind,
    subject_id: Id,
    visitor: Annotated[Visitor, Depends(person_with(Permission.IDENTITY_REVEAL))],
    form: Annotated[FormData, Depends(form_of)],
) -> Response:
    """Open an identity to this person, for a purpose and for a while."""
    service, problem = visitor.service, None
    try:
        asked = Asked(_purpose(form), str(form.get("note", "")), service.settings.reveal_minutes)
        with service.store.open(visitor.person) as desk:
            reveal(desk, kind, subject_id, asked, now=service.now())
    except Refusal as error:
        problem = visitor.language.refusal(error)
    return _identity(request, visitor, kind, subject_id, problem)


def _purpose(form: FormData) -> Purpose:
    text = str(form.get("purpose", ""))
    if text not in set(Purpose):
        refuse("no_such_purpose", "the purpose is not one of those offered: choose one from the list")
    return Purpose(text)


@router.get("/subjects/{kind}/{subject_id}/identity")
def identity_part(
    request: Request,
    kind: SubjectKind,
    subject_id: Id,
    visitor: Annotated[Visitor, Depends(person_with(Permission.CASE_READ))],
) -> HTMLResponse:
    """The identity as it may be seen now: masked again once its time is over."""
    return _identity(request, visitor, kind, subject_id, None)


def _identity(
    request: Request, visitor: Visitor, kind: SubjectKind, subject_id: str, problem: str | None
) -> HTMLResponse:
    with visitor.service.store.open(visitor.person) as desk:
        file = read_file(desk, visitor, kind, subject_id)
        identity = read_identity(desk, kind, subject_id, visitor.service.seal, now=visitor.service.now())
        record(desk.connection, actor=visitor.person.name, action=Action.SUBJECT_READ, about=f"{kind}:{subject_id}")
    if not identity.known and problem is None and request.method == "POST":
        raise HTTPException(404)
    status = 422 if problem else 200
    return render(request, visitor, "_identity.html", status=status, file=file, problem=problem)
