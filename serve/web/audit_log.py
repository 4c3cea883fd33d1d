"""The audit log's page."""

from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from serve.audit import Action, record
from serve.audit.verify import entry_hash, read_entries
from serve.permissions import Permission
from serve.web.render import render
from serve.web.visitor import Visitor, person_with

router = APIRouter()
PAGE = 100


@router.get("/audit")
def audit_page(
    request: Request,
    visitor: Annotated[Visitor, Depends(person_with(Permission.AUDIT_READ))],
    before: Annotated[int, Query(ge=0, le=2**62)] = 0,
) -> HTMLResponse:
    """The log, newest first; reading it is an entry too."""
    with visitor.service.store.open(visitor.person) as desk:
        entries = read_entries(desk.connection, before=before, limit=PAGE)
        record(desk.connection, actor=visitor.person.name, action=Action.AUDIT_READ, about="audit log")
    linked = all(newer.previous == older.hash for newer, older in pairwise(entries))
    whole = linked and all(entry_hash(entry) == entry.hash for entry in entries)
    older = entries[-1].entry if len(entries) == PAGE and entries[-1].entry > 1 else None
    return render(request, visitor, "audit.html", entries=entries, whole=whole, older=older)
