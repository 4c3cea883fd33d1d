"""``POST /v1/events``: what happens on accounts between two runs."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from serve.api.normal import named
from serve.api.problems import documented
from serve.api.security import desk_for, service_of
from serve.api.shapes import EventRequest, EventRequestList, EventsReceived
from serve.api.statuses import INVALID, REFUSED, UNKNOWN_CALLER, UNREADABLE
from serve.desk.events import Movement, receive
from serve.permissions import Permission
from serve.store import Desk

router = APIRouter(prefix="/v1/events", tags=["events"])


@router.post("", operation_id="receive_events", responses=documented(UNREADABLE, UNKNOWN_CALLER, REFUSED, INVALID))
def receive_events(
    told: EventRequest | EventRequestList,
    request: Request,
    desk: Annotated[Desk, Depends(desk_for(Permission.EVENT_CREATE), scope="function")],
) -> EventsReceived:
    """One event or a list of up to a thousand; an event that came before counts once, whoever sends it again."""
    service = service_of(request)
    movements = [movement_of(event) for event in (told if isinstance(told, list) else [told])]
    zone = service.settings.timezone
    received = receive(desk, movements, service.keying(desk), now=service.now(), timezone=zone)
    return EventsReceived.model_validate(received)


def movement_of(told: EventRequest) -> Movement:
    """The event with its identifiers in normal form."""
    return Movement(
        event_id=told.event_id,
        kind=told.kind,
        amount=told.amount,
        occurred_at=told.occurred_at,
        agent_id=told.agent_id,
        **named(told),
    )
