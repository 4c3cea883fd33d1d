"""Against a real MLflow server on this machine, and served by `mlflow models serve`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from models.gate.check import Verdict
from models.registry import CHALLENGER, Registry, Training, append, read_ledger, reign
from tests.models.worlds import cast
from tests.ports import free_port

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*noload.*"),  # MLflow's tables use what SQLAlchemy is about to drop
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
REPO = Path(__file__).parents[3]
KEY, DAY = b"k" * 32, date(2026, 1, 10)
PATIENCE_SECONDS = 300


@contextmanager
def running(log: Path, health: str, *command: str, **variables: str) -> Iterator[str]:
    """The address at which ``mlflow COMMAND --port ...`` answers, while the block lasts."""
    port = free_port()
    line = [sys.executable, "-m", "mlflow", *command, "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as out:
        started = subprocess.Popen(line, stdout=out, stderr=out, env=os.environ | variables, start_new_session=True)
    try:
        wait_for(port, health, started, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGTERM)
        started.wait(60)


@contextmanager
def mlflow_server(folder: Path) -> Iterator[str]:
    """`mlflow server` over a store in the folder."""
    store = (
        "--backend-store-uri",
        f"sqlite:///{folder / 'remote.db'}",
        "--artifacts-destination",
        str(folder / "kept"),
    )
    quiet = {"MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
    with running(folder / "server.log", "/health", "server", *store, "--workers", "1", **quiet) as address:
        yield address


@contextmanager
def served(folder: Path, model: str, registry: str) -> Iterator[str]:
    """`mlflow models serve` of a registered model, where the project is installed."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    here = {"MLFLOW_TRACKING_URI": registry, "PYTHONPATH": str(REPO), "PATH": programs}
    command = ("models", "serve", "--model-uri", model, "--env-manager", "local", "--workers", "1")
    with running(folder / "served.log", "/ping", *command, **here) as address:
        yield address


def wait_for(port: int, health: str, started: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", health)
            if connection.getresponse().status == 200:
                return
        except OSError:
            assert started.poll() is None, log.read_text()
        finally:
            connection.close()
        time.sleep(0.25)
    pytest.fail(log.read_text())


def test_a_remote_mlflow_registers_promotes_and_serves(tmp_path: Path) -> None:
    people, model = cast()
    place = {"subject_kind": "recipient", "subject_id": "r0002", "district_code": "351001", "regency_code": "3510"}
    row = {
        name: float(value) for name, value in zip(people.names, people.values[2], strict=True) if not np.isnan(value)
    }
    with mlflow_server(tmp_path) as address:
        registry = Registry(address)
        logged = registry.log(model, [people], Training({}, {}, {"x": 1.0}, {}))
        append(
            registry, read_ledger(registry, KEY).promotion(logged.version, model.version, (), Verdict.CHAMPION, on=DAY)
        )
        champion = reign(registry, KEY, DAY).model
        assert champion is not None
        assert champion.version == model.version
        with served(tmp_path, f"models:/saksama@{CHALLENGER}", address) as scoring:
            told = asked(scoring, {**place, "channel": "village", **row})
    found = model.assess(people)
    assert told["score"] == found.score[2]
    assert told["band"] == found.band[2] != "none"


def asked(address: str, row: dict[str, Any]) -> dict[str, Any]:
    """What MLflow's scoring server answers for one row."""
    answer = httpx.post(f"{address}/invocations", json={"dataframe_records": [row]}, timeout=60)
    (told,) = answer.raise_for_status().json()["predictions"]
    return dict(told)
