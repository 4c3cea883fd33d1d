"""Possible same-person pairs, and what reviewers say of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, or_, select

from features.errors import SaksamaError
from serve.audit import Action, record
from serve.store.desk import Desk
from serve.store.schema import pair_decisions, same_person


@dataclass(frozen=True, slots=True)
class Pair:
    """Two person records that may be one person; ``said`` is the last review, None before one."""

    left_person_id: str
    right_person_id: str
    left_recipient_id: str | None
    right_recipient_id: str | None
    probability: float | None
    evidence: str | None
    said: bool | None


def read_pairs(desk: Desk, recipient_id: str) -> tuple[Pair, ...]:
    """Pairs that a recipient is part of, the likeliest first."""
    query = select(same_person).where(
        same_person.c.run == desk.run,
        or_(same_person.c.left_recipient_id == recipient_id, same_person.c.right_recipient_id == recipient_id),
    )
    ordered = query.order_by(same_person.c.probability.desc().nulls_last(), same_person.c.left_person_id)
    rows = desk.fetch(ordered.limit(20))
    copied = Pair.__slots__[:-1]
    return tuple(
        Pair(**{name: row[name] for name in copied}, said=_said(desk, row["left_person_id"], row["right_person_id"]))
        for row in rows
    )


def _said(desk: Desk, left: str, right: str) -> bool | None:
    row = desk.first(
        select(pair_decisions.c.same)
        .where(pair_decisions.c.left_person_id == left, pair_decisions.c.right_person_id == right)
        .order_by(pair_decisions.c.decision.desc())
        .limit(1)
    )
    return row["same"] if row else None


def decide_pair(desk: Desk, left: str, right: str, *, same: bool, now: datetime) -> None:
    """Store whether two records are one person; SaksamaError where there is no such pair to be seen."""
    row = desk.first(
        select(same_person.c.regions).where(
            same_person.c.run == desk.run,
            same_person.c.left_person_id == left,
            same_person.c.right_person_id == right,
        )
    )
    if row is None:
        raise SaksamaError("there is no such pair in your regions")
    values = {"left_person_id": left, "right_person_id": right, "same": same}
    said = {"decided_by": desk.principal.name, "decided_at": now, "regions": row["regions"]}
    desk.write(insert(pair_decisions).values(**values, **said))
    record(
        desk.connection,
        actor=desk.principal.name,
        action=Action.PAIR_DECISION_CREATE,
        about=f"pair {left}:{right}",
        detail={"same": same},
    )
