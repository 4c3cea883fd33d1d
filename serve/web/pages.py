"""The workbench's routes, put into the application; and the pages that stand for errors."""

from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from serve.api.problems import http_problem
from serve.service import Service
from serve.web import (
    audit_log,
    case_pages,
    graph_data,
    letter_pages,
    pairs_page,
    queue_page,
    sign_in,
    subject_pages,
    unnamed_page,
)
from serve.web.render import render
from serve.web.visitor import SignInNeeded, Visitor, language_for, sign_in_path

STATIC = Path(__file__).parent / "static"
ROUTERS = (
    sign_in,
    queue_page,
    unnamed_page,
    case_pages,
    subject_pages,
    pairs_page,
    letter_pages,
    graph_data,
    audit_log,
)


def add_workbench(app: FastAPI, service: Service) -> None:
    """Add the pages and their static files."""
    for module in ROUTERS:
        app.include_router(module.router, include_in_schema=False)
    if service.settings.oidc_issuer:
        from serve.web import oidc  # noqa: PLC0415 - Authlib is for installations that have an issuer

        app.include_router(oidc.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(SignInNeeded, _to_sign_in)


async def _to_sign_in(request: Request, error: Exception) -> Response:
    target = error.target if isinstance(error, SignInNeeded) else "/"
    if request.url.path.endswith(".json"):
        return http_problem(HTTPException(401, "sign in"))
    return RedirectResponse(sign_in_path(target), HTTPStatus.SEE_OTHER)


def error_page(request: Request, error: HTTPException) -> Response:
    """A page that says what went wrong, in the visitor's language."""
    if request.url.path.endswith(".json"):
        return http_problem(error)
    service: Service = request.app.state.service
    visitor = Visitor(service, language_for(request, service), "")
    known = f"e{error.status_code}"
    key = known if known in visitor.language.texts["error"] else "e500"
    detail = str(error.detail)
    own_words = detail != HTTPStatus(error.status_code).phrase
    return render(
        request,
        visitor,
        "error.html",
        status=error.status_code,
        title=visitor.language.say(f"error.{key}"),
        detail=detail if own_words else "",
    )
