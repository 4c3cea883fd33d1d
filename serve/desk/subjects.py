"""One subject as the current run sees it: band, role, reasons, ring, and what earlier runs and people said."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from features.subjects import SubjectKind
from serve.desk.events import Count, read_counts
from serve.store.desk import Desk, Row
from serve.store.schema import alerts, counterfactuals, decisions, places, ring_members, runs, scores, timeline

MOST_EVENTS = 2_000
WITHOUT_NEIGHBOURS = "without_neighbours"  # the reason whose sentence names the score


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a feature, its value, what is usual among peers, its share, and a sentence in both languages."""

    code: str
    value: str | None
    usual: str | None
    weight: float
    benign: bool
    text_en: str
    text_id: str


@dataclass(frozen=True, slots=True)
class Past:
    """What an earlier run said."""

    run_id: str
    as_of: datetime
    band: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, when and why."""

    kind: str
    subject_id: str
    outcome: str
    reason: str
    typology: str | None
    loss: int | None
    recovered: int | None
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What would have to be different for the case not to be in the queue, in both languages."""

    text_en: str
    text_id: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the current run.

    ``score``, ``selected_by`` and ``otherwise`` are None for those whom they would unblind. Nobody needs to be blind to
    a case that is decided: ``typologies`` and ``otherwise`` are then told.
    """

    kind: SubjectKind
    subject_id: str
    band: str
    role: str
    score: float | None
    selected_by: str | None
    ring_id: str | None
    amount_at_risk: int
    typologies: tuple[str, ...]
    reasons: tuple[Reason, ...]
    village_code: str | None
    village: str | None
    district_code: str | None
    regency_code: str | None
    case_number: int | None
    queue_rank: int | None
    history: tuple[Past, ...]
    decisions: tuple[Decision, ...]
    since_run: tuple[Count, ...]
    otherwise: Otherwise | None


@dataclass(frozen=True, slots=True)
class Event:
    """Money that moved: once, or so many ``times`` together."""

    occurred_at: datetime
    event: str
    amount: int | None
    times: int
    program: str | None
    agent_id: str | None


def read_subject(desk: Desk, kind: SubjectKind, subject_id: str, *, unblinded: bool) -> Subject | None:
    """The subject, or None where there is none of that id that this person may see."""
    this = (scores.c.kind == str(kind), scores.c.subject_id == subject_id)
    row = desk.first(
        select(scores, places.c.name.label("village"))
        .outerjoin(places, places.c.code == scores.c.village_code)
        .where(*this, scores.c.run == desk.run)
    )
    if row is None:
        return None
    alert = desk.first(
        select(alerts).where(alerts.c.kind == str(kind), alerts.c.subject_id == subject_id, alerts.c.run == desk.run)
    )
    return _subject(desk, row, alert, unblinded=unblinded)


def _subject(desk: Desk, row: Row, alert: Row | None, *, unblinded: bool) -> Subject:
    blind = alert is not None and not unblinded
    kind = SubjectKind(row["kind"])
    said = read_decisions(desk, kind, row["subject_id"])
    told = not blind or bool(said)
    return Subject(
        kind=kind,
        subject_id=row["subject_id"],
        band=alert["shown_band"] if blind and alert else row["band"],
        role=alert["shown_role"] if blind and alert else row["role"],
        score=None if blind else row["score"],
        selected_by=row["selected_by"] if unblinded else None,
        ring_id=row["ring_id"],
        amount_at_risk=row["amount_at_risk"],
        typologies=tuple(row["typologies"]) if told else (),
        reasons=blinded(reasons_of(row["reasons"])) if blind else reasons_of(row["reasons"]),
        **{name: row[name] for name in ("village_code", "village", "district_code", "regency_code")},
        case_number=alert["case_number"] if alert else None,
        queue_rank=alert["queue_rank"] if alert else None,
        # An earlier score would give a control away as surely as today's.
        history=() if blind else read_history(desk, kind, row["subject_id"]),
        decisions=said,
        since_run=read_counts(desk, kind, row["subject_id"]),
        otherwise=read_otherwise(desk, kind, row["subject_id"]) if told else None,
    )


def reasons_of(stored: list[dict[str, Any]]) -> tuple[Reason, ...]:
    """Reasons from their stored form: those that weigh first, benign ones last."""
    reasons = [Reason(**{name: reason[name] for name in Reason.__slots__}) for reason in stored]
    return tuple(sorted(reasons, key=lambda reason: (reason.benign, -reason.weight, reason.code)))


def blinded(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Reasons for those who may not know the score: without the sentence that names it, and with shares for weights."""
    kept = [reason for reason in reasons if reason.code != WITHOUT_NEIGHBOURS]
    total = sum(reason.weight for reason in kept if not reason.benign) or 1.0
    return tuple(replace(reason, weight=round(reason.weight / total, 6)) for reason in kept)


