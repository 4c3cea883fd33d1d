"""What nobody has named yet: cases that stand out although no rule says why, for somebody to look at."""

from dataclasses import dataclass

from sqlalchemy import func, select

from features.subjects import SubjectKind
from serve.desk.subjects import Reason, reasons_of
from serve.store.desk import Desk, Row
from serve.store.schema import places, scores, unnamed

PAGE = 50


@dataclass(frozen=True, slots=True)
class Unnamed:
    """One line of the list; ``reason`` is what stands out most, None where the run does not say."""

    place: int
    kind: SubjectKind
    subject_id: str
    amount_at_risk: int
    reason: Reason | None
    village: str | None
    district_code: str | None
    regency_code: str | None


@dataclass(frozen=True, slots=True)
class UnnamedPage:
    """A page of the list, of so many cases altogether."""

    cases: tuple[Unnamed, ...]
    total: int


def read_unnamed(desk: Desk, *, page: int) -> UnnamedPage:
    """Page number ``page`` (the first is 1) of the list, those that stand out furthest first."""
    counted = select(func.count().label("total")).select_from(unnamed).where(unnamed.c.run == desk.run)
    total = desk.first(counted)
    same = (
        (scores.c.run == unnamed.c.run)
        & (scores.c.kind == unnamed.c.kind)
        & (scores.c.subject_id == unnamed.c.subject_id)
    )
    query = (
        select(unnamed.c.place, *(scores.c[name] for name in _COPIED), places.c.name.label("village"))
        .join_from(unnamed, scores, same)
        .outerjoin(places, places.c.code == scores.c.village_code)
        .where(unnamed.c.run == desk.run)
    )
    rows = desk.fetch(query.order_by(unnamed.c.place).limit(PAGE).offset((page - 1) * PAGE))
    return UnnamedPage(tuple(_unnamed(row) for row in rows), int(total["total"]) if total else 0)


def read_unnamed_place(desk: Desk, kind: SubjectKind, subject_id: str) -> int | None:
    """The subject's place in the list; None where it is not there."""
    mine = (unnamed.c.run == desk.run) & (unnamed.c.kind == kind) & (unnamed.c.subject_id == subject_id)
    row = desk.first(select(unnamed.c.place).where(mine))
    return None if row is None else int(row["place"])


_COPIED = ("kind", "subject_id", "amount_at_risk", "reasons", "district_code", "regency_code")


def _unnamed(row: Row) -> Unnamed:
    reasons = [reason for reason in reasons_of(row["reasons"]) if not reason.benign and reason.weight > 0]
    return Unnamed(
        kind=SubjectKind(row["kind"]),
        reason=reasons[0] if reasons else None,
        **{name: row[name] for name in ("place", "subject_id", "amount_at_risk")},
        **{name: row[name] for name in ("village", "district_code", "regency_code")},
    )
