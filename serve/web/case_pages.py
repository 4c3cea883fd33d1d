"""The case page: why, with whom, what happened, who it is, and a person's decision."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from features.subjects import SubjectKind
from serve.audit import Action, record
from serve.desk.cases import MOST_DAYS, PATTERNS, Finding, Outcome, decide, next_case, read_case, read_run
from serve.desk.refusal import Refusal, refuse
from serve.permissions import Permission
from serve.store import Desk
from serve.web.file import read_file
from serve.web.render import render
from serve.web.visitor import Visitor, form_of, person_with

router = APIRouter()
Number = Annotated[int, Path(ge=1, le=2**62)]
KEEP = ""
MOST_DIGITS = 15


@router.get("/cases/{case_number}")
def case_page(
    request: Request, case_number: Number, visitor: Annotated[Visitor, Depends(person_with(Permission.CASE_READ))]
) -> HTMLResponse:
    """Everything about one case."""
    return _page(request, visitor, case_number)


@router.post("/cases/{case_number}/decisions")
def decide_case(
    request: Request,
    case_number: Number,
    visitor: Annotated[Visitor, Depends(person_with(Permission.DECISION_CREATE))],
    form: Annotated[FormData, Depends(form_of)],
) -> Response:
    """Store a person's decision."""
    try:
        with visitor.service.store.open(visitor.person) as desk:
            alert = read_case(desk, case_number, unblinded=False)
            if alert is None:
                raise HTTPException(404)
            findings = findings_of(form, alert.kind, alert.subject_id)
            decide(desk, case_number, findings, str(form.get("reason", "")), now=visitor.service.now())
    except Refusal as error:
        told = visitor.language.refusal(error)
        written = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        return _page(request, visitor, case_number, problem=told, written=written)
    return RedirectResponse(f"/cases/{case_number}?stored=1", 303)


def findings_of(form: FormData, kind: SubjectKind, subject_id: str) -> list[Finding]:
    """The findings in a form: ``outcome`` for the case, ``member:kind:id`` for each member of a ring."""
    findings = []
    for name, value in form.multi_items():
        if value == KEEP or not isinstance(value, str):
            continue
        if name == "outcome":
            findings.append(_on_the_case(form, Finding(kind, subject_id, _outcome(value))))
        elif name.startswith("member:"):
            member_kind, _, member_id = name.removeprefix("member:").partition(":")
            findings.append(Finding(_kind(member_kind), member_id, _outcome(value)))
    return findings


def _on_the_case(form: FormData, finding: Finding) -> Finding:
    loss, recovered = (_money(str(form.get(name, ""))) for name in ("loss", "recovered"))
    days = _days(str(form.get("days_stopped", "")))
    typology = _pattern(str(form.get("typology", "")))
    return replace(finding, loss=loss, recovered=recovered, days_stopped=days, typology=typology)


def _days(text: str) -> int | None:
    plain = text.strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= len(str(MOST_DAYS)) and int(plain) <= MOST_DAYS):
        refuse("no_days", "the days cannot be read: write a whole number of at most {most}", most=MOST_DAYS)
    return int(plain)


def _pattern(text: str) -> str | None:
    if text and text not in PATTERNS:
        refuse("no_such_pattern", "the pattern is not one of those offered: choose one from the list")
    return text or None


def _outcome(text: str) -> Outcome:
    if text not in set(Outcome):
        refuse("no_such_outcome", "an outcome is not one of those offered: choose one from the list")
    return Outcome(text)


def _kind(text: str) -> SubjectKind:
    if text not in set(SubjectKind):
        refuse("no_such_kind", "a finding names no kind of subject: reload the page and try again")
    return SubjectKind(text)


def _money(text: str) -> int | None:
    """An amount in rupiah as people write it, with or without points; None where nothing is written."""
    plain = text.strip().removeprefix("Rp").replace(".", "").replace(",", "").replace(" ", "")
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > MOST_DIGITS:
        refuse("no_amount", "an amount of money cannot be read: write digits, such as 1.250.000")
    return int(plain)


def _page(
    request: Request,
    visitor: Visitor,
    case_number: int,
    *,
    problem: str | None = None,
    written: Mapping[str, str] = MappingProxyType({}),
) -> HTMLResponse:
    """The case; a decision that was refused stands in its form again, as it was ``written``."""
    with visitor.service.store.open(visitor.person) as desk:
        alert = read_case(desk, case_number, unblinded=visitor.may(Permission.SELECTION_READ))
        if alert is None:
            raise HTTPException(404)
        run = read_run(desk)
        file = read_file(desk, visitor, alert.kind, alert.subject_id)
        following = next_case(desk, alert.queue_rank)
        _note(desk, f"case {case_number}")
    return render(
        request,
        visitor,
        "case.html",
        status=422 if problem else 200,
        run=run,
        alert=alert,
        file=file,
        outcomes=list(Outcome),
        patterns=PATTERNS,
        following=following,
        problem=problem,
        written=written,
        stored="stored" in request.query_params,
    )


def _note(desk: Desk, about: str) -> None:
    record(desk.connection, actor=desk.principal.name, action=Action.CASE_READ, about=about)
