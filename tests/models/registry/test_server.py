"""Against a real MLflow server on this machine, and with MLflow's own scoring server."""

import asyncio
import os
import signal
import socket
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

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*noload.*"),  # MLflow's tables use what SQLAlchemy is about to drop
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
KEY, DAY = b"k" * 32, date(2026, 1, 10)
PATIENCE_SECONDS = 300


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mlflow_server(folder: Path) -> Iterator[str]:
    """The address of `mlflow server` over a store in the folder, while the block lasts."""
    port, log = free_port(), folder / "server.log"
    store = [
        "--backend-store-uri",
        f"sqlite:///{folder / 'remote.db'}",
        "--artifacts-destination",
        str(folder / "kept"),
    ]
    command = [
        sys.executable,
        "-m",
        "mlflow",
        "server",
        *store,
        "--workers",
        "1",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    variables = {"MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
    with log.open("wb") as out:
        started = subprocess.Popen(command, stdout=out, stderr=out, env=os.environ | variables, start_new_session=True)
    try:
        wait_for(port, started, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(60)


def wait_for(port: int, started: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            assert started.poll() is None, log.read_text()
        finally:
            connection.close()
        time.sleep(0.25)
    pytest.fail(log.read_text())


def test_a_remote_mlflow_registers_promotes_and_serves(tmp_path: Path) -> None:
    import mlflow  # noqa: PLC0415 - takes seconds
    from mlflow.pyfunc import scoring_server  # noqa: PLC0415

    people, model = cast()
    with mlflow_server(tmp_path) as address:
        registry = Registry(address)
        logged = registry.log(model, [people], Training({}, {}, {"x": 1.0}, {}))
        append(
            registry, read_ledger(registry, KEY).promotion(logged.version, model.version, (), Verdict.CHAMPION, on=DAY)
        )
        champion = reign(registry, KEY, DAY).model
        assert champion is not None
        assert champion.version == model.version
        mlflow.set_tracking_uri(address)
        served = scoring_server.init(mlflow.pyfunc.load_model(f"models:/saksama@{CHALLENGER}"))
    place = {"subject_kind": "recipient", "subject_id": "r0002", "district_code": "351001", "regency_code": "3510"}
    row = {
        name: float(value) for name, value in zip(people.names, people.values[2], strict=True) if not np.isnan(value)
    }
    told = asyncio.run(asked(served, {**place, "channel": "village", **row}))
    found = model.assess(people)
    assert told["score"] == found.score[2]
    assert told["band"] == found.band[2] != "none"


async def asked(app: Any, row: dict[str, Any]) -> dict[str, Any]:
    """What MLflow's scoring server answers for one row."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://served") as client:
        answer = await client.post("/invocations", json={"dataframe_records": [row]})
    (told,) = answer.json()["predictions"]
    return dict(told)