def read_otherwise(desk: Desk, kind: SubjectKind, subject_id: str) -> Otherwise | None:
    """The run's counterfactual; None where it has none of this subject."""
    this = (counterfactuals.c.run == desk.run, counterfactuals.c.kind == str(kind))
    query = select(counterfactuals.c.text_en, counterfactuals.c.text_id)
    row = desk.first(query.where(*this, counterfactuals.c.subject_id == subject_id))
    return Otherwise(**row) if row else None


def read_history(desk: Desk, kind: SubjectKind, subject_id: str) -> tuple[Past, ...]:
    """What earlier runs said of a subject, newest first."""
    rows = desk.fetch(
        select(runs.c.run_id, runs.c.as_of, scores.c.band, scores.c.score)
        .join_from(scores, runs, runs.c.run == scores.c.run)
        .where(scores.c.kind == str(kind), scores.c.subject_id == subject_id, runs.c.state == "past")
        .order_by(runs.c.run.desc())
        .limit(24)
    )
    return tuple(Past(**row) for row in rows)


def read_decisions(desk: Desk, kind: SubjectKind, subject_id: str) -> tuple[Decision, ...]:
    """What people decided of a subject, newest first."""
    rows = desk.fetch(
        select(*(decisions.c[name] for name in Decision.__slots__))
        .where(decisions.c.kind == str(kind), decisions.c.subject_id == subject_id)
        .order_by(decisions.c.decision.desc())
    )
    return tuple(Decision(**row) for row in rows)


def read_timeline(desk: Desk, kind: SubjectKind, subject_id: str) -> tuple[Event, ...]:
    """The subject's payments and withdrawals, oldest first; the latest two thousand."""
    rows = desk.fetch(
        select(*(timeline.c[name] for name in Event.__slots__))
        .where(timeline.c.run == desk.run, timeline.c.kind == str(kind), timeline.c.subject_id == subject_id)
        .order_by(timeline.c.occurred_at.desc(), timeline.c.entry.desc())
        .limit(MOST_EVENTS)
    )
    return tuple(Event(**row) for row in reversed(rows))


def read_ring_timeline(desk: Desk, ring_id: str) -> tuple[tuple[str, Event], ...]:
    """The payments and withdrawals of a ring's members, oldest first, each with ``kind:id`` of its member."""
    rows = desk.fetch(
        select(timeline)
        .join(
            ring_members,
            (ring_members.c.run == timeline.c.run)
            & (ring_members.c.kind == timeline.c.kind)
            & (ring_members.c.subject_id == timeline.c.subject_id),
        )
        .where(ring_members.c.run == desk.run, ring_members.c.ring_id == ring_id)
        .order_by(timeline.c.occurred_at.desc(), timeline.c.entry.desc())
        .limit(MOST_EVENTS)
    )
    return tuple(
        (f"{row['kind']}:{row['subject_id']}", Event(**{name: row[name] for name in Event.__slots__}))
        for row in reversed(rows)
    )
