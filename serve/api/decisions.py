"""``POST /v1/cases/{id}/decisions``: a person's decision that was taken in another system."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from features.subjects import SubjectKind
from serve.api.problems import documented
from serve.api.security import desk_for, service_of
from serve.api.shapes import LARGEST, Code
from serve.api.statuses import INVALID, NOT_FOUND, REFUSED, UNKNOWN_CALLER, UNREADABLE
from serve.desk.cases import LONGEST_REASON, MOST_DAYS, SHORTEST_REASON, Finding, Outcome, Pattern, decide, read_case
from serve.desk.refusal import Refusal
from serve.permissions import Permission
from serve.store import Desk

router = APIRouter(prefix="/v1/cases", tags=["cases"])
MOST_FINDINGS = 1_000
Number = Annotated[int, Path(ge=1, le=2**62)]


class FindingRequest(BaseModel):
    """What was found of the case's subject, or of one member of its ring."""

    model_config = ConfigDict(extra="forbid")

    kind: SubjectKind
    subject_id: Code
    outcome: Outcome
    loss: int | None = Field(None, ge=0, le=LARGEST, description="whole minor units of the currency")
    recovered: int | None = Field(None, ge=0, le=LARGEST)
    days_stopped: int | None = Field(None, ge=0, le=MOST_DAYS, description="days without benefit because of the case")
    typology: Pattern | None = None


class DecisionRequest(BaseModel):
    """A decision always means a person's: ``decided_by`` names them as the sending system knows them."""

    model_config = ConfigDict(extra="forbid")

    decided_by: Code
    reason: str = Field(min_length=SHORTEST_REASON, max_length=LONGEST_REASON, pattern=r"^[^\x00]+$")
    findings: list[FindingRequest] = Field(min_length=1, max_length=MOST_FINDINGS)


class Decided(BaseModel):
    """That it is stored; ``stored`` is 0 where the same decision came before."""

    case_number: int
    stored: int


@router.post(
    "/{case_number}/decisions",
    operation_id="decide_case",
    responses=documented(UNREADABLE, UNKNOWN_CALLER, REFUSED, NOT_FOUND, INVALID),
)
def decide_one_case(
    case_number: Number,
    told: DecisionRequest,
    request: Request,
    desk: Annotated[Desk, Depends(desk_for(Permission.DECISION_CREATE), scope="function")],
) -> Decided:
    """Store a person's findings on a case; sent again, they are stored once."""
    if read_case(desk, case_number, unblinded=False) is None:
        raise HTTPException(NOT_FOUND, "there is no such case in your regions")
    findings = [Finding(**dict(finding)) for finding in told.findings]
    try:
        now = service_of(request).now()
        stored = decide(desk, case_number, findings, told.reason, now=now, person=told.decided_by)
    except Refusal as error:
        raise HTTPException(INVALID, str(error)) from error
    return Decided(case_number=case_number, stored=stored)
