"""What machines may read: the queue, subjects, rings."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query
from starlette.status import HTTP_404_NOT_FOUND

from features.subjects import SubjectKind
from serve.api.problems import documented
from serve.api.security import desk_for
from serve.api.shapes import AlertPage, AlertShape, Code, RingShape, SubjectShape
from serve.api.statuses import INVALID, NOT_FOUND, REFUSED, UNKNOWN_CALLER
from serve.audit import Action, record
from serve.desk.queue import LARGEST_PAGE, PAGE, Band, Filters, Status, read_queue
from serve.desk.rings import read_ring, ring_graph
from serve.desk.subjects import read_subject
from serve.permissions import Permission
from serve.store import Desk

router = APIRouter(prefix="/v1", tags=["reading"])
Id = Annotated[Code, Path()]


@router.get("/alerts", operation_id="list_alerts", responses=documented(UNKNOWN_CALLER, REFUSED, INVALID))
def list_alerts(
    desk: Annotated[Desk, Depends(desk_for(Permission.QUEUE_READ), scope="function")],
    *,
    kind: SubjectKind | None = None,
    band: Band | None = None,
    district: Annotated[Code | None, Query()] = None,
    status: Status | None = None,
    cursor: Annotated[str, Query(pattern=r"^[0-9]{1,18}$", description="from the page before")] = "0",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = PAGE,
) -> AlertPage:
    """The queue in the order in which to look."""
    unblinded = desk.principal.may(Permission.SELECTION_READ)
    filters = Filters(kind=kind, band=band, district=district, status=status, after=int(cursor), size=limit)
    page = read_queue(desk, filters, unblinded=unblinded)
    record(desk.connection, actor=desk.principal.name, action=Action.QUEUE_READ, about="queue")
    alerts = [AlertShape.model_validate(alert) for alert in page.alerts]
    return AlertPage(alerts=alerts, cursor=None if page.after is None else str(page.after))


@router.get(
    "/subjects/{kind}/{subject_id}",
    operation_id="read_subject",
    responses=documented(UNKNOWN_CALLER, REFUSED, NOT_FOUND, INVALID),
)
def read_one_subject(
    kind: SubjectKind,
    subject_id: Id,
    desk: Annotated[Desk, Depends(desk_for(Permission.SUBJECT_READ), scope="function")],
) -> SubjectShape:
    """The current score with reasons, ring and history."""
    subject = read_subject(desk, kind, subject_id, unblinded=desk.principal.may(Permission.SELECTION_READ))
    if subject is None:
        raise HTTPException(HTTP_404_NOT_FOUND, "there is no such subject in your regions")
    record(desk.connection, actor=desk.principal.name, action=Action.SUBJECT_READ, about=f"{kind}:{subject_id}")
    return SubjectShape.model_validate(subject)


@router.get(
    "/rings/{ring_id}",
    operation_id="read_ring",
    responses=documented(UNKNOWN_CALLER, REFUSED, NOT_FOUND, INVALID),
)
def read_one_ring(
    ring_id: Id, desk: Annotated[Desk, Depends(desk_for(Permission.RING_READ), scope="function")]
) -> RingShape:
    """A ring: members with roles, and what they share."""
    ring = read_ring(desk, ring_id, unblinded=desk.principal.may(Permission.SELECTION_READ))
    if ring is None:
        raise HTTPException(HTTP_404_NOT_FOUND, "there is no such ring in your regions")
    graph = ring_graph(desk, ring)
    record(desk.connection, actor=desk.principal.name, action=Action.RING_READ, about=f"ring:{ring_id}")
    told = {name: getattr(ring, name) for name in type(ring).__slots__}
    return RingShape.model_validate({**told, "nodes": graph.nodes, "edges": graph.edges, "more": graph.more})
