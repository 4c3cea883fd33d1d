"""Machines: API keys with scopes, and signed tokens from an issuer that the installation trusts."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from features.errors import SaksamaError
from serve.audit import Action, record
from serve.permissions import Permission, require_blindness
from serve.principal import Principal, Scope
from serve.store.schema import clients

PREFIX = "sks_"
ALGORITHMS = ("RS256", "ES256", "EdDSA")


@dataclass(frozen=True, slots=True)
class TokenIssuer:
    """Whose tokens count: the key to check them with, and the issuer and audience that they must name."""

    public_key: str
    issuer: str
    audience: str


def parse_scopes(names: Iterable[str]) -> tuple[Permission, ...]:
    """Permissions by name; SaksamaError for an unknown one or for a pair that would unblind the control sample."""
    try:
        scopes = tuple(Permission(name) for name in names)
    except ValueError as error:
        raise SaksamaError(f"{error}: choose among {', '.join(Permission)}") from error
    require_blindness(scopes)
    return scopes


def make_key(connection: Connection, client: str, row: dict[str, list[str]], *, now: datetime, by: str) -> str:
    """A new key for this client, shown this once; ``row`` holds its scopes, territory and banks."""
    key = PREFIX + secrets.token_urlsafe(32)
    values: dict[str, Any] = {**row, "key_hash": _hash(key), "active": True, "created_at": now}
    statement = insert(clients).values(client=client, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["client"], set_=values))
    detail = {name: ",".join(codes) for name, codes in row.items()}
    record(connection, actor=by, action=Action.CLIENT_CHANGE, about=f"client {client}", detail=detail)
    return key


def revoke_key(connection: Connection, client: str, *, by: str) -> None:
    """Refuse this client from the next request on; SaksamaError where there is none of that name."""
    changed = connection.execute(update(clients).where(clients.c.client == client).values(active=False))
    if not changed.rowcount:
        raise SaksamaError(f"there is no client {client}: see 'saksama keys list'")
    record(connection, actor=by, action=Action.CLIENT_CHANGE, about=f"client {client}", detail={"active": False})


def key_principal(connection: Connection, key: str) -> Principal | None:
    """Who holds this key; None for an unknown or revoked one."""
    row = (
        connection.execute(select(clients).where(clients.c.key_hash == _hash(key), clients.c.active)).mappings().first()
    )
    if row is None:
        return None
    return _machine(row["client"], row["scopes"], row["territory"], row["banks"])


def token_principal(token: str, issuer: TokenIssuer) -> Principal | None:
    """Who a signed token speaks for; None where it is not valid now. Claims: sub, scope, regions, banks."""
    try:
        claims = jwt.decode(
            token,
            issuer.public_key,
            algorithms=list(ALGORITHMS),
            issuer=issuer.issuer,
            audience=issuer.audience,
            options={"require": ["exp", "sub", "iss", "aud"]},
        )
    except (jwt.InvalidTokenError, jwt.InvalidKeyError):
        return None
    return _machine(
        str(claims["sub"]), str(claims.get("scope", "")).split(), _texts(claims, "regions"), _texts(claims, "banks")
    )


def _machine(name: str, scopes: Iterable[str], regions: Iterable[str], banks: Iterable[str]) -> Principal:
    known = set(Permission)
    return Principal(
        name=f"client:{name}",
        display_name=name,
        permissions=frozenset(Permission(scope) for scope in scopes if scope in known),
        scope=Scope(tuple(regions)),
        banks=tuple(banks),
    )


def _texts(claims: dict[str, Any], name: str) -> list[str]:
    value = claims.get(name, [])
    return [str(entry) for entry in value] if isinstance(value, list) else []


def _hash(key: str) -> bytes:
    # Keys are 256 random bits, so a plain hash suffices where a password would need argon2.
    return hashlib.sha256(key.encode()).digest()
