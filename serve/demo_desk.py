"""The desk of the demo: a local store with a run in it, people to sign in as, and keys that end with the demo."""

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text

from models.gate.standing import Standing
from serve import clock
from serve.accounts.clients import make_key
from serve.accounts.users import User, save_user
from serve.app import create_app
from serve.connect import opened_store
from serve.permissions import ROLES, Role
from serve.principal import EVERYWHERE
from serve.reveal.seal import Seal
from serve.service import make_service
from serve.settings import Settings
from serve.store import Store
from serve.store.load import load_run

ACTOR = "demo"
AT_HOME = frozenset({Role.INVESTIGATOR, Role.SUPERVISOR, Role.COMPLAINT_OFFICER})
PEOPLE = (
    ("ani", "Ani", Role.INVESTIGATOR),
    ("budi", "Budi", Role.SUPERVISOR),
    ("citra", "Citra", Role.AUDITOR),
    ("dewi", "Dewi", Role.DATA_SCIENTIST),
    ("eka", "Eka", Role.COMPLAINT_OFFICER),
)


@dataclass(frozen=True)
class DemoDesk:
    """What the demo runs and prints: the application, sign-ins as (name, password, who), a payment system's key."""

    app: FastAPI
    store: Store
    sign_ins: tuple[tuple[str, str, str], ...]
    api_key: str

    def sign_in_of(self, role: Role) -> tuple[str, str]:
        """Name and password of the first who has this role."""
        name = next(name for name, _, held in PEOPLE if held is role)
        return next((known, password) for known, password, _ in self.sign_ins if known == name)


@contextmanager
def demo_desk(
    run: Path, drop: Path | None, folder: Path, *, standing: Standing, pseudonym_key: bytes | None = None
) -> Iterator[DemoDesk]:
    """A desk over a run; the store lives in ``folder`` and its PostgreSQL stops with this process.

    Every secret is drawn anew: identities sealed by an earlier demo are replaced as the run is loaded.
    """
    settings = _settings(folder)
    seal = Seal(settings.identity_secret())
    with opened_store(settings) as store:
        load_run(store, run, standing=standing, drop=drop, seal=seal, now=clock.now(), by=ACTOR)
        sign_ins, key = _people(store)
        service = replace(make_service(settings, store), pseudonym_key=pseudonym_key)
        yield DemoDesk(create_app(service), store, sign_ins, key)


def _settings(folder: Path) -> Settings:
    return Settings(
        database_url=None,
        database_folder=folder,
        session_key=SecretStr(secrets.token_urlsafe(32)),
        identity_key=SecretStr(base64.b64encode(secrets.token_bytes(32)).decode()),
        secure_cookies=False,
    )


def _people(store: Store) -> tuple[tuple[tuple[str, str, str], ...], str]:
    sign_ins = []
    with store.own() as connection:
        regencies = connection.execute(text("SELECT DISTINCT regency_code FROM scores WHERE regency_code IS NOT NULL"))
        home = tuple(sorted(regencies.scalars())) or (EVERYWHERE,)
        for name, display, role in PEOPLE:
            password = "-".join(secrets.token_hex(2) for _ in range(4))
            regions = home if role in AT_HOME else (EVERYWHERE,)
            save_user(connection, User(name, display, (role,), regions), password, now=clock.now(), by=ACTOR)
            sign_ins.append((name, password, f"{display}, {role.replace('_', ' ')}"))
        scopes = sorted(str(permission) for permission in ROLES[Role.PAYMENT_SYSTEM])
        row = {"scopes": scopes, "territory": [EVERYWHERE], "banks": []}
        key = make_key(connection, "demo payment system", row, now=clock.now(), by=ACTOR)
    return tuple(sign_ins), key
