"""Pictures of every page, narrow and wide, for the README: ``python -m serve.web.screenshots RUN DROP OUT``."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import text

from serve.demo_desk import DemoDesk, demo_desk

CHROMIUM = Path("/usr/bin/chromium")
WIDTHS = {"wide": (1440, 900), "narrow": (390, 844)}
READY = "() => [...document.querySelectorAll('#ring')].every(part => part.dataset.nodes !== undefined)"
DRAWN = "() => [...document.querySelectorAll('#timeline.chart')].every(part => part.dataset.drawn !== undefined)"


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """The application on a free local port; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def take(
    run: Annotated[Path, typer.Argument(help="Run folder to show.")],
    drop: Annotated[Path, typer.Argument(help="Its drop.")],
    out: Annotated[Path, typer.Argument(help="Folder for the pictures.")],
) -> None:
    """Take a picture of every page in both languages, 1440 and 390 pixels wide."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo_desk(run, drop, Path(folder) / "store") as desk:
        pages = _pages(desk)
        with running(desk.app) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for language in ("en", "id"):
                for width, (across, down) in WIDTHS.items():
                    _series(browser, Series(url, desk, pages, out, f"{width}-{language}", (across, down)))
            browser.close()


def _pages(desk: DemoDesk) -> dict[str, str]:
    with desk.store.own() as connection:
        query = "SELECT DISTINCT ON (kind) kind, case_number FROM alerts ORDER BY kind, queue_rank"
        cases = {row.kind: row.case_number for row in connection.execute(text(query))}
    return {"queue": "/queue", **{f"case-{kind}": f"/cases/{number}" for kind, number in cases.items()}}


@dataclass(frozen=True)
class Series:
    """Pictures of all pages in one language and width."""

    url: str
    desk: DemoDesk
    pages: dict[str, str]
    out: Path
    name: str
    size: tuple[int, int]


def _series(browser: Browser, series: Series) -> None:
    out, name, size, desk = series.out, series.name, series.size, series.desk
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=series.url)
    page = context.new_page()
    page.goto(f"/language/{name[-2:]}?next=/sign-in")
    page.screenshot(path=out / f"sign-in-{name}.png")
    sign_in(page, *desk.sign_ins[0][:2])
    for title, address in series.pages.items():
        page.goto(address)
        page.wait_for_function(READY)
        page.wait_for_function(DRAWN)
        page.screenshot(path=out / f"{title}-{name}.png", full_page=title != "queue")
    context.clear_cookies(name="saksama_session")
    page.goto("/sign-in")
    sign_in(page, *desk.sign_ins[2][:2])
    page.goto("/audit")
    page.screenshot(path=out / f"audit-{name}.png")
    context.close()


def sign_in(page: Page, name: str, password: str) -> None:
    """Fill in the form that the page shows."""
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("button.main")
    page.wait_for_url("**/queue")


if __name__ == "__main__":
    typer.run(take)
