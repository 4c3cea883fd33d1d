"""What goes in and comes out of the API, as its OpenAPI description shows it."""

import uuid
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from features.subjects import SubjectKind

LARGEST = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 2000, 2100
# No control characters: PostgreSQL stores no NUL, and a log line stays a line.
Code = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Role = Literal["suspect", "harmed", "unclear", "none"]
Band = Literal["none", "review", "priority"]


def _within_reach(moment: datetime) -> datetime:
    """The moment, where every zone can name its day."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}")
    return moment


def _written(moment: object) -> object:
    # Without an offset it is no date-time of JSON Schema, and the drop's own clock has none.
    return moment.isoformat() if isinstance(moment, datetime) else moment


class Shape(BaseModel):
    """Read from our frozen dataclasses by their attributes."""

    model_config = ConfigDict(from_attributes=True)


class NamesRecipient(BaseModel):
    """A recipient named by exactly one of recipient_id, nik, or bank_code with account_number."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    recipient_id: Code | None = None
    nik: Code | None = None
    bank_code: Code | None = None
    account_number: Code | None = None

    @model_validator(mode="after")
    def _names_one_recipient(self) -> Self:
        account = self.bank_code is not None and self.account_number is not None
        if (self.bank_code is None) != (self.account_number is None):
            raise ValueError("bank_code and account_number go together")
        if [self.recipient_id is not None, self.nik is not None, account].count(True) != 1:
            raise ValueError("name the recipient by exactly one of recipient_id, nik, or bank_code and account_number")
        return self


class ScoreRequest(NamesRecipient):
    """One payment, its recipient named by exactly one of recipient_id, nik, or bank_code with account_number."""

    payment_id: Code
    attempt: int = Field(1, ge=1, le=1_000_000)
    program: Code
    amount: int = Field(ge=0, le=LARGEST, description="whole minor units of the currency")
    agent_id: Code | None = None
    channel: Code | None = None
    occurred_at: datetime | None = None


class EventRequest(NamesRecipient):
    """Money that moved on a recipient's account."""

    event_id: Code
    kind: Literal["withdrawal", "purchase", "transfer_out", "topup", "credit", "reversal", "fee"]
    amount: int = Field(ge=0, le=LARGEST, description="whole minor units of the currency")
    occurred_at: Annotated[AwareDatetime, AfterValidator(_within_reach)]
    agent_id: Code | None = None


EventRequestList = Annotated[list[EventRequest], Field(min_length=1, max_length=1_000)]


class EventsReceived(Shape):
    """What became of the events; ``unknown`` are kept and concern nobody of the current run in the client's regions."""

    accepted: int
    repeated: int
    unknown: int
    conflicts: list[str] = Field(description="ids that came before with other content; what came first stands")


class CountShape(Shape):
    """What happened since the run's data end, as events told."""

    event: str
    times: int
    amount: int


class ReasonCode(Shape):
    """A reason by its code alone."""

    code: str


class ScoreAnswer(Shape):
    """An indication about one payment; never a verdict, and never an order to stop."""

    answer_id: uuid.UUID
    payment_id: str
    basis: Literal["scored", "unknown", "degraded"]
    score: float | None
    band: Band | None
    role: Role | None
    recommendation: Literal["proceed", "review"]
    reasons: list[ReasonCode]
    ring_id: str | None
    model_version: str | None
    run_id: str | None
    expires_at: datetime


class AlertShape(Shape):
    """One line of the queue."""

    case_number: int
    kind: SubjectKind
    subject_id: str
    queue_rank: int
    band: Band
    role: Role
    status: Literal["open", "decided"]
    amount_at_risk: int
    members: int
    headline_en: str
    headline_id: str
    village_code: str | None
    district_code: str | None
    regency_code: str | None
    selected_by: Literal["model", "random"] | None = Field(None, description="only for those who do not decide")


class AlertPage(Shape):
    """A page of the queue; ``cursor`` asks for the next one, null on the last."""

    alerts: list[AlertShape]
    cursor: str | None


class ReasonShape(Shape):
    """Why, against peers."""

    code: str
    value: str | None
    usual: str | None
    weight: float
    benign: bool
    text_en: str
    text_id: str


class OtherwiseShape(Shape):
    """What would have to be different for the case not to be in the queue."""

    text_en: str
    text_id: str


class PastShape(Shape):
    """What an earlier run said."""

    run_id: str
    as_of: Annotated[str, BeforeValidator(_written)] = Field(description="the end of its data, in the drop's timezone")
    band: Band
    score: float | None


class SubjectShape(Shape):
    """A subject of the current run. ``score`` is null where it would tell a random control from the model's choice."""

    kind: SubjectKind
    subject_id: str
    band: Band
    role: Role
    score: float | None
    selected_by: Literal["model", "random"] | None
    ring_id: str | None
    amount_at_risk: int
    typologies: list[str]
    reasons: list[ReasonShape]
    village_code: str | None
    district_code: str | None
    regency_code: str | None
    case_number: int | None
    history: list[PastShape]
    since_run: list[CountShape]
    otherwise: OtherwiseShape | None = Field(None, description="for those who do not decide, and once it is decided")


class MemberShape(Shape):
    """Who belongs to a ring."""

    kind: SubjectKind
    subject_id: str
    role: Role
    score: float | None
    case_number: int | None


class EdgeShape(Shape):
    """A subject holds a shared thing."""

    source: str
    target: str
    benign: bool
    benign_reason: str | None
    weight: float
    text_en: str
    text_id: str


class NodeShape(Shape):
    """A subject or a shared thing, named by a pseudonym."""

    id: str
    kind: str
    label: str
    role: Role
    subjects: int | None


class RingShape(Shape):
    """A ring with those members that lie in the asker's regions; ``hidden`` counts the others."""

    ring_id: str
    size: int
    recipients: int
    agents: int
    officials: int
    shared: list[str]
    amount_at_risk: int
    benign: bool
    members: list[MemberShape]
    hidden: int
    nodes: list[NodeShape]
    edges: list[EdgeShape]
    more: int = Field(description="how many nodes are not shown")
