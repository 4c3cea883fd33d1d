"""What a running service is made of, put together once and handed to API and workbench."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from sqlalchemy import select

from features.errors import SaksamaError
from features.identities.pseudonym import pseudonym
from models.run.fingerprint import key_id
from serve import clock
from serve.accounts.clients import TokenIssuer
from serve.desk.recipients import Keying
from serve.reveal.seal import Seal
from serve.settings import Settings
from serve.store import Desk, Store
from serve.store.schema import runs


@dataclass(frozen=True)
class Service:
    """Settings, store and keys of one process. ``now`` is the clock, a parameter so that tests can set it."""

    settings: Settings
    store: Store
    session_key: bytes
    seal: Seal | None = None
    pseudonym_key: bytes | None = None
    issuer: TokenIssuer | None = None
    now: Callable[[], datetime] = clock.now

    def sign(self, purpose: str, text: str) -> str:
        """A signature that only this installation can make."""
        return hmac.new(self.session_key, f"{purpose}:{text}".encode(), sha256).hexdigest()

    def keying(self, desk: Desk) -> Keying | None:
        """How the current run names identifiers; None where it was made with a key that is not ours."""
        row = desk.first(select(runs.c.key_id).where(runs.c.run == desk.run))
        key = self.pseudonym_key
        if row is None or key is None or row["key_id"] != key_id(key):
            return None
        return lambda domain, value: pseudonym(key, domain, value) or ""


def make_service(settings: Settings, store: Store) -> Service:
    """The service of these settings; SaksamaError where a key that it cannot do without is missing or is none."""
    return Service(
        settings=settings,
        store=store,
        session_key=settings.secret("session_key"),
        seal=Seal(settings.identity_secret()) if settings.identity_key else None,
        pseudonym_key=settings.secret("pseudonym_key") if settings.pseudonym_key else None,
        issuer=_issuer(settings),
    )


def _issuer(settings: Settings) -> TokenIssuer | None:
    """Who issues machines' tokens; None where the settings name nobody."""
    key, name = settings.jwt_public_key, settings.jwt_issuer
    if not key and not name:
        return None
    if not key or not name:
        raise SaksamaError("SAKSAMA_JWT_PUBLIC_KEY and SAKSAMA_JWT_ISSUER go together: set both, or neither")
    try:
        load_pem_public_key(key.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise SaksamaError("SAKSAMA_JWT_PUBLIC_KEY is no public key in PEM: give it from BEGIN to END") from None
    return TokenIssuer(key, name, settings.jwt_audience)
