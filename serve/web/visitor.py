"""Who looks at a page: their session, their language, and the token that their forms carry."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData

from serve.accounts.sessions import session_user
from serve.api.security import service_of
from serve.permissions import Permission
from serve.principal import Principal
from serve.service import Service
from serve.web.language import LANGUAGES, Language, language_of

SESSION = "saksama_session"
VISIT = "saksama_visit"
LANGUAGE = "saksama_language"
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"


class SignInNeeded(Exception):
    """Nobody is signed in; carries where to go afterwards."""

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.target = target


@dataclass(frozen=True)
class Visitor:
    """One who looks at a page; ``principal`` is None before sign-in."""

    service: Service
    language: Language
    token: str
    principal: Principal | None = None

    @property
    def csrf(self) -> str:
        """The token that this visitor's forms carry."""
        return self.service.sign("form", self.token)

    @property
    def person(self) -> Principal:
        """Who is signed in."""
        if self.principal is None:
            raise SignInNeeded("/")
        return self.principal

    def may(self, permission: Permission) -> bool:
        """Whether the one who is signed in may do that."""
        return self.principal is not None and self.principal.may(permission)


def cookie_name(service: Service, name: str) -> str:
    """The cookie's name; over https the browser itself then refuses it for other hosts and paths."""
    return f"__Host-{name}" if service.settings.secure_cookies else name


def language_for(request: Request, service: Service) -> Language:
    """The language that the visitor chose, else the installation's."""
    chosen = request.cookies.get(LANGUAGE, "")
    return language_of(chosen if chosen in LANGUAGES else service.settings.language, service.settings.timezone)


def visitor_of(request: Request, service: Annotated[Service, Depends(service_of)]) -> Visitor:
    """Whoever looks, signed in or not."""
    language = language_for(request, service)
    token = request.cookies.get(cookie_name(service, SESSION))
    if token:
        with service.store.own() as connection:
            user = session_user(connection, token, now=service.now())
        if user is not None:
            return Visitor(service, language, token, user.principal)
    visit = request.cookies.get(cookie_name(service, VISIT)) or secrets.token_urlsafe(24)
    return Visitor(service, language, visit)


def person_with(permission: Permission) -> Callable[..., Visitor]:
    """A dependency: somebody signed in who holds this permission."""

    def require(request: Request, visitor: Annotated[Visitor, Depends(visitor_of)]) -> Visitor:
        if visitor.principal is None:
            here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            raise SignInNeeded(here if request.method == "GET" else "/")
        if not visitor.principal.may(permission):
            raise HTTPException(403)
        return visitor

    return require


async def form_of(request: Request, visitor: Annotated[Visitor, Depends(visitor_of)]) -> FormData:
    """The form that was sent; 403 where it does not carry this visitor's token."""
    form = await request.form(max_fields=2_000)
    sent = request.headers.get(CSRF_HEADER) or str(form.get(CSRF_FIELD, ""))
    if not hmac.compare_digest(sent.encode(), visitor.csrf.encode()):
        raise HTTPException(403, visitor.language.say("error.form"))
    return form


def safe_target(target: str) -> str:
    """A path on this site, ``/`` for anything else."""
    here = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target
    return target if here else "/"


def sign_in_path(target: str) -> str:
    """Where to sign in, to come back to ``target`` afterwards."""
    return f"/sign-in?next={quote(safe_target(target), safe='')}"
