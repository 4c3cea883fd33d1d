"""The audit log's page."""

from functools import partial
from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from serve.audit import Action, record
from serve.audit.verify import entry_hash, read_entries
from serve.permissions import Permission
from serve.web.language import Language
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
    about = partial(_told, visitor.language)
    return render(request, visitor, "audit.html", entries=entries, whole=whole, older=older, about=about)


def _told(language: Language, about: str) -> str:
    """What an entry is about, such as ``ring:R1`` or ``case 92``, with its first word in the visitor's language."""
    kind, colon, name = about.partition(":")
    if colon and kind in language.texts["kind"]:
        return f"{language.name('kind', kind)} {name}"
    if about in language.texts["about"]:
        return language.name("about", about)
    first, space, rest = about.partition(" ")
    return f"{language.name('about', first)}{space}{rest}"
