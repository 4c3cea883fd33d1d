"""Possible same-person pairs, and what reviewers say of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, or_, select, update

from serve.audit import Action, record
from serve.desk.refusal import refuse
from serve.store.desk import Desk, Row
from serve.store.schema import pair_decisions, same_person

PAGE = 50
OF_ONE = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two person records that may be one person; ``said`` is the last review, None before one.

    ``evidence`` is what the linkage compared, ``field_likeness`` words with semicolons between.
    """

    left_person_id: str
    right_person_id: str
    left_recipient_id: str | None
    right_recipient_id: str | None
    probability: float | None
    evidence: str | None
    said: bool | None

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Each compared field with how alike the two records are in it."""
        words = (word.partition("_") for word in (self.evidence or "").split(";"))
        return tuple((field, likeness) for field, _, likeness in words if likeness)


@dataclass(frozen=True, slots=True)
class PairPage:
    """A page of pairs, of so many altogether."""

    pairs: tuple[Pair, ...]
    total: int


def read_pairs(desk: Desk, recipient_id: str) -> tuple[Pair, ...]:
    """Pairs that a recipient is part of, the likeliest first."""
    theirs = or_(same_person.c.left_recipient_id == recipient_id, same_person.c.right_recipient_id == recipient_id)
    return tuple(_pair(row) for row in desk.fetch(_ordered(_of_run(desk).where(theirs)).limit(OF_ONE)))


def read_pair_page(desk: Desk, *, decided: bool, page: int) -> PairPage:
    """Page number ``page`` (the first is 1) of the pairs that wait for a word, or of those that have one."""
    wanted = same_person.c.said.is_not(None) if decided else same_person.c.said.is_(None)
    counted = select(func.count()).select_from(same_person).where(same_person.c.run == desk.run, wanted)
    total = desk.first(counted)
    rows = desk.fetch(_ordered(_of_run(desk).where(wanted)).limit(PAGE).offset((page - 1) * PAGE))
    return PairPage(tuple(_pair(row) for row in rows), int(total["count_1"]) if total else 0)


def _of_run(desk: Desk) -> Select[Any]:
    return select(same_person).where(same_person.c.run == desk.run)


def _ordered(query: Select[Any]) -> Select[Any]:
    likeliest = same_person.c.probability.desc().nulls_last()
    return query.order_by(likeliest, same_person.c.left_person_id, same_person.c.right_person_id)


def _pair(row: Row) -> Pair:
    return Pair(**{name: row[name] for name in Pair.__slots__})


def decide_pair(desk: Desk, left: str, right: str, *, same: bool, now: datetime) -> None:
    """Store whether two records are one person; Refusal where there is no such pair to be seen."""
    this = (
        same_person.c.run == desk.run,
        same_person.c.left_person_id == left,
        same_person.c.right_person_id == right,
    )
    row = desk.first(select(same_person.c.regions).where(*this))
    if row is None:
        refuse("no_such_pair", "there is no such pair in your regions")
    values = {"left_person_id": left, "right_person_id": right, "same": same}
    said = {"decided_by": desk.principal.name, "decided_at": now, "regions": row["regions"]}
    desk.write(insert(pair_decisions).values(**values, **said))
    desk.write(update(same_person).where(*this).values(said=same))
    record(
        desk.connection,
        actor=desk.principal.name,
        action=Action.PAIR_DECISION_CREATE,
        about=f"pair {left}:{right}",
        detail={"same": same},
    )
