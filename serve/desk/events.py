"""Withdrawals and purchases as they happen: kept once each, and counted by day for whoever they concern."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from serve.audit import Action, record
from serve.desk.recipients import Keying, scores_of
from serve.store.desk import Desk
from serve.store.schema import counters, events, scores


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that moved just now; the recipient by id, NIK or account (in normal form), the agent by id."""

    event_id: str
    kind: str
    amount: int
    occurred_at: datetime
    recipient_id: str | None = None
    nik: str | None = None
    account: str | None = None
    agent_id: str | None = None

    @property
    def digest(self) -> str:
        """The hash alone is kept of what named the recipient."""
        told = {**asdict(self), "occurred_at": self.occurred_at.isoformat()}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Received:
    """What became of the events: new, known, concerning nobody who may be seen, and contradicting an older one."""

    accepted: int
    repeated: int
    unknown: int
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How often something happened to a subject since the run's data end, and how much money it was."""

    event: str
    times: int
    amount: int


def receive(
    desk: Desk, movements: Sequence[Movement], keying: Keying | None, *, now: datetime, timezone: str
) -> Received:
    """Keep and count what is new; what came before counts once, and a changed event under an old id is a conflict."""
    first = {movement.event_id: movement for movement in reversed(movements)}
    rows = _rows(desk, list(first.values()), keying, now)
    fresh = _store(desk, rows)
    _count(desk, [row for row in rows if row["event_id"] in fresh], ZoneInfo(timezone))
    known = _digests(desk, list(first))
    conflicts = {movement.event_id for movement in movements if known.get(movement.event_id) != movement.digest}
    unknown = sum(row["recipient_id"] is None for row in rows if row["event_id"] in fresh)
    repeated = sum(movement.event_id not in conflicts for movement in movements) - len(fresh - conflicts)
    if fresh:
        detail = {"events": len(fresh), "unknown": unknown}
        record(desk.connection, actor=desk.principal.name, action=Action.EVENT_CREATE, about="events", detail=detail)
    return Received(len(fresh), repeated, unknown, tuple(sorted(conflicts)))


def _rows(desk: Desk, movements: Sequence[Movement], keying: Keying | None, now: datetime) -> list[dict[str, Any]]:
    found = scores_of(desk, movements, keying)
    own = list(desk.principal.scope.regions)
    return [
        {
            "client": desk.principal.name,
            "event_id": movement.event_id,
            "request_hash": movement.digest,
            "kind": movement.kind,
            "recipient_id": row["subject_id"] if row else None,
            "agent_id": movement.agent_id,
            "amount": movement.amount,
            "occurred_at": movement.occurred_at,
            "received_at": now,
            "regions": list(row["regions"]) if row and row["regions"] else own,
        }
        for movement, row in zip(movements, found, strict=True)
    ]


def _store(desk: Desk, rows: Sequence[dict[str, Any]]) -> set[str]:
    statement = insert(events).values(list(rows)).on_conflict_do_nothing(index_elements=["client", "event_id"])
    return {row["event_id"] for row in desk.write_all(statement.returning(events.c.event_id))}


def _digests(desk: Desk, event_ids: Sequence[str]) -> dict[str, str]:
    mine = (events.c.client == desk.principal.name, events.c.event_id.in_(event_ids))
    rows = desk.fetch(select(events.c.event_id, events.c.request_hash).where(*mine))
    return {row["event_id"]: row["request_hash"] for row in rows}


def _count(desk: Desk, rows: Sequence[dict[str, Any]], zone: ZoneInfo) -> None:
    """Add to the day's counters, in the order of their keys: two requests at once then never wait for each other."""
    times: Counter[tuple[Any, ...]] = Counter()
    amounts: Counter[tuple[Any, ...]] = Counter()
    agents = _agent_regions(desk, rows)
    for row in rows:
        day = row["occurred_at"].astimezone(zone).date()
        for kind, subject_id, regions in _concerned(row, agents):
            key = (kind, subject_id, day, row["kind"], regions)
            times[key] += 1
            amounts[key] += row["amount"]
    for key in sorted(times):
        _add(desk, key, times[key], amounts[key])


def _concerned(row: dict[str, Any], agents: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Whom an event concerns, with their regions: its recipient and its agent, where the run knows them."""
    if row["recipient_id"]:
        yield "recipient", row["recipient_id"], tuple(row["regions"])
    if row["agent_id"] in agents:
        yield "agent", row["agent_id"], agents[row["agent_id"]]


def _agent_regions(desk: Desk, rows: Sequence[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    wanted = sorted({row["agent_id"] for row in rows if row["agent_id"]})
    if not wanted:
        return {}
    query = select(scores.c.subject_id, scores.c.regions).where(
        scores.c.run == desk.run, scores.c.kind == "agent", scores.c.subject_id.in_(wanted)
    )
    return {row["subject_id"]: tuple(row["regions"]) for row in desk.fetch(query)}


def _add(desk: Desk, key: tuple[Any, ...], times: int, amount: int) -> None:
    kind, subject_id, day, event, regions = key
    values = {"kind": kind, "subject_id": subject_id, "day": day, "event": event, "regions": list(regions)}
    statement = insert(counters).values(**values, times=times, amount=amount)
    grown = {name: counters.c[name] + statement.excluded[name] for name in ("times", "amount")}
    desk.write(statement.on_conflict_do_update(index_elements=["kind", "subject_id", "day", "event"], set_=grown))


def read_counts(desk: Desk, kind: str, subject_id: str) -> tuple[Count, ...]:
    """What happened to a subject since the current run's data end."""
    query = (
        select(
            counters.c.event,
            func.sum(counters.c.times).label("times"),
            func.sum(counters.c.amount).label("amount"),
        )
        .where(counters.c.kind == kind, counters.c.subject_id == subject_id)
        .group_by(counters.c.event)
        .order_by(counters.c.event)
    )
    return tuple(Count(row["event"], int(row["times"]), int(row["amount"])) for row in desk.fetch(query))
