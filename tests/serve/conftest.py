"""A real PostgreSQL for the session, a database per module, and the cast: people and machines with known rights."""

import base64
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest
import uvicorn
from fastapi import FastAPI
from psycopg.sql import SQL, Identifier
from pydantic import SecretStr
from sqlalchemy import insert

from models.gate.standing import Standing
from serve import clock
from serve.accounts.clients import make_key
from serve.accounts.users import User, save_user
from serve.app import create_app
from serve.permissions import ROLES, Role
from serve.principal import EVERYWHERE
from serve.reveal.seal import Seal
from serve.service import make_service
from serve.settings import Settings
from serve.store import Store
from serve.store.load import load_run
from serve.store.local import local_postgres
from serve.store.migrate import migrate
from serve.store.schema import identities
from tests.serve.runs import HOME, small_run

CHAMPION = Standing("champion", 1)
PASSWORD = "correct horse battery"
IDENTITY_KEY = b"k" * 32
SEALED = {"name": "Siti Aminah", "nik": "3510014101800001", "phone": "+6281234567890"}


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("postgres")


def _copy(postgres: Path, database: str, named: str) -> Store:
    """A store of that name, a copy of a database in which nobody is working."""
    with psycopg.connect(local_postgres(postgres), autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(named), Identifier(database)))
    return Store(local_postgres(postgres, named))


def _named(request: pytest.FixtureRequest, beginning: str) -> str:
    return beginning + re.sub(r"\W", "_", request.module.__name__)[-50:]


@pytest.fixture(scope="session")
def migrated(postgres: Path) -> str:
    """The database of an empty store, which is made once and copied for every module."""
    store = Store(local_postgres(postgres, "migrated"))
    migrate(store.engine)
    store.close()
    return "migrated"


@pytest.fixture(scope="module")
def empty_store(postgres: Path, migrated: str, request: pytest.FixtureRequest) -> Iterator[Store]:
    store = _copy(postgres, migrated, _named(request, "empty_"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(
        database_url=None,
        database_folder=None,
        session_key=SecretStr("s" * 40),
        identity_key=SecretStr(base64.b64encode(IDENTITY_KEY).decode()),
        secure_cookies=False,
        language="en",
        public_per_hour=100_000,
    )


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_run().write(tmp_path_factory.mktemp("runs") / "run")


@pytest.fixture(scope="session")
def staffed(postgres: Path, migrated: str, run_folder: Path) -> str:
    """The database of a store with the small run, the cast, and one sealed identity; copied for every module."""
    store = _copy(postgres, migrated, "staffed")
    load_run(store, run_folder, standing=CHAMPION, drop=None, seal=None, now=clock.now(), by="test")
    seal = Seal(IDENTITY_KEY)
    with store.own() as connection:
        for role in Role:
            user = User(role.value, role.value.title(), (role,), (HOME,))
            save_user(connection, user, PASSWORD, now=clock.now(), by="test")
        sealed = seal.close("recipient", "home-1", SEALED)
        row = {"kind": "recipient", "subject_id": "home-1", "sealed": sealed, "regions": [HOME]}
        connection.execute(insert(identities).values(row))
    store.close()
    return "staffed"


@pytest.fixture(scope="module")
def store(postgres: Path, staffed: str, request: pytest.FixtureRequest) -> Iterator[Store]:
    store = _copy(postgres, staffed, _named(request, "staffed_"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def keys(store: Store) -> dict[Role, str]:
    """An API key per role, for the home region."""
    made = {}
    with store.own() as connection:
        for role in Role:
            scopes = sorted(str(permission) for permission in ROLES[role])
            row = {"scopes": scopes, "territory": [HOME], "banks": []}
            made[role] = make_key(connection, role.value, row, now=clock.now(), by="test")
    return made


@pytest.fixture(scope="module")
def national_key(store: Store) -> str:
    """A payment system that may ask about the whole country."""
    scopes = sorted(str(permission) for permission in ROLES[Role.PAYMENT_SYSTEM])
    row = {"scopes": scopes, "territory": [EVERYWHERE], "banks": []}
    with store.own() as connection:
        return make_key(connection, "national", row, now=clock.now(), by="test")


@pytest.fixture(scope="module")
def app(store: Store, settings: Settings) -> FastAPI:
    return create_app(make_service(settings, store))


@dataclass
class Site:
    """The application, answering on a local port."""

    url: str

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30)

    @contextmanager
    def signed_in(self, name: str) -> Iterator[httpx.Client]:
        with self.client() as client:
            page = client.get("/sign-in")
            form = {"csrf": csrf_of(page.text), "name": name, "password": PASSWORD, "next": "/queue"}
            answer = client.post("/sign-in", data=form)
            assert answer.status_code == 303, answer.text
            yield client


def csrf_of(html: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', html)
    assert found, "the page holds no form"
    return found[1]


@pytest.fixture(scope="module")
def site(app: FastAPI) -> Iterator[Site]:
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Site(f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join(timeout=10)
