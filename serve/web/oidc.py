"""Sign-in through an OpenID Connect issuer: the issuer says who somebody is, the store says what they may do."""

from functools import cache
from typing import Annotated, Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.starlette_client import OAuth
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from serve.accounts.sessions import open_session
from serve.accounts.users import find_user
from serve.api.security import service_of
from serve.audit import Action, record
from serve.service import Service
from serve.settings import Settings
from serve.web.sign_in import signed_in
from serve.web.visitor import safe_target

router = APIRouter()
TARGET = "target"


@cache
def _issuer(settings: Settings) -> Any:
    secret = settings.oidc_client_secret
    oauth = OAuth()
    return oauth.register(
        name="issuer",
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None,
        server_metadata_url=f"{(settings.oidc_issuer or '').rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"},
    )


@router.get("/sign-in/oidc")
async def to_issuer(
    request: Request,
    service: Annotated[Service, Depends(service_of)],
    next: str = "/",  # noqa: A002 - the address bar's word
) -> Response:
    """Send the visitor to the issuer."""
    request.session[TARGET] = safe_target(next)
    answer: Response = await _issuer(service.settings).authorize_redirect(request, str(request.url_for("from_issuer")))
    return answer


@router.get("/sign-in/oidc/back", name="from_issuer")
async def from_issuer(request: Request, service: Annotated[Service, Depends(service_of)]) -> Response:
    """Let in whom the issuer vouches for and the store knows; the user's name is the claim ``preferred_username``."""
    try:
        token = await _issuer(service.settings).authorize_access_token(request)
    except OAuthError as error:
        raise HTTPException(403) from error
    name = str(token["userinfo"].get("preferred_username", ""))
    with service.store.own() as connection:
        known = find_user(connection, name) is not None
        actor, action = (name, Action.SIGN_IN) if known else ("anonymous", Action.SIGN_IN_REFUSED)
        session = None
        if known:
            session = open_session(connection, name, now=service.now(), hours=service.settings.session_hours)
        record(connection, actor=actor, action=action, about="session")
    if session is None:
        raise HTTPException(403)
    return signed_in(service, session, request.session.pop(TARGET, "/"))
