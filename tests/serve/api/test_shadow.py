"""The challenger hears the same payments and says nothing: answers stay as they are, to the byte."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from typer.testing import CliRunner

from features.errors import SaksamaError
from serve import clock
from serve.cli.main import app as commands
from serve.desk.questions import Question
from serve.desk.traffic import read_traffic
from serve.permissions import Role, permissions_of
from serve.principal import EVERYWHERE, Principal, Scope
from serve.service import make_service
from serve.settings import Settings
from serve.shadow import Shadow
from serve.store import Desk, Store
from serve.store.load import load_run, load_shadow
from tests.serve.conftest import CHAMPION, Site
from tests.serve.runs import small_run

NOW = datetime(2026, 1, 10, 9, tzinfo=UTC)
MACHINE = Principal("machine", "Machine", permissions_of([Role.PAYMENT_SYSTEM]), Scope((EVERYWHERE,)))


@pytest.fixture(scope="module")
def challenger(store: Store, run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the same drop in which home-1 is in no band and quiet-1 in review; every test begins without it."""
    del store, run_folder
    tables = small_run()
    changed = {"home-1": {"band": "none", "score": 0.1}, "quiet-1": {"band": "review", "score": 0.9}}
    tables.scores = [row | changed.get(row["subject_id"], {}) for row in tables.scores]
    return tables.write(tmp_path_factory.mktemp("runs") / "run.shadow", "run-2")


@pytest.fixture
def client(app: FastAPI, site: Site, store: Store, run_folder: Path, national_key: str) -> Iterator[httpx.Client]:
    """A payment system at a clock that stands still, before any challenger is there."""
    load_run(store, run_folder, standing=CHAMPION, drop=None, seal=None, now=clock.now(), by="test")
    service = app.state.service
    app.state.service = replace(service, now=lambda: NOW)
    with site.client() as client:
        client.headers["X-API-Key"] = national_key
        yield client
    app.state.service = service


def asked(client: httpx.Client, app: FastAPI, payment_id: str, attempt: int, recipient: str) -> bytes:
    question = {"payment_id": payment_id, "attempt": attempt, "program": "PKH", "amount": 1, "recipient_id": recipient}
    answer = client.post("/v1/scores", json=question)
    app.state.shadow.settle()
    return answer.content.replace(answer.json()["answer_id"].encode(), b"")


@pytest.mark.parametrize("recipient", ["home-1", "quiet-1", "nobody"])
def test_an_answer_is_the_same_to_the_byte_with_and_without_a_challenger(
    client: httpx.Client, app: FastAPI, store: Store, challenger: Path, recipient: str
) -> None:
    alone = asked(client, app, f"same-{recipient}", 1, recipient)
    load_shadow(store, challenger, now=NOW, by="test")
    assert asked(client, app, f"same-{recipient}", 2, recipient) == alone


def test_what_both_said_is_counted(client: httpx.Client, app: FastAPI, store: Store, challenger: Path) -> None:
    load_shadow(store, challenger, now=NOW, by="test")
    for number, recipient in enumerate(("home-1", "home-1", "quiet-1", "home-2", "nobody")):
        asked(client, app, f"counted-{number}", 1, recipient)
    rows = [{"payment_id": f"counted-list-{n}", "program": "PKH", "amount": 1, "recipient_id": "quiet-1"} for n in "ab"]
    sent = "\n".join(map(json.dumps, rows))
    client.post("/v1/scores/batch", content=sent, headers={"Content-Type": "application/x-ndjson"}).raise_for_status()
    app.state.shadow.settle()
    with store.own() as connection:
        found = read_traffic(connection)
    assert found.pairs == {
        ("none", "review"): 3,
        ("priority", "none"): 2,
        ("review", "review"): 1,
        ("unknown", "unknown"): 1,
    }
    assert (found.answers, found.agreeing) == (7, 2)
    assert found.reviewed == {"both": 1, "champion": 2, "challenger": 3}
    assert all(median > 0 for median, _ in found.micros.values())


def test_the_next_run_ends_the_challenger_but_not_what_it_said(
    client: httpx.Client, app: FastAPI, store: Store, challenger: Path, run_folder: Path
) -> None:
    load_shadow(store, challenger, now=NOW, by="test")
    asked(client, app, "before", 1, "home-1")
    load_run(store, run_folder, standing=CHAMPION, drop=None, seal=None, now=NOW, by="test")
    asked(client, app, "after", 1, "home-1")
    with store.own() as connection:
        assert connection.execute(text("SELECT count(*) FROM runs WHERE state = 'shadow'")).scalar() == 0
        assert (
            connection.execute(
                text("SELECT count(*) FROM scores JOIN runs USING (run) WHERE state = 'dropped'")
            ).scalar()
            == 0
        )
        assert read_traffic(connection).answers == 1


def test_a_run_of_other_data_is_no_shadow(client: httpx.Client, store: Store, tmp_path: Path) -> None:
    del client
    other = small_run().write(tmp_path / "run")
    manifest = json.loads((other / "run.json").read_text())
    (other / "run.json").write_text(json.dumps(manifest | {"tables": {"payments": {"hash": "other"}}}))
    with pytest.raises(SaksamaError, match="is no shadow of the run that answers"):
        load_shadow(store, other, now=NOW, by="test")


def test_what_does_not_fit_the_queue_is_let_go_and_counted(
    client: httpx.Client, store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    del client
    lost: list[int] = []
    shadow = Shadow(lambda: make_service(settings, store), lost=lost.append, waiting=1)
    monkeypatch.setattr(shadow, "_begin", lambda: None)
    with store.open(MACHINE) as desk:
        for _ in range(3):
            shadow.hear(replace(desk, shadow=1), [(NOW, Question("p", 1, "PKH", 1))])  # type: ignore[list-item]  # any id
        shadow.hear(Desk(desk.connection, MACHINE, desk.run), [])
    assert lost == [1, 1]


def test_compare_says_what_both_would_have_done(
    client: httpx.Client, app: FastAPI, store: Store, challenger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_shadow(store, challenger, now=NOW, by="test")
    asked(client, app, "told", 1, "home-1")
    url = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    monkeypatch.setenv("SAKSAMA_DATABASE_URL", url)
    found = CliRunner().invoke(commands, ["compare"])
    assert found.exit_code == 0, found.output
    told = " ".join(found.output.split())
    assert "Reviewed by both 0, by the champion alone 1, by the challenger alone 0" in told
