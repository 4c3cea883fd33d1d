"""Every route of the application, as (method, template)."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI


def all_routes(app: FastAPI) -> set[tuple[str, str]]:
    return set(_routes(app.routes))


def _routes(routes: Any) -> Iterator[tuple[str, str]]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _routes(inner.routes)
            continue
        for method in getattr(route, "methods", None) or {"MOUNT"}:
            if method != "HEAD":
                yield method, route.path
