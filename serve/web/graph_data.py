"""What the ring's graph and the timeline's chart draw, as JSON with words in the visitor's language."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException

from features.subjects import SubjectKind
from serve.api.reading import Id
from serve.audit import Action, record
from serve.desk.cases import RunInfo, read_run
from serve.desk.rings import Edge, Graph, Node, neighbours, read_ring, ring_graph
from serve.desk.subjects import read_ring_timeline, read_subject, read_timeline
from serve.permissions import Permission
from serve.web.language import Language
from serve.web.visitor import Visitor, person_with

router = APIRouter()
MONEY_IN = frozenset({"payment", "payment_credited", "credit", "reversal"})
MONEY_OUT = frozenset({"withdrawal", "purchase", "transfer_out", "topup", "fee", "month_total"})


@router.get("/rings/{ring_id}/graph.json")
def graph_of_ring(
    ring_id: Id, visitor: Annotated[Visitor, Depends(person_with(Permission.RING_READ))]
) -> dict[str, Any]:
    """The ring's members and what they share."""
    with visitor.service.store.open(visitor.person) as desk:
        ring = read_ring(desk, ring_id, unblinded=False)
        if ring is None:
            raise HTTPException(404)
        graph = ring_graph(desk, ring)
        record(desk.connection, actor=visitor.person.name, action=Action.RING_READ, about=f"ring:{ring_id}")
    return _told(graph, visitor.language)


@router.get("/subjects/{kind}/{subject_id}/neighbours.json")
def neighbours_of_subject(
    kind: SubjectKind, subject_id: Id, visitor: Annotated[Visitor, Depends(person_with(Permission.RING_READ))]
) -> dict[str, Any]:
    """Everything that a subject shares, and with whom."""
    with visitor.service.store.open(visitor.person) as desk:
        if read_subject(desk, kind, subject_id, unblinded=False) is None:
            raise HTTPException(404)
        graph = neighbours(desk, kind, subject_id)
        record(desk.connection, actor=visitor.person.name, action=Action.RING_READ, about=f"{kind}:{subject_id}")
    return _told(graph, visitor.language)


@router.get("/subjects/{kind}/{subject_id}/timeline.json")
def timeline_of_subject(
    kind: SubjectKind, subject_id: Id, visitor: Annotated[Visitor, Depends(person_with(Permission.SUBJECT_READ))]
) -> dict[str, Any]:
    """Payments and withdrawals of a subject, or of all members of a ring."""
    with visitor.service.store.open(visitor.person) as desk:
        if read_subject(desk, kind, subject_id, unblinded=False) is None:
            raise HTTPException(404)
        run = read_run(desk)
        if kind is SubjectKind.RING:
            rows = read_ring_timeline(desk, subject_id)
        else:
            rows = tuple((f"{kind}:{subject_id}", event) for event in read_timeline(desk, kind, subject_id))
        record(desk.connection, actor=visitor.person.name, action=Action.SUBJECT_READ, about=f"{kind}:{subject_id}")
    language = visitor.language
    return {
        "ring": kind is SubjectKind.RING,
        "in": language.say("timeline.in"),
        "out": language.say("timeline.out"),
        "symbol": language.symbol(run.currency) if run else "",
        "unit": 10**run.minor_units if run else 1,
        "events": [
            {
                "who": who,
                "at": event.occurred_at.isoformat(),
                "when": language.moment(event.occurred_at),
                "event": language.name("event", event.event),
                "direction": _direction(event.event),
                "amount": event.amount or 0,
                "written": _money(language, run, event.amount),
            }
            for who, event in rows
        ],
    }


def _direction(event: str) -> str:
    return "in" if event in MONEY_IN else "out" if event in MONEY_OUT else "none"


def _money(language: Language, run: RunInfo | None, amount: int | None) -> str:
    return language.money(amount, run.currency, run.minor_units) if run else language.money(amount)


def _told(graph: Graph, language: Language) -> dict[str, Any]:
    return {
        "nodes": [_node(node, language) for node in graph.nodes],
        "edges": [_edge(edge, language) for edge in graph.edges],
        "more": language.say("ring.more", n=language.number(graph.more)) if graph.more else "",
    }


def _node(node: Node, language: Language) -> dict[str, Any]:
    thing = node.kind == "thing"
    shared = language.say("ring.shared_by", n=language.number(node.subjects or 0))
    return {
        "id": node.id,
        "kind": node.kind,
        "role": node.role,
        "label": language.name("link", node.thing) if thing else node.label,
        "about": shared if thing else f"{language.name('kind', node.kind)} · {language.name('role', node.role)}",
        "href": "" if thing else f"/subjects/{node.kind}/{node.label}",
    }


def _edge(edge: Edge, language: Language) -> dict[str, Any]:
    text = edge.text_id if language.code == "id" else edge.text_en
    why = language.say("ring.innocent", why=language.name("benign", edge.benign_reason)) if edge.benign_reason else ""
    return {"source": edge.source, "target": edge.target, "benign": edge.benign, "text": text, "why": why}
