"""In a real browser: pages without a flaw that axe finds, a graph that answers, a decision, a timed reveal."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from serve import clock
from serve.desk.letters import Words
from serve.desk.posting import Complaint, take_appeal, take_complaint
from serve.permissions import Role
from serve.principal import PUBLIC
from serve.reveal.seal import Seal
from serve.store import Store
from tests.serve.conftest import IDENTITY_KEY, PASSWORD, SEALED, Site
from tests.serve.runs import HOME
from tests.serve.web.conftest import in_sight, settled, sign_in
from tests.serve.web.test_desk_pages import case_number

PAGES = (
    "/queue",
    "/queue?kind=agent",
    "/queue?district=none",
    "case:ring-1",
    "case:home-1",
    "/subjects/recipient/home-2",
    "/unnamed",
    "/unnamed?page=2",
    "/pairs",
    "/pairs?state=decided",
)


def address_of(store: Store, page: str) -> str:
    return f"/cases/{case_number(store, page.removeprefix('case:'))}" if page.startswith("case:") else page


def flaws(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{flaw['id']}: {node['html'][:120]}" for flaw in found for node in flaw["nodes"]]


@pytest.mark.parametrize("window", [1440, 390], indirect=True)
@pytest.mark.parametrize("language", ["en", "id"])
def test_axe_finds_nothing_on_any_page(window: Page, store: Store, language: str) -> None:
    window.goto(f"/language/{language}?next=/sign-in")
    assert flaws(window) == []
    sign_in(window, Role.INVESTIGATOR.value)
    for page in PAGES:
        window.goto(address_of(store, page))
        settled(window)
        for part in window.locator("details").all():
            part.evaluate("part => part.open = true")
        assert flaws(window) == [], page


@pytest.mark.parametrize("window", [1440, 390], indirect=True)
@pytest.mark.parametrize("language", ["en", "id"])
def test_axe_finds_nothing_on_the_auditors_pages(window: Page, store: Store, language: str) -> None:
    window.goto(f"/language/{language}?next=/sign-in")
    sign_in(window, Role.AUDITOR.value)
    for page in ("/audit", "/queue", address_of(store, "case:control-1")):
        window.goto(page)
        settled(window)
        assert flaws(window) == [], page


@pytest.mark.parametrize("window", [1440, 390], indirect=True)
@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("role", [Role.COMPLAINT_OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_axe_finds_nothing_where_letters_are_answered(window: Page, store: Store, role: Role, language: str) -> None:
    with store.open(PUBLIC) as desk:
        seal, words = Seal(IDENTITY_KEY), Words("The rice was mouldy.", "0812 3456 7890")
        take_complaint(desk, Complaint("quality", village_code=f"{HOME}012001"), words, seal, now=clock.now())
        take_appeal(desk, case_number(store, "home-1"), words, seal, now=clock.now())
    window.goto(f"/language/{language}?next=/sign-in")
    sign_in(window, role.value)
    first = {Role.COMPLAINT_OFFICER: "/complaints", Role.SUPERVISOR: "/appeals"}.get(role, "/account")
    for page in (first, f"{first}?state=done", f"{first}/1" if role is not Role.ADMINISTRATOR else first):
        window.goto(page)
        assert flaws(window) == [], page
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page


@pytest.mark.parametrize("language", ["en", "id"])
def test_axe_finds_nothing_on_a_letter_that_was_answered(window: Page, store: Store, language: str) -> None:
    with store.open(PUBLIC) as desk:
        words = Words("The rice was mouldy.", "0812 3456 7890")
        take_complaint(
            desk, Complaint("quality", village_code=f"{HOME}012001"), words, Seal(IDENTITY_KEY), now=clock.now()
        )
    window.goto(f"/language/{language}?next=/sign-in")
    sign_in(window, Role.COMPLAINT_OFFICER.value)
    window.goto("/complaints")
    window.locator("main a[href^='/complaints/']").first.click()
    window.fill("textarea", "The depot exchanged the rice on Tuesday.")
    window.locator("form button.main").click()
    window.wait_for_load_state()
    assert flaws(window) == []


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_the_pages_that_refuse(chromium: Browser, site: Site, width: int, language: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=site.url)
    page = context.new_page()
    page.goto(f"/language/{language}?next=/sign-in")
    sign_in(page, Role.INVESTIGATOR.value)
    for address, status in (("/cases/999999", 404), ("/audit", 403), ("/unnamed?page=0", 404), ("/cases/none", 404)):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == status, address
        assert flaws(page) == [], address
    context.close()


@pytest.mark.parametrize("window", [1440, 390], indirect=True)
def test_no_page_is_wider_than_the_window(window: Page, store: Store) -> None:
    sign_in(window, Role.INVESTIGATOR.value)
    for page in PAGES:
        window.goto(address_of(store, page))
        settled(window)
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page


def test_a_case_is_reached_from_the_form_to_sign_in_by_keyboard(window: Page) -> None:
    window.goto("/sign-in")
    window.locator("#name").focus()
    window.keyboard.type(Role.INVESTIGATOR.value)
    window.keyboard.press("Tab")
    window.keyboard.type(PASSWORD)
    window.keyboard.press("Enter")
    window.wait_for_url("**/queue")
    window.locator(".row-title a").first.focus()
    window.keyboard.press("Enter")
    window.wait_for_url("**/cases/*")
    expect(window.locator("h1")).to_contain_text("ring-1")


def test_a_filter_takes_effect_when_it_is_chosen(window: Page) -> None:
    sign_in(window, Role.INVESTIGATOR.value)
    window.goto("/queue")
    window.select_option("#kind", "agent")
    window.wait_for_url("**/queue?kind=agent*")
    expect(window.locator(".row")).to_have_count(1)


def test_the_ring_can_be_selected_dragged_expanded_and_its_innocent_links_hidden(window: Page, store: Store) -> None:
    sign_in(window, Role.INVESTIGATOR.value)
    window.goto(address_of(store, "case:ring-1"))
    settled(window)
    canvas = window.locator("#ring")
    box = in_sight(window, canvas)
    place = "document.getElementById('ring').ring.getElementById('recipient:home-1')"
    at = window.evaluate(f"{place}.renderedPosition()")
    window.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
    expect(window.locator("#ring-detail h3")).to_have_text("home-1")
    expect(window.locator("#ring-detail")).to_contain_text("Shares a phone")
    before = canvas.get_attribute("data-nodes") or ""
    window.click("#ring-expand")
    expect(canvas).not_to_have_attribute("data-nodes", before)
    expect(window.locator("#ring-detail")).to_contain_text("innocent explanation: family")

    at = window.evaluate(f"{place}.renderedPosition()")
    window.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    window.mouse.down()
    window.mouse.move(box["x"] + at["x"] + 40, box["y"] + at["y"] + 30, steps=5)
    window.mouse.up()
    moved = window.evaluate(f"{place}.renderedPosition()")
    assert abs(moved["x"] - at["x"] - 40) < 5

    dimmed = (
        "document.getElementById('ring').ring.$('edge.benign').map(edge => [edge.style('opacity'), edge.visible()])"
    )
    assert all(float(opacity) < 0.5 and visible for opacity, visible in window.evaluate(dimmed))
    window.uncheck("#ring-benign")
    assert not any(visible for _, visible in window.evaluate(dimmed))


def test_a_member_of_the_ring_opens_by_a_double_click_and_further_links_go_again(window: Page, store: Store) -> None:
    sign_in(window, Role.INVESTIGATOR.value)
    window.goto(address_of(store, "case:ring-1"))
    settled(window)
    canvas = window.locator("#ring")
    box = in_sight(window, canvas)

    def place() -> tuple[float, float]:
        at = window.evaluate(
            "document.getElementById('ring').ring.getElementById('recipient:home-1').renderedPosition()"
        )
        return box["x"] + at["x"], box["y"] + at["y"]

    before = canvas.get_attribute("data-nodes") or ""
    window.mouse.click(*place())
    window.click("#ring-expand")
    expect(canvas).not_to_have_attribute("data-nodes", before)
    window.click("#ring-collapse")
    expect(canvas).to_have_attribute("data-nodes", before)
    expect(window.locator("#ring-collapse")).to_be_disabled()

    window.mouse.dblclick(*place())
    window.wait_for_url("**/subjects/recipient/home-1")


def test_a_rings_chart_begins_where_most_members_move_and_says_the_day(window: Page, store: Store) -> None:
    def event(who: str, at: str, direction: str) -> dict[str, object]:
        return {"who": who, "at": at, "when": at, "event": "x", "direction": direction, "amount": 1, "written": "Rp1"}

    together = [event(f"recipient:{name}", "2025-10-01T09:00:00", way) for name in "ab" for way in ("in", "out")]
    alone = [event("recipient:c", "2025-12-01T09:00:00", "in")]
    told = {"ring": True, "in": "In", "out": "Out", "symbol": "Rp", "unit": 1, "events": together + alone}
    window.route("**/timeline.json", lambda route: route.fulfill(json=told))
    sign_in(window, Role.INVESTIGATOR.value)
    window.goto(address_of(store, "case:ring-1"))
    settled(window)
    zoom, label = window.evaluate(
        """() => { const options = document.getElementById('timeline').chart.getOption();
        const at = new Date('2025-10-01T09:00:00').getTime();
        return [(at - options.dataZoom[0].startValue) / 3600000, options.xAxis[0].axisLabel.formatter(at)]; }"""
    )
    assert zoom == 6
    assert "1 Oct" in label


def test_a_chart_that_cannot_be_fetched_is_not_told_as_no_payments(window: Page, store: Store) -> None:
    window.route("**/timeline.json", lambda route: route.fulfill(body="cut off"))
    sign_in(window, Role.INVESTIGATOR.value)
    window.goto(address_of(store, "case:home-1"))
    settled(window)
    expect(window.locator("#timeline")).to_have_text("The chart could not be fetched: reload the page.")


def test_a_printed_case_holds_the_evidence_and_no_form(window: Page, store: Store) -> None:
    sign_in(window, Role.INVESTIGATOR.value)
    window.goto(address_of(store, "case:home-1"))
    settled(window)
    window.emulate_media(media="print")
    expect(window.locator("h1")).to_be_visible()
    expect(window.locator("#timeline")).to_be_visible()
    for left_out in (".top", "#decision", "details"):
        assert not any(part.is_visible() for part in window.locator(left_out).all()), left_out


def test_an_identity_is_revealed_for_a_while_without_leaving_the_page(window: Page, store: Store) -> None:
    sign_in(window, Role.INVESTIGATOR.value)
    window.goto(address_of(store, "case:home-1"))
    card = window.locator("#identity")
    expect(card).not_to_contain_text(SEALED["nik"])
    card.locator("summary").click()
    card.locator("#note").fill("visit on Tuesday")
    card.locator("button").click()
    expect(window.locator("#identity")).to_contain_text(SEALED["nik"])
    with store.own() as connection:
        connection.execute(text("ALTER TABLE reveals DISABLE TRIGGER ALL"))
        connection.execute(text("UPDATE reveals SET expires_at = now() - interval '1 second'"))
        connection.execute(text("ALTER TABLE reveals ENABLE TRIGGER ALL"))
    # The card listens only once htmx has settled it, a moment after its text is there: so it is told until it hears.
    window.wait_for_function(
        """nik => {
            const card = document.getElementById('identity');
            const shown = card.textContent.includes(nik);
            if (shown) htmx.trigger(card, 'identity-over');
            return !shown;
        }""",
        arg=SEALED["nik"],
        polling=250,
    )
    expect(window.locator("#identity")).not_to_contain_text(SEALED["nik"])


def test_a_person_decides_and_the_page_says_so_in_their_language(window: Page, store: Store) -> None:
    window.goto("/language/id?next=/sign-in")
    sign_in(window, Role.INVESTIGATOR.value)
    window.goto(address_of(store, "case:official-1"))
    window.get_by_label("Wajar", exact=True).check()
    window.fill("#loss", "0")
    window.fill("#reason", "Sudah diperiksa di kantor desa pada tanggal 3 Januari.")
    window.get_by_role("button", name="Simpan keputusan").click()
    expect(window.get_by_role("status")).to_have_text("Keputusan tersimpan.")
    expect(window.get_by_role("status")).to_be_in_viewport()
    expect(window.locator("#decisions")).to_contain_text("Wajar")
    expect(window.locator(".chips")).to_contain_text("Diputuskan")
    window.evaluate("scrollTo(0, document.body.scrollHeight)")
    history, form = (window.locator(card).bounding_box() for card in ("#decisions", "#decision"))
    assert history is not None
    assert form is not None
    assert history["y"] + history["height"] <= form["y"]
