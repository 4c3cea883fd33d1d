"""Errors as RFC 9457 problem details: one shape, no input echoed, so that no identifier lands in a log."""

from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class Invalid(BaseModel):
    """One field that does not fit, and why."""

    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    errors: list[Invalid] = Field(default_factory=list)


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Responses for a route's OpenAPI entry."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema(ref_template="#/components/schemas/{model}")}}
    del content
    return {
        int(status): {
            "description": status.phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def problem(status: int, detail: str | None = None, errors: list[Invalid] | None = None) -> JSONResponse:
    """A problem response."""
    told = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors or [])
    return JSONResponse(told.model_dump(), status_code=status, media_type=MEDIA_TYPE)


def http_problem(error: HTTPException) -> JSONResponse:
    """The problem that stands for an HTTP error, with its headers."""
    response = problem(error.status_code, str(error.detail) if error.detail else None)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def invalid_problem(error: RequestValidationError) -> JSONResponse:
    """The problem that stands for input that does not fit its description; the input itself is not repeated."""
    errors = [Invalid(field=_place(entry), message=_said(entry)) for entry in error.errors()]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "some fields do not fit their description", errors)


def _place(entry: dict[str, Any]) -> str:
    """Where the field stands, without the names that validators have in the code."""
    return ".".join(str(part) for part in entry["loc"] if "[" not in str(part))


def _said(entry: dict[str, Any]) -> str:
    return str(entry["msg"]).removeprefix("Value error, ")


def is_api(request: Request) -> bool:
    """Whether a machine is asking: problems for machines, pages for people."""
    return request.url.path.startswith(("/v1", "/health", "/metrics", "/openapi.json"))
