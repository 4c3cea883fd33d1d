"""Cases: what a person opens, and what they decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, get_args

from sqlalchemy import insert, select, update

from features.subjects import SubjectKind
from models.gate.ledger import OVERRIDDEN
from models.gate.standing import UNGATED, WITHDRAWN
from serve.audit import Action, record
from serve.desk.queue import Alert, alert_of, alerts_and_cases
from serve.desk.refusal import refuse
from serve.store.desk import Desk, Row
from serve.store.schema import alerts, cases, decisions, ring_members, runs

SHORTEST_REASON = 10
ENDED = "ended"
MOST_DAYS = 3_660
LONGEST_REASON = 4_000


class Outcome(StrEnum):
    """What an investigation found, in the contract's words."""

    CONFIRMED = "confirmed"
    HARMED = "harmed"
    CLEARED = "cleared"
    IDENTITY_MISUSED = "identity_misused"
    ERROR_CORRECTED = "error_corrected"
    INCONCLUSIVE = "inconclusive"


# The sixteen patterns of the handbook, as ``outcomes.typology`` names them.
Pattern = Literal["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12", "T13", "T14", "T15", "T16"]
PATTERNS: tuple[str, ...] = get_args(Pattern)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one subject of a case."""

    kind: SubjectKind
    subject_id: str
    outcome: Outcome
    loss: int | None = None
    recovered: int | None = None
    days_stopped: int | None = None
    typology: str | None = None


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The run that a page speaks of."""

    run_id: str
    as_of: datetime
    currency: str
    minor_units: int
    model_version: str
    gate: str
    gate_until: date | None

    def told(self, day: date) -> str:
        """On what the model stands that day: as it was loaded, or ``ended``."""
        return ENDED if self.gate_until is not None and self.gate_until < day else self.gate

    def warns(self, day: date) -> bool:
        """Whether every page must say so."""
        return self.told(day) in {UNGATED, WITHDRAWN, OVERRIDDEN, ENDED}


def read_case(desk: Desk, case_number: int, *, unblinded: bool) -> Alert | None:
    """The case as the current run has it; None where there is none that this person may see."""
    query = alerts_and_cases().where(alerts.c.case_number == case_number).order_by(alerts.c.run.desc()).limit(1)
    row = desk.first(query)
    return alert_of(row, unblinded=unblinded) if row else None


def next_case(desk: Desk, queue_rank: int) -> int | None:
    """The number of the open case that follows in the queue; None at its end."""
    desk.keep_index_order()
    query = (
        select(alerts.c.case_number)
        .join_from(alerts, cases, cases.c.case_number == alerts.c.case_number)
        .where(alerts.c.run == desk.run, alerts.c.queue_rank > queue_rank, cases.c.status == "open")
    )
    row = desk.first(query.order_by(alerts.c.queue_rank).limit(1))
    return row["case_number"] if row else None


def read_run(desk: Desk) -> RunInfo | None:
    """The run that answers now; None before the first load."""
    row = desk.first(select(*(runs.c[name] for name in RunInfo.__slots__)).where(runs.c.run == desk.run))
    return RunInfo(**row) if row else None


def decide(
    desk: Desk,
    case_number: int,
    findings: Sequence[Finding],
    reason: str,
    *,
    now: datetime,
    person: str | None = None,
) -> int:
    """Store a person's findings on a case and close it; gives their number. Refusal where they do not fit the case.

    ``reason`` is the person's own, ten characters or more; a ring's case may hold findings on its members. ``person``
    names who decided where a machine passes it on. The same decision sent twice is stored once.
    """
    by = f"{person} through {desk.principal.name}" if person else desk.principal.name
    newest = select(alerts).where(alerts.c.case_number == case_number).order_by(alerts.c.run.desc())
    alert = desk.first(newest.limit(1))
    if alert is None:
        refuse("no_such_case", "there is no such case in your regions")
    told = reason.strip()
    if not SHORTEST_REASON <= len(told) <= LONGEST_REASON:
        message = "the reason must have {fewest} to {most} characters"
        refuse("reason_length", message, fewest=SHORTEST_REASON, most=LONGEST_REASON)
    if not findings:
        refuse("nothing_decided", "nothing was decided: choose an outcome for the case or for a member")
    regions = _regions(desk, alert)
    if not all((finding.kind, finding.subject_id) in regions for finding in findings):
        refuse("not_part", "a finding names somebody who is not part of this case in your regions")
    run = desk.first(select(runs.c.run_id).where(runs.c.run == alert["run"]))
    told_before = _told(desk, case_number, by, told)
    new = [finding for finding in findings if _mark(finding) not in told_before]
    common = {"reason": told, "decided_by": by, "decided_at": now, "run_id": run["run_id"] if run else ""}
    for finding in new:
        where = regions[finding.kind, finding.subject_id]
        desk.write(insert(decisions).values({**_row(alert, finding), **common, "regions": where}))
    desk.write(update(cases).where(cases.c.case_number == case_number).values(status="decided"))
    for finding in new:
        _tell(desk, case_number, finding)
    return len(new)


def _told(desk: Desk, case_number: int, by: str, reason: str) -> set[tuple[object, ...]]:
    """What this person said of the case in the same words, where it is still the last word on its subject."""
    rows = desk.fetch(select(decisions).where(decisions.c.case_number == case_number).order_by(decisions.c.decision))
    last = {(row["kind"], row["subject_id"]): row for row in rows}
    return {
        tuple(row[name] for name in _MARKS)
        for row in last.values()
        if (row["decided_by"], row["reason"]) == (by, reason)
    }


_MARKS = ("kind", "subject_id", "outcome", "loss", "recovered", "days_stopped", "typology")


def _mark(finding: Finding) -> tuple[object, ...]:
    return tuple(getattr(finding, name) for name in _MARKS)


def _tell(desk: Desk, case_number: int, finding: Finding) -> None:
    record(
        desk.connection,
        actor=desk.principal.name,
        action=Action.DECISION_CREATE,
        about=f"case {case_number}",
        detail={"subject": f"{finding.kind}:{finding.subject_id}", "outcome": str(finding.outcome)},
    )


def _regions(desk: Desk, alert: Row) -> dict[tuple[SubjectKind, str], list[str]]:
    """Who may be decided on in this case, with their regions: its subject, and a ring's members that may be seen."""
    who = {(SubjectKind(alert["kind"]), str(alert["subject_id"])): list(alert["regions"])}
    if alert["kind"] == SubjectKind.RING:
        members = select(ring_members).where(
            ring_members.c.run == alert["run"], ring_members.c.ring_id == alert["subject_id"]
        )
        who |= {(SubjectKind(row["kind"]), row["subject_id"]): list(row["regions"]) for row in desk.fetch(members)}
    return who


def _row(alert: Row, finding: Finding) -> dict[str, object]:
    return {
        "case_number": alert["case_number"],
        "kind": str(finding.kind),
        "subject_id": finding.subject_id,
        "outcome": str(finding.outcome),
        "typology": finding.typology,
        "loss": finding.loss,
        "recovered": finding.recovered,
        "days_stopped": finding.days_stopped,
        "selected_by": alert["selected_by"],
        "selection_probability": alert["selection_probability"],
    }
