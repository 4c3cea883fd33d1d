"""The application: API and workbench on one port."""

from datetime import timedelta

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.middleware.sessions import SessionMiddleware

from serve.api import citizens, decisions, events, health, public, reading, scores
from serve.api.batch import route as batch
from serve.api.health import Gauge, Measured
from serve.api.problems import Problem, http_problem, invalid_problem, is_api, problem
from serve.service import Service
from serve.shadow import Shadow
from serve.throttle import Throttle
from serve.web.headers import SafeHeaders
from serve.web.pages import add_workbench, error_page

TITLE = "Saksama"
HOUR = timedelta(hours=1)
MODULES = (batch, scores, events, reading, decisions, citizens, public, health)
DESCRIPTION = "Indications of irregularities in social assistance, with reasons. A score is never a verdict."


def create_app(service: Service) -> FastAPI:
    """The whole application of one service."""
    app = FastAPI(title=TITLE, version="1", description=DESCRIPTION, docs_url=None, redoc_url=None)
    app.state.service, app.state.gauge = service, Gauge()
    app.state.shadow = Shadow(lambda: app.state.service, lost=app.state.gauge.unshadowed.inc)
    for module in MODULES:
        app.include_router(module.router)
    app.state.proxies = service.settings.proxies()
    app.state.throttle = Throttle()
    app.state.public_throttle = Throttle(service.settings.public_per_hour, HOUR)
    add_workbench(app, service)
    if service.settings.oidc_issuer:
        # Only the way to the issuer and back needs it: our own sessions live in the store.
        secret, secure = service.sign("oidc", "state"), service.settings.secure_cookies
        app.add_middleware(SessionMiddleware, secret_key=secret, max_age=600, https_only=secure)
    app.add_middleware(SafeHeaders, secure=service.settings.secure_cookies)
    app.add_middleware(Measured, gauge=app.state.gauge)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(Exception, _on_crash)
    _document_problems(app)
    return app


def _document_problems(app: FastAPI) -> None:
    plain = app.openapi

    def described() -> dict[str, object]:
        document = plain()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        if "Problem" not in schemas:
            shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(shape.pop("$defs", {}))
            schemas["Problem"] = shape
        return document

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's own way to extend the document


async def _on_http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return http_problem(error) if is_api(request) else error_page(request, error)


async def _on_invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    if is_api(request):
        return invalid_problem(error)
    # An address that cannot be is a page that is not there; only a form can be filled in wrongly.
    return error_page(request, HTTPException(422 if request.method == "POST" else 404))


async def _on_crash(request: Request, error: Exception) -> Response:
    del error  # the server logs it; whoever asked learns nothing about our insides
    status = HTTPException(500, "something went wrong on our side; it was logged")
    return problem(500, status.detail) if is_api(request) else error_page(request, status)
