"""The system's Chromium for the browser tests; they are skipped, and say so, where there is none."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, sync_playwright

from tests.serve.conftest import PASSWORD, Site, csrf_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a fresh visitor; a refused script or an error on the console fails the test."""
    width: int = getattr(request, "param", 1440)
    context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=site.url)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def sign_in(page: Page, name: str) -> None:
    """Open a session for this window without drawing a page; the form itself is filled in by one test of its own."""
    csrf = csrf_of(page.request.get("/sign-in").text())
    form: dict[str, str | float | bool] = {"csrf": csrf, "name": name, "password": PASSWORD, "next": "/queue"}
    assert page.request.post("/sign-in", form=form, max_redirects=0).status == 303


def settled(page: Page) -> None:
    """Wait until graph and chart are drawn."""
    page.wait_for_function("() => [...document.querySelectorAll('#ring')].every(p => p.dataset.nodes !== undefined)")
    drawn = "p => p.dataset.drawn !== undefined || !p.classList.contains('chart')"
    page.wait_for_function(f"() => [...document.querySelectorAll('#timeline')].every({drawn})")


def in_sight(page: Page, canvas: Locator) -> FloatRect:
    """Where the canvas stands once it was scrolled to and drawn: until then a click is taken for its old place."""
    canvas.scroll_into_view_if_needed()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    box = canvas.bounding_box()
    assert box is not None
    return box
