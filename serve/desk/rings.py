"""A ring: its members with roles, and the things that they share, as a graph for people to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_

from features.subjects import SubjectKind
from serve.store.desk import Desk, Row
from serve.store.schema import alerts, links, ring_members, rings, scores

MOST_NODES = 200
MOST_LINKS = 2_000


@dataclass(frozen=True, slots=True)
class Member:
    """Who belongs to a ring; ``case_number`` where the member waits in the queue too."""

    kind: str
    subject_id: str
    role: str
    score: float | None
    case_number: int | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring with those of its members that may be seen; ``hidden`` counts the others."""

    ring_id: str
    size: int
    recipients: int
    agents: int
    officials: int
    shared: tuple[str, ...]
    amount_at_risk: int
    benign: bool
    members: tuple[Member, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Node:
    """A subject (``kind`` recipient, agent, official) or a shared thing (``kind`` thing) of a graph."""

    id: str
    kind: str
    label: str
    role: str = "none"
    thing: str | None = None
    subjects: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A subject holds a shared thing; ``benign`` ones have an innocent explanation."""

    source: str
    target: str
    benign: bool
    benign_reason: str | None
    weight: float
    text_en: str
    text_id: str


@dataclass(frozen=True, slots=True)
class Graph:
    """At most two hundred nodes, the most telling first; ``more`` says how many were left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    more: int


def read_ring(desk: Desk, ring_id: str, *, unblinded: bool) -> Ring | None:
    """The ring, or None where none of it may be seen."""
    row = desk.first(select(rings).where(rings.c.run == desk.run, rings.c.ring_id == ring_id))
    if row is None:
        return None
    members = _members(desk, ring_id, unblinded=unblinded)
    counts = {name: row[name] for name in ("size", "recipients", "agents", "officials", "amount_at_risk", "benign")}
    shared = tuple(sorted(part.strip() for part in row["shared"].split(",") if part.strip()))
    return Ring(ring_id=ring_id, shared=shared, members=members, hidden=row["size"] - len(members), **counts)


def _members(desk: Desk, ring_id: str, *, unblinded: bool) -> tuple[Member, ...]:
    rows = desk.fetch(select(ring_members).where(ring_members.c.run == desk.run, ring_members.c.ring_id == ring_id))
    case_numbers = _case_numbers(desk, rows)
    ordered = sorted(rows, key=lambda row: (_ROLE_ORDER[row["role"]], -row["score"], row["kind"], row["subject_id"]))
    return tuple(
        Member(
            kind=row["kind"],
            subject_id=row["subject_id"],
            role=row["role"],
            score=row["score"] if unblinded else None,
            case_number=case_numbers.get((row["kind"], row["subject_id"])),
        )
        for row in ordered
    )


def _case_numbers(desk: Desk, rows: Iterable[Row]) -> dict[tuple[str, str], int]:
    ids = sorted({row["subject_id"] for row in rows})
    query = select(alerts.c.kind, alerts.c.subject_id, alerts.c.case_number)
    found = desk.fetch(query.where(alerts.c.run == desk.run, alerts.c.subject_id.in_(ids), alerts.c.kind != "ring"))
    return {(row["kind"], row["subject_id"]): row["case_number"] for row in found}


_ROLE_ORDER = {"suspect": 0, "harmed": 1, "unclear": 2, "none": 3}


def ring_graph(desk: Desk, ring: Ring) -> Graph:
    """The ring's members and what they share, links with an innocent explanation included.

    An agent or official may stand at its centre and share nothing with anybody: they are drawn all the same.
    """
    roles = {(member.kind, member.subject_id): member.role for member in ring.members}
    held = _held_by_members(desk, ring)
    # Who belongs to two rings has its links under one of them only, so the ring's things are asked for by themselves.
    member = (ring_members.c[name] == links.c[name] for name in ("run", "kind", "subject_id"))
    query = select(links).join(ring_members, and_(*member, ring_members.c.ring_id == ring.ring_id))
    rows = desk.fetch(_in_order(query.where(links.c.run == desk.run, _one_of(held))))
    return _graph(rows, roles, [member for member in ring.members if member.kind != SubjectKind.RECIPIENT])


def _held_by_members(desk: Desk, ring: Ring) -> list[Row]:
    """The ring's shared things, those that weigh most first."""
    of_ring = (links.c.run == desk.run, links.c.ring_id == ring.ring_id)
    heaviest = func.max(links.c.weight).desc()
    return list(
        desk.fetch(
            select(links.c.link, links.c.node_id)
            .where(*of_ring)
            .group_by(links.c.link, links.c.node_id)
            .order_by(heaviest, links.c.link, links.c.node_id)
            .limit(MOST_NODES)
        )
    )


def _one_of(held: Iterable[Row]) -> ColumnElement[bool]:
    return tuple_(links.c.link, links.c.node_id).in_([(row["link"], row["node_id"]) for row in held])


def _in_order(query: Select[Any]) -> Select[Any]:
    order = (links.c.weight.desc(), links.c.link, links.c.node_id, links.c.kind, links.c.subject_id)
    return query.order_by(*order).limit(MOST_LINKS)


def neighbours(desk: Desk, kind: SubjectKind, subject_id: str) -> Graph:
    """Everything that a subject shares, in rings or outside, and with whom."""
    own = (links.c.run == desk.run, links.c.kind == str(kind), links.c.subject_id == subject_id)
    held = desk.fetch(select(links.c.link, links.c.node_id).where(*own).order_by(links.c.weight.desc()).limit(50))
    if not held:
        return Graph((), (), 0)
    rows = desk.fetch(_in_order(select(links).where(links.c.run == desk.run, _one_of(held))))
    return _graph(rows, _roles(desk, rows))


def _roles(desk: Desk, rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """Roles of subjects outside a ring; whoever waits in the queue is shown with the queue's role."""
    wanted = sorted({row["subject_id"] for row in rows})
    found = desk.fetch(
        select(scores.c.kind, scores.c.subject_id, scores.c.role).where(
            scores.c.run == desk.run, scores.c.subject_id.in_(wanted), scores.c.kind != "ring"
        )
    )
    shown = desk.fetch(
        select(alerts.c.kind, alerts.c.subject_id, alerts.c.shown_role).where(
            alerts.c.run == desk.run, alerts.c.subject_id.in_(wanted)
        )
    )
    roles = {(row["kind"], row["subject_id"]): row["role"] for row in found}
    return roles | {(row["kind"], row["subject_id"]): row["shown_role"] for row in shown}


def _graph(rows: Iterable[Row], roles: dict[tuple[str, str], str], centre: Iterable[Member] = ()) -> Graph:
    named = (Node(f"{one.kind}:{one.subject_id}", one.kind, one.subject_id, one.role) for one in centre)
    nodes = {node.id: node for node in named}
    edges: list[Edge] = []
    for row in rows:
        subject, thing = f"{row['kind']}:{row['subject_id']}", f"{row['link']}:{row['node_id']}"
        role = roles.get((row["kind"], row["subject_id"]), "none")
        nodes.setdefault(thing, Node(thing, "thing", row["link"], thing=row["link"], subjects=row["subjects"]))
        nodes.setdefault(subject, Node(subject, row["kind"], row["subject_id"], role))
        told = {name: row[name] for name in ("benign", "benign_reason", "weight", "text_en", "text_id")}
        edges.append(Edge(subject, thing, **told))
    kept = dict(list(nodes.items())[:MOST_NODES])
    inside = tuple(edge for edge in edges if edge.source in kept and edge.target in kept)
    return Graph(tuple(kept.values()), inside, len(nodes) - len(kept))
