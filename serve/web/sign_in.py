"""Signing in and out, and choosing a language."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from serve.accounts.passwords import is_password
from serve.accounts.sessions import close_session, open_session
from serve.accounts.users import find_user
from serve.audit import Action, record
from serve.permissions import Permission
from serve.service import Service
from serve.throttle import Throttle
from serve.web.language import LANGUAGES
from serve.web.render import render
from serve.web.visitor import (
    LANGUAGE,
    SESSION,
    VISIT,
    SignInNeeded,
    Visitor,
    cookie_name,
    form_of,
    safe_target,
    visitor_of,
)

router = APIRouter()
YEAR = 365 * 24 * 3600
FIRST_PAGES = (
    (Permission.QUEUE_READ, "/queue"),
    (Permission.COMPLAINT_READ, "/complaints"),
    (Permission.APPEAL_READ, "/appeals"),
    (Permission.AUDIT_READ, "/audit"),
)
Anyone = Annotated[Visitor, Depends(visitor_of)]


@router.get("/")
def start(visitor: Anyone) -> Response:
    """Everybody's first page: the one that their role works on."""
    if visitor.principal is None:
        return RedirectResponse("/sign-in", 303)
    own = (address for permission, address in FIRST_PAGES if visitor.may(permission))
    return RedirectResponse(next(own, "/account"), 303)


@router.get("/account")
def account(request: Request, visitor: Anyone) -> HTMLResponse:
    """Who is signed in, with which roles and regions."""
    if visitor.principal is None:
        raise SignInNeeded("/account")
    return render(request, visitor, "account.html")


@router.get("/sign-in")
def sign_in_page(request: Request, visitor: Anyone, next: str = "/") -> Response:  # noqa: A002 - the address bar's word
    """The form to sign in with."""
    if visitor.principal is not None:
        return RedirectResponse(safe_target(next), 303)
    return _form(request, visitor, safe_target(next))


@router.post("/sign-in")
def sign_in(request: Request, visitor: Anyone, form: Annotated[FormData, Depends(form_of)]) -> Response:
    """Check name and password; open a session."""
    service = visitor.service
    name, target = str(form.get("name", ""))[:100], safe_target(str(form.get("next", "/")))
    throttle: Throttle = request.app.state.throttle
    if throttle.is_paused(name, service.now()):
        return _form(request, visitor, target, problem="sign_in.paused", status=429)
    token = _check(service, name, str(form.get("password", ""))) if service.settings.local_accounts else None
    if token is None:
        throttle.note(name, service.now())
        return _form(request, visitor, target, problem="sign_in.refused", status=403)
    throttle.forget(name)
    return signed_in(service, token, target)


def signed_in(service: Service, token: str, target: str) -> Response:
    """Off to the page that was asked for, with the session's cookie."""
    response = RedirectResponse(target, 303)
    _set_cookie(response, service, SESSION, token, service.settings.session_hours * 3600)
    response.delete_cookie(cookie_name(service, VISIT), secure=service.settings.secure_cookies)
    return response


@router.post("/sign-out")
def sign_out(visitor: Anyone, form: Annotated[FormData, Depends(form_of)]) -> Response:
    """End the session."""
    del form
    with visitor.service.store.own() as connection:
        if visitor.principal is not None:
            close_session(connection, visitor.token)
            record(connection, actor=visitor.principal.name, action=Action.SIGN_OUT, about="session")
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(
        cookie_name(visitor.service, SESSION), secure=visitor.service.settings.secure_cookies, httponly=True
    )
    return response


@router.get("/language/{code}")
def choose_language(visitor: Anyone, code: str, next: str = "/") -> Response:  # noqa: A002 - the address bar's word
    """Remember a language for a year."""
    response = RedirectResponse(safe_target(next), 303)
    if code in LANGUAGES:
        secure = visitor.service.settings.secure_cookies
        response.set_cookie(LANGUAGE, code, max_age=YEAR, secure=secure, httponly=True, samesite="lax")
    return response


def _check(service: Service, name: str, password: str) -> str | None:
    with service.store.own() as connection:
        found = find_user(connection, name) if "\x00" not in name else None
        known = is_password(password, found[1] if found else None)
        actor, action = (name, Action.SIGN_IN) if known else ("anonymous", Action.SIGN_IN_REFUSED)
        token = None
        if known:
            token = open_session(connection, name, now=service.now(), hours=service.settings.session_hours)
        record(connection, actor=actor, action=action, about="session")
    return token


def _form(
    request: Request, visitor: Visitor, target: str, *, problem: str | None = None, status: int = 200
) -> HTMLResponse:
    settings = visitor.service.settings
    page = render(
        request,
        visitor,
        "sign_in.html",
        status=status,
        target=target,
        problem=problem,
        local=settings.local_accounts,
        oidc=bool(settings.oidc_issuer),
    )
    _set_cookie(page, visitor.service, VISIT, visitor.token, 3600)
    return page


def _set_cookie(response: Response, service: Service, name: str, value: str, seconds: int) -> None:
    secure = service.settings.secure_cookies
    response.set_cookie(
        cookie_name(service, name), value, max_age=seconds, secure=secure, httponly=True, samesite="lax", path="/"
    )
