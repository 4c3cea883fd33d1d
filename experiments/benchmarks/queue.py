"""Queue and case pages with 100,000 alerts: time on the server at the 95th percentile, and answers per second.

Run: ``python -m experiments.benchmarks.queue --alerts 100000``. A run of that size is loaded into a PostgreSQL of its
own by ``saksama load``; ``saksama serve`` answers over HTTP, as in production. Beside it stands an empty request to the
same server (``/health/live``). Exits 1 when queue or case page takes 300 ms or more at the 95th percentile.
"""

import argparse
import http.client
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from experiments.asked import FEWEST_TIMED, at_least
from experiments.benchmarks.desk_run import write_desk_run

BAR_MS = 300.0
PASSWORD = "only for this benchmark"  # noqa: S105 - of a store that ends with the benchmark
SAKSAMA = Path(sys.executable).with_name("saksama")


@dataclass(frozen=True)
class Figure:
    """Milliseconds of one kind of request, as the client waits for them."""

    what: str
    requests: int
    median_ms: float
    p95_ms: float
    worst_ms: float
    bar_ms: float | None


class Browser:
    """A signed-in visitor over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}

    def get(self, address: str) -> str:
        """The page's text."""
        return self._send("GET", address)

    def sign_in(self, name: str) -> None:
        """Fill in the form."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get("/sign-in"))
        if found is None:
            raise RuntimeError("the sign-in page holds no form")
        form = {"csrf": found[1], "name": name, "password": PASSWORD, "next": "/queue"}
        self._send("POST", "/sign-in", urlencode(form))

    def _send(self, method: str, address: str, body: str | None = None) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, address, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            raise RuntimeError(f"{method} {address} answered {answer.status}")
        return text


def main() -> None:
    """Measure, print a table and JSON, and exit 1 where the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alerts", type=at_least(FEWEST_TIMED), default=100_000)
    parser.add_argument("--requests", type=at_least(1), default=200, help="per kind of page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), alerts=asked.alerts, requests=asked.requests)
    for figure in figures:
        bar = f"  bar {figure.bar_ms:.0f}" if figure.bar_ms else ""
        times = f"median {figure.median_ms:7.1f}  p95 {figure.p95_ms:7.1f}  worst {figure.worst_ms:7.1f} ms"
        print(f"{figure.what:32} {figure.requests:5d} x  {times}{bar}")
    print(json.dumps({"alerts": asked.alerts, "figures": [vars(figure) for figure in figures]}))
    sys.exit(any(figure.bar_ms is not None and figure.p95_ms >= figure.bar_ms for figure in figures))


def measure(folder: Path, *, alerts: int, requests: int) -> list[Figure]:
    """Load a run of that size, serve it, and time every kind of page."""
    run = write_desk_run(folder / "run", alerts=alerts)
    environment = _environment(folder)
    _saksama(environment, "load", str(run))
    for name, region in (("national", "*"), ("district", "351007")):
        add = ("users", "add", name, "--role", "investigator", "--region", region, "--password", PASSWORD)
        _saksama(environment, *add)
    with _serving(environment) as port:
        return list(_figures(port, alerts, requests))


def _figures(port: int, alerts: int, requests: int) -> Iterator[Figure]:
    rng = np.random.default_rng(0)
    yield _timed("an empty request", Browser(port), ["/health/live"] * requests, None)
    for name in ("national", "district"):
        browser = Browser(port)
        browser.sign_in(name)
        pages = {
            "first page": ["/queue"] * requests,
            "any page": [f"/queue?after={start}" for start in rng.integers(0, int(alerts * 0.95), requests)],
            "filtered": ["/queue?kind=recipient&band=review&district=351007"] * requests,
            "decided": ["/queue?status=decided"] * requests,
            "case of a recipient": _cases(browser, "recipient", requests),
            "case of a ring": _cases(browser, "ring", requests),
        }
        for what, addresses in pages.items():
            yield _timed(f"{name}: {what}", browser, addresses, BAR_MS)


def _cases(browser: Browser, kind: str, wanted: int) -> list[str]:
    """Addresses of cases of that kind, from as many pages of the queue as it takes."""
    found: list[str] = []
    address: str | None = f"/queue?kind={kind}"
    while address and len(found) < wanted:
        page = browser.get(address)
        found += re.findall(r'href="(/cases/\d+)"', page)
        more = re.search(r'class="button main" href="([^"]+)"', page)
        address = more[1].replace("&amp;", "&") if more else None
    return found[:wanted]


def _timed(what: str, browser: Browser, addresses: Sequence[str], bar: float | None) -> Figure:
    browser.get(addresses[0])
    times = []
    for address in addresses:
        begun = time.perf_counter()
        browser.get(address)
        times.append((time.perf_counter() - begun) * 1000)
    median, late, worst = (round(float(value), 1) for value in np.percentile(times, [50, 95, 100]))
    return Figure(what, len(times), median, late, worst, bar)


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "SAKSAMA_DATABASE_FOLDER": str(folder / "store"),
        "SAKSAMA_SESSION_KEY": secrets.token_urlsafe(32),
        "SAKSAMA_IDENTITY_KEY": b64encode(secrets.token_bytes(32)).decode(),
        "SAKSAMA_SECURE_COOKIES": "false",
    }


def _saksama(environment: dict[str, str], *arguments: str) -> None:
    begun = time.perf_counter()
    subprocess.run([str(SAKSAMA), *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    print(f"saksama {arguments[0]}: {time.perf_counter() - begun:.1f} s", file=sys.stderr)


@contextmanager
def _serving(environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(SAKSAMA), "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            Browser(port).get("/health/live")
        except OSError:
            if server.poll() is not None:
                raise RuntimeError("saksama serve ended before it answered") from None
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("saksama serve did not answer within a minute")


if __name__ == "__main__":
    main()
