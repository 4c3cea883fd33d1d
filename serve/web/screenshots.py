"""Pictures of every page, narrow and wide, in both languages: ``python -m serve.web.screenshots RUN DROP OUT``.

A desk of its own is opened over the run, with the demo's people; each page is taken as the role that works on it sees
it. ``--only case-ring`` takes fewer.
"""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import text

from models.gate.check import Verdict
from models.gate.standing import Standing
from serve import clock
from serve.demo_desk import DemoDesk, demo_desk
from serve.desk.letters import Words
from serve.desk.posting import Complaint, take_appeal, take_complaint
from serve.permissions import Role
from serve.principal import PUBLIC
from serve.service import Service
from serve.web.language import LANGUAGES

CHROMIUM = Path("/usr/bin/chromium")
SHOWN_AS = Standing(Verdict.PROVISIONAL.value)
WIDTHS = {"wide": (1440, 900), "narrow": (390, 844)}
READY = "() => [...document.querySelectorAll('#ring')].every(part => part.dataset.nodes !== undefined)"
DRAWN = "() => [...document.querySelectorAll('#timeline.chart')].every(part => part.dataset.drawn !== undefined)"


LETTERS = (
    ("quality", "Beras yang dibagikan bulan lalu berjamur. Tiga tetangga menerima yang sama."),
    ("levy", "Setiap pencairan diminta Rp50.000 untuk biaya kartu."),
    ("left_out", "Ibu saya tinggal sendiri dan tidak pernah didata."),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as one role sees it; ``prepare`` does what a person would do there first."""

    title: str
    role: Role | None
    address: str
    whole: bool = True
    prepare: Callable[[Page], object] | None = None


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
    only: Annotated[list[str] | None, typer.Option(help="Titles of pages, in place of all.")] = None,
) -> None:
    """Take a picture of every page in both languages, 1440 and 390 pixels wide."""
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_desk(run, drop, Path(folder) / "store", standing=SHOWN_AS) as desk,
    ):
        _send_letters(desk)
        pictures = [picture for picture in _pictures(desk) if not only or picture.title in only]
        with running(desk.app) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for language in LANGUAGES:
                for width in WIDTHS:
                    _series(browser, url, desk, pictures, out / f"{width}-{language}")
            browser.close()


def _pictures(desk: DemoDesk) -> list[Picture]:
    cases, member = _cases(desk), _member(desk)
    of_kinds = [Picture(f"case-{kind}", Role.INVESTIGATOR, f"/cases/{number}") for kind, number in cases.items()]
    first = f"/cases/{next(iter(cases.values()), 1)}"
    return [
        Picture("sign-in", None, "/sign-in"),
        Picture("queue", Role.INVESTIGATOR, "/queue", whole=False),
        Picture("queue-empty", Role.INVESTIGATOR, "/queue?status=decided"),
        *of_kinds,
        Picture("case-read-only", Role.AUDITOR, first),
        *([Picture("subject", Role.INVESTIGATOR, member)] if member else []),
        Picture("unnamed", Role.INVESTIGATOR, "/unnamed", whole=False),
        Picture("pairs", Role.INVESTIGATOR, "/pairs"),
        Picture("complaints", Role.COMPLAINT_OFFICER, "/complaints"),
        Picture("complaint", Role.COMPLAINT_OFFICER, "/complaints/1"),
        Picture("appeals", Role.SUPERVISOR, "/appeals"),
        Picture("appeal", Role.SUPERVISOR, "/appeals/1"),
        Picture("account", Role.COMPLAINT_OFFICER, "/account"),
        Picture("queue-auditor", Role.AUDITOR, "/queue", whole=False),
        Picture("audit", Role.AUDITOR, "/audit", whole=False),
        Picture("refused", Role.INVESTIGATOR, "/audit"),
        Picture("missing", Role.INVESTIGATOR, "/cases/999999999"),
    ]


def _send_letters(desk: DemoDesk) -> None:
    """A few letters, so that their pages are not empty."""
    service: Service = desk.app.state.service
    village, case = "3510012001", next(iter(_cases(desk).values()), None)
    if service.seal is None:
        raise ValueError("a demo's desk always seals")
    with desk.store.open(PUBLIC) as posted:
        for category, told in LETTERS:
            words = Words(told, "0812 0000 0000")
            take_complaint(posted, Complaint(category, village_code=village), words, service.seal, now=clock.now())
        take_appeal(posted, case, Words(LETTERS[0][1]), service.seal, now=clock.now())


def _cases(desk: DemoDesk) -> dict[str, int]:
    """The first case of each kind; of rings one with several members at the desk."""
    query = "SELECT DISTINCT ON (kind) kind, case_number FROM alerts ORDER BY kind, members > 8 DESC, queue_rank"
    with desk.store.own() as connection:
        return {row.kind: row.case_number for row in connection.execute(text(query))}


def _member(desk: DemoDesk) -> str | None:
    """The address of somebody who belongs to a queued ring and is in no queue of their own."""
    query = """SELECT m.kind, m.subject_id FROM ring_members m JOIN alerts a ON a.subject_id = m.ring_id
        AND a.run = m.run WHERE m.subject_id NOT IN (SELECT subject_id FROM alerts) ORDER BY 1, 2 LIMIT 1"""
    with desk.store.own() as connection:
        row = connection.execute(text(query)).first()
    return f"/subjects/{row.kind}/{row.subject_id}" if row else None


def _series(browser: Browser, url: str, desk: DemoDesk, pictures: list[Picture], out: Path) -> None:
    """All pictures in one language and width; ``out`` is named by both."""
    width, language = out.name.split("-")
    across, down = WIDTHS[width]
    for role in dict.fromkeys(picture.role for picture in pictures):
        context = browser.new_context(viewport={"width": across, "height": down}, base_url=url)
        page = context.new_page()
        page.goto(f"/language/{language}?next=/sign-in")
        if role is not None:
            sign_in(page, *desk.sign_in_of(role))
        for picture in (picture for picture in pictures if picture.role is role):
            _take(page, picture, out.with_name(f"{picture.title}-{out.name}.png"))
        context.close()


def _take(page: Page, picture: Picture, path: Path) -> None:
    page.goto(picture.address)
    page.wait_for_function(READY)
    page.wait_for_function(DRAWN)
    if picture.prepare:
        picture.prepare(page)
    page.screenshot(path=path, full_page=picture.whole)


def sign_in(page: Page, name: str, password: str) -> None:
    """Fill in the form that the page shows."""
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("button.main")
    page.wait_for_url(lambda address: "/sign-in" not in address)


if __name__ == "__main__":
    typer.run(take)
