"""The page on which a reviewer says which records are one person."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from serve.api.reading import Id
from serve.audit import Action, record
from serve.desk.cases import read_run
from serve.desk.pairs import PAGE, decide_pair, read_pair_page
from serve.desk.refusal import Refusal
from serve.permissions import Permission
from serve.web.render import render
from serve.web.visitor import Visitor, form_of, person_with, safe_target

router = APIRouter()


@router.get("/pairs")
def pairs_page(
    request: Request,
    visitor: Annotated[Visitor, Depends(person_with(Permission.PAIR_READ))],
    state: str = "open",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Records that look alike, those without a word of a reviewer first."""
    decided = state == "decided"
    with visitor.service.store.open(visitor.person) as desk:
        run = read_run(desk)
        found = read_pair_page(desk, decided=decided, page=page)
        record(desk.connection, actor=visitor.person.name, action=Action.PAIR_READ, about="pairs")
    further = page + 1 if found.total > page * PAGE else None
    return render(request, visitor, "pairs.html", run=run, found=found, decided=decided, page=page, further=further)


@router.post("/pairs/{left}/{right}")
def say_of_pair(
    left: Id,
    right: Id,
    visitor: Annotated[Visitor, Depends(person_with(Permission.DECISION_CREATE))],
    form: Annotated[FormData, Depends(form_of)],
) -> Response:
    """Store whether two records are one person."""
    try:
        with visitor.service.store.open(visitor.person) as desk:
            decide_pair(desk, left, right, same=form.get("same") == "yes", now=visitor.service.now())
    except Refusal as error:
        raise HTTPException(404) from error
    return RedirectResponse(safe_target(str(form.get("next", "/"))), 303)
