"""Who is asking the API, and whether they may."""

from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from serve.accounts.clients import key_principal, token_principal
from serve.permissions import Permission
from serve.principal import Principal
from serve.service import Service
from serve.shadow import Shadow
from serve.store import Desk

API_KEY = APIKeyHeader(name="X-API-Key", auto_error=False, description="a client's key from 'saksama keys add'")
BEARER = HTTPBearer(auto_error=False, bearerFormat="JWT", description="a token from the installation's issuer")


def service_of(request: Request) -> Service:
    """The service that this application runs."""
    service: Service = request.app.state.service
    return service


def shadow_of(request: Request) -> Shadow:
    """The challenger's ear of this application."""
    shadow: Shadow = request.app.state.shadow
    return shadow


def machine(
    service: Annotated[Service, Depends(service_of)],
    key: Annotated[str | None, Security(API_KEY)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)],
) -> Principal:
    """The machine that asks; 401 where it does not say who it is."""
    principal = None
    if key:
        with service.store.own() as connection:
            principal = key_principal(connection, key)
    elif bearer and service.issuer:
        principal = token_principal(bearer.credentials, service.issuer)
    if principal is None:
        raise HTTPException(401, "say who you are: X-API-Key or a Bearer token", {"WWW-Authenticate": "Bearer"})
    return principal


def machine_with(permission: Permission) -> Callable[..., Principal]:
    """A dependency: a machine that holds this permission; 403 for any other."""

    def require(principal: Annotated[Principal, Depends(machine)]) -> Principal:
        if not principal.may(permission):
            raise HTTPException(403, f"this key does not hold {permission}")
        return principal

    return require


def desk_for(permission: Permission) -> Callable[..., Iterator[Desk]]:
    """A dependency: a transaction for a machine that holds this permission; 403 for any other."""

    def open_desk(
        service: Annotated[Service, Depends(service_of)],
        principal: Annotated[Principal, Depends(machine_with(permission))],
    ) -> Iterator[Desk]:
        with service.store.open(principal) as desk:
            yield desk

    return open_desk
