"""The page of what nobody has named yet: to look at, never to decide on."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from serve.audit import Action, record
from serve.desk.cases import read_run
from serve.desk.unnamed import PAGE, read_unnamed
from serve.permissions import Permission
from serve.web.render import render
from serve.web.visitor import Visitor, person_with

router = APIRouter()


@router.get("/unnamed")
def unnamed_page(
    request: Request,
    visitor: Annotated[Visitor, Depends(person_with(Permission.QUEUE_READ))],
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Cases that stand out without a name, those that do so furthest first."""
    with visitor.service.store.open(visitor.person) as desk:
        run = read_run(desk)
        found = read_unnamed(desk, page=page)
        record(desk.connection, actor=visitor.person.name, action=Action.QUEUE_READ, about="unnamed")
    further = page + 1 if found.total > page * PAGE else None
    return render(request, visitor, "unnamed.html", run=run, found=found, page=page, further=further)
