"""Sign-in sessions: a random token in a cookie, of which the store keeps only the hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from serve.accounts.users import User, find_user
from serve.store.schema import sessions


def token_hash(token: str) -> bytes:
    """What the store keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def open_session(connection: Connection, name: str, *, now: datetime, hours: int) -> str:
    """A new session's token; sessions that ran out are swept away on the way."""
    token = secrets.token_urlsafe(32)
    connection.execute(delete(sessions).where(sessions.c.expires_at < now))
    connection.execute(
        insert(sessions).values(
            token_hash=token_hash(token), name=name, created_at=now, expires_at=now + timedelta(hours=hours)
        )
    )
    return token


def session_user(connection: Connection, token: str, *, now: datetime) -> User | None:
    """Whose session this is; None where it is unknown or over, or the person was shut out since."""
    name = connection.execute(
        select(sessions.c.name).where(sessions.c.token_hash == token_hash(token), sessions.c.expires_at > now)
    ).scalar()
    found = find_user(connection, name) if name else None
    return found[0] if found else None


def close_session(connection: Connection, token: str) -> None:
    """End this session."""
    connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash(token)))
