"""The whole way: `saksama demo` answers and ends without a trace; what is decided on its run changes the next one."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pandas as pd
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from serve import clock
from serve.accounts.users import User, save_user
from serve.app import create_app
from serve.permissions import Role
from serve.principal import EVERYWHERE
from serve.service import make_service
from serve.settings import Settings
from serve.store import Store
from serve.store.load import load_run
from serve.web.screenshots import running, sign_in
from tests.ports import free_port
from tests.serve.conftest import CHAMPION, PASSWORD, csrf_of

SAKSAMA = Path(sys.executable).with_name("saksama")
READY = "Ctrl-C ends it"
KEY = "a key of the wall that only this test knows"
DECIDED = datetime(2025, 12, 20, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
FAMILIES = 300


@dataclass(frozen=True)
class Demo:
    """A demo that runs: its process, its folder, its port and all that it printed."""

    process: "subprocess.Popen[str]"
    folder: Path
    port: int
    printed: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder, port = tmp_path_factory.mktemp("demo") / "home", free_port()
    options = ["--families", str(FAMILIES), "--seed", "5", "--folder", str(folder), "--port", str(port)]
    environment = {**os.environ, "COLUMNS": "200", "SAKSAMA_PSEUDONYM_KEY": KEY}
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    command = [str(SAKSAMA), "demo", *options]
    with subprocess.Popen(command, env=environment, cwd=folder.parent, **piped) as process:  # type: ignore[call-overload]  # a dictionary
        yield Demo(process, folder, port, until_ready(process))
        process.kill()


def until_ready(process: "subprocess.Popen[str]") -> str:
    printed = ""
    assert process.stdout is not None
    for line in process.stdout:
        printed += line
        if READY in line:
            return printed
    pytest.fail(f"the demo ended before it answered: {printed[-2_000:]}")


def running_in(folder: Path) -> list[str]:
    """Processes that name this folder, a PostgreSQL among them."""
    return [command for command in map(command_of, Path("/proc").glob("[0-9]*")) if str(folder) in command]


def command_of(process: Path) -> str:
    try:
        return (process / "cmdline").read_text().replace("\0", " ")
    except OSError:  # it ended while we looked
        return ""


def descendants(process: int) -> set[int]:
    listed = Path(f"/proc/{process}/task").glob("*/children")
    children = {int(child) for file in listed for child in file.read_text().split()}
    return children.union(*map(descendants, children))


def answers(url: str) -> bool:
    for _ in range(200):
        try:
            return httpx.get(f"{url}/health/ready", timeout=10).status_code == 200
        except httpx.TransportError:
            time.sleep(0.1)
    return False


def test_the_demo_answers_and_its_sign_ins_work(demo: Demo) -> None:
    url = f"http://127.0.0.1:{demo.port}"
    assert url in demo.printed
    assert answers(url)
    found = re.search(r"ani\W+([0-9a-f]{4}(?:-[0-9a-f]{4}){3})", demo.printed)
    assert found is not None
    with httpx.Client(base_url=url) as client:
        form = {"csrf": csrf_of(client.get("/sign-in").text), "name": "ani", "password": found[1], "next": "/queue"}
        assert client.post("/sign-in", data=form).status_code == 303
        assert client.get("/queue").status_code == 200


def test_the_printed_key_gets_answers(demo: Demo) -> None:
    found = re.search(r"sks_[\w-]+", demo.printed)
    assert found is not None
    asked = {"payment_id": "p", "program": "PKH", "amount": 1, "recipient_id": "nobody"}
    url = f"http://127.0.0.1:{demo.port}/v1/scores"
    assert answers(url.removesuffix("/v1/scores"))
    assert httpx.post(url, json=asked, headers={"X-API-Key": found[0]}).json()["basis"] == "unknown"


def test_the_demo_ends_with_a_champion_whom_the_gate_let_through(demo: Demo) -> None:
    assert re.search(r"Champion: version 1, (provisional until \d{4}-\d\d-\d\d|champion)", demo.printed)


def test_ctrl_c_leaves_nothing_running(demo: Demo) -> None:
    children = descendants(demo.process.pid)
    assert any("postgres" in command for command in running_in(demo.folder))
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(timeout=60) == 0
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
    assert running_in(demo.folder) == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", demo.port)) != 0


@dataclass(frozen=True)
class Desk:
    """The demo's run in a store of its own, and where commands find what they need."""

    home: Path
    store: Store
    place: Path

    @property
    def drop(self) -> Path:
        return self.home / "drop"

    @property
    def run(self) -> Path:
        return self.home / "run"

    def saksama(self, *arguments: str) -> None:
        url = self.store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        named = {"SAKSAMA_PSEUDONYM_KEY": KEY, "SAKSAMA_DATABASE_URL": url, "SAKSAMA_HOME": str(self.home)}
        environment = os.environ | named
        told = subprocess.run(
            [str(SAKSAMA), *arguments], env=environment, cwd=self.place, capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stderr


def table(run: Path, name: str) -> pd.DataFrame:
    frame: pd.DataFrame = pq.read_table(run / f"{name}.parquet").to_pandas()
    return frame


@pytest.fixture(scope="module")
def desk(demo: Demo, empty_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(demo.folder, empty_store, tmp_path_factory.mktemp("next"))
    load_run(empty_store, desk.run, standing=CHAMPION, drop=None, seal=None, now=clock.now(), by="test")
    with empty_store.own() as connection:
        user = User("rina", "Rina", (Role.INVESTIGATOR,), (EVERYWHERE,))
        save_user(connection, user, PASSWORD, now=clock.now(), by="test")
    return desk


@pytest.fixture(scope="module")
def suspect(desk: Desk) -> dict[str, Any]:
    scores = table(desk.run, "scores")
    own = scores[(scores["selected_by"] == "model") & (scores["role"] == "suspect") & scores["ring_id"].isna()]
    return {str(name): value for name, value in own.sort_values("queue_rank").iloc[0].items()}


@pytest.fixture(scope="module")
def page(desk: Desk, chromium: Browser, settings: Settings) -> Iterator[Page]:
    """Rina's browser, on a desk whose clock stands before the end of the drop's data."""
    service = replace(make_service(settings, desk.store), now=lambda: DECIDED)
    with running(create_app(service)) as url:
        context = chromium.new_context(base_url=url)
        page = context.new_page()
        page.goto("/sign-in")
        sign_in(page, "rina", PASSWORD)
        yield page
        context.close()


@pytest.fixture(scope="module")
def cleared(page: Page, desk: Desk, suspect: dict[str, Any]) -> dict[str, Any]:
    """The first suspect of the queue, whom an investigator clears."""
    with desk.store.own() as connection:
        query = text("SELECT case_number FROM cases WHERE kind = :kind AND subject_id = :id")
        named = {"kind": suspect["subject_kind"], "id": suspect["subject_id"]}
        number = connection.execute(query, named).scalar_one()
    page.goto(f"/cases/{number}")
    page.get_by_label("Cleared", exact=True).check()
    page.fill("#reason", "Visited on 19 December: every receipt is there.")
    page.get_by_role("button", name="Store the decision").click()
    expect(page.get_by_role("status")).to_contain_text("The decision is stored.")
    return suspect


@pytest.fixture(scope="module")
def next_run(desk: Desk, cleared: dict[str, Any]) -> Path:
    """The run after that: the tables of `saksama outcomes` lie in the next drop."""
    del cleared
    drop, written = desk.place / "next-drop", desk.place / "written"
    shutil.copytree(desk.drop, drop)
    desk.saksama("outcomes", str(written))
    for name in ("outcomes", "pair_decisions"):
        shutil.copy(written / f"{name}.parquet", drop / f"{name}.parquet")
    desk.saksama("score", str(drop), "--out", str(desk.place / "next-run"))
    return desk.place / "next-run"


def test_whom_an_investigator_cleared_stands_further_back_and_is_suspected_no_more(
    next_run: Path, cleared: dict[str, Any]
) -> None:
    scores = table(next_run, "scores").set_index(["subject_kind", "subject_id"])
    now = scores.loc[(cleared["subject_kind"], cleared["subject_id"])]
    assert (cleared["role"], now["role"]) == ("suspect", "unclear")
    assert not now["queue_rank"] <= cleared["queue_rank"]
    assert any("20 Desember 2025" in reason["text_id"] for reason in now["reasons"])
