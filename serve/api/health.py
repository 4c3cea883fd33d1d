"""Probes and metrics."""

import time
from typing import Literal

from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serve.api.problems import documented
from serve.api.security import service_of
from serve.api.statuses import NOT_READY
from serve.store.desk import current_run

router = APIRouter(tags=["probes"])
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5)


class Health(BaseModel):
    """That it works."""

    status: Literal["ok"] = "ok"


@router.get("/health/live", operation_id="live")
def live() -> Health:
    """The process answers."""
    return Health()


@router.get("/health/ready", operation_id="ready", responses=documented(NOT_READY))
def ready(request: Request) -> Health:
    """The store answers and a run is loaded."""
    try:
        with service_of(request).store.own() as connection:
            run = current_run(connection)
    except SQLAlchemyError as error:
        raise HTTPException(NOT_READY, "the store does not answer") from error
    if run is None:
        raise HTTPException(NOT_READY, "no run is loaded yet")
    return Health()


@router.get(
    "/metrics",
    operation_id="metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(request: Request) -> Response:
    """Counts and times in Prometheus' format."""
    gauge: Gauge = request.app.state.gauge
    return Response(generate_latest(gauge.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


class Gauge:
    """Counts requests and their times by route, never by address or id."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("saksama_requests", "Requests", ("method", "route", "status"), registry=self.registry)
        self.seconds = Histogram(
            "saksama_request_seconds", "Time on the server", ("route",), buckets=BUCKETS, registry=self.registry
        )
        self.unshadowed = Counter(
            "saksama_unshadowed_answers", "Answers that the challenger was not asked about", registry=self.registry
        )


class Measured:
    """ASGI middleware that feeds a gauge."""

    def __init__(self, app: ASGIApp, gauge: Gauge) -> None:
        self.app, self.gauge = app, gauge

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            route = route_of(scope)
            self.gauge.requests.labels(scope["method"], route, status).inc()
            self.gauge.seconds.labels(route).observe(time.perf_counter() - begun)


def route_of(scope: Scope) -> str:
    """The template of the route that answered, such as ``/cases/{case_number}``."""
    route = scope.get("route")
    return str(getattr(route, "path", "none"))


__all__ = ["Gauge", "Health", "Match", "Measured", "router"]
