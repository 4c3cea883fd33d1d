"""What anybody may send without a key: complaints and appeals, so many an hour from one address."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from serve.address import address_of
from serve.api.problems import documented
from serve.api.security import service_of
from serve.api.shapes import Code, Shape
from serve.api.statuses import INVALID, NOT_FOUND, NOT_READY, TOO_MANY, UNREADABLE
from serve.desk.letters import LetterKind, Words, read_ticket
from serve.desk.posting import Complaint, take_appeal, take_complaint
from serve.principal import PUBLIC
from serve.reveal.seal import Seal
from serve.service import Service
from serve.throttle import Throttle

SECONDS = 3_600
LARGEST_CASE = 2**62
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4_000, pattern=r"^[^\x00]+$", strip_whitespace=True)]
Category = Literal[
    "not_received",
    "short_paid",
    "card_withheld",
    "levy",
    "fictitious",
    "duplicate",
    "not_eligible",
    "left_out",
    "quality",
    "identity_misused",
    "other",
]


class ComplaintRequest(BaseModel):
    """What somebody reports. Nobody needs to say who they are; ``contact`` is for an answer and is kept sealed."""

    model_config = ConfigDict(extra="forbid")

    category: Category
    village_code: Code | None = None
    subject_kind: Literal["recipient", "agent", "official"] | None = None
    subject_id: Code | None = None
    text: Prose | None = None
    contact: Code | None = None

    @model_validator(mode="after")
    def _names_a_whole_subject(self) -> "ComplaintRequest":
        if (self.subject_kind is None) != (self.subject_id is None):
            raise ValueError("subject_kind and subject_id go together")
        return self


class AppealRequest(BaseModel):
    """Why a decision is contested; the case number stands in the letter about the decision."""

    model_config = ConfigDict(extra="forbid")

    case_number: int | None = Field(None, ge=1, le=LARGEST_CASE)
    text: Prose
    contact: Code | None = None


class Taken(BaseModel):
    """Received. The ticket is shown this once; with it the letter's fate can be read."""

    ticket: str


class Fate(Shape):
    """What became of a letter; ``note`` is the answer to whoever wrote it."""

    status: Literal["open", "closed", "pending", "upheld", "dismissed"]
    received_at: datetime
    note: str | None


def within_the_limit(request: Request, service: Annotated[Service, Depends(service_of)]) -> None:
    """429 where too much came from this address within the hour; the address is kept in memory only."""
    throttle: Throttle = request.app.state.public_throttle
    address = address_of(request, request.app.state.proxies)
    if throttle.is_paused(address, service.now()):
        wait = {"Retry-After": str(SECONDS)}
        raise HTTPException(TOO_MANY, "too much came from this address within the hour: try again later", wait)
    throttle.note(address, service.now())


def sealing(service: Annotated[Service, Depends(service_of)]) -> Seal:
    """What seals a citizen's words; 503 where this installation cannot."""
    if service.seal is None:
        raise HTTPException(NOT_READY, "nothing can be received here: SAKSAMA_IDENTITY_KEY is not set")
    return service.seal


router = APIRouter(prefix="/v1", tags=["citizens"], dependencies=[Depends(within_the_limit)])
TAKING = documented(UNREADABLE, INVALID, TOO_MANY, NOT_READY)
READING = documented(NOT_FOUND, INVALID, TOO_MANY)
Ticket = Annotated[str, Path(min_length=16, max_length=30, pattern=r"^[0-9A-Za-z -]+$")]
Served = Annotated[Service, Depends(service_of)]
Sealing = Annotated[Seal, Depends(sealing)]


@router.post("/complaints", operation_id="complain", status_code=HTTPStatus.CREATED, responses=TAKING)
def complain(told: ComplaintRequest, service: Served, seal: Sealing) -> Taken:
    """Report an irregularity. It goes to somebody who is not close to what it names."""
    complaint = Complaint(told.category, told.village_code, told.subject_kind, told.subject_id)
    with service.store.open(PUBLIC) as desk:
        ticket = take_complaint(desk, complaint, Words(told.text, told.contact), seal, now=service.now())
    return Taken(ticket=ticket)


@router.post("/appeals", operation_id="appeal", status_code=HTTPStatus.CREATED, responses=TAKING)
def appeal(told: AppealRequest, service: Served, seal: Sealing) -> Taken:
    """Contest a decision. It goes to somebody who did not take it."""
    with service.store.open(PUBLIC) as desk:
        ticket = take_appeal(desk, told.case_number, Words(told.text, told.contact), seal, now=service.now())
    return Taken(ticket=ticket)


@router.get("/complaints/{ticket}", operation_id="read_complaint", responses=READING)
def read_complaint(ticket: Ticket, service: Served) -> Fate:
    """What became of a complaint."""
    return _fate(service, LetterKind.COMPLAINT, ticket)


@router.get("/appeals/{ticket}", operation_id="read_appeal", responses=READING)
def read_appeal(ticket: Ticket, service: Served) -> Fate:
    """What became of an appeal."""
    return _fate(service, LetterKind.APPEAL, ticket)


def _fate(service: Service, kind: LetterKind, ticket: str) -> Fate:
    with service.store.open(PUBLIC) as desk:
        letter = read_ticket(desk, kind, ticket)
    if letter is None:
        raise HTTPException(NOT_FOUND, "there is no such ticket")
    return Fate.model_validate(letter)
