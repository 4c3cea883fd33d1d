"""What machines may read, and that a random control is told from the model's choice by no one who decides."""

import httpx
import pytest

from serve.permissions import Role
from tests.serve.conftest import Site


@pytest.fixture(params=[Role.INVESTIGATOR, Role.SUPERVISOR, Role.COMPLAINT_OFFICER])
def decider(request: pytest.FixtureRequest) -> Role:
    assert isinstance(request.param, Role)
    return request.param


def read(site: Site, key: str, address: str) -> httpx.Response:
    with site.client() as client:
        return client.get(address, headers={"X-API-Key": key})


def test_alerts_come_in_the_order_of_the_queue(site: Site, keys: dict[Role, str]) -> None:
    alerts = read(site, keys[Role.AUDITOR], "/v1/alerts").json()["alerts"]
    assert [alert["queue_rank"] for alert in alerts] == [1, 2, 4, 5, 6]


def test_a_cursor_walks_through_all_pages_without_repeating(site: Site, keys: dict[Role, str]) -> None:
    seen, cursor = [], "0"
    while cursor:
        page = read(site, keys[Role.AUDITOR], f"/v1/alerts?limit=2&cursor={cursor}").json()
        seen += [alert["subject_id"] for alert in page["alerts"]]
        cursor = page["cursor"]
    assert seen == ["ring-1", "home-1", "agent-1", "control-1", "official-1"]


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("kind=ring", ["ring-1"]),
        ("kind=agent&band=review", ["agent-1"]),
        ("band=priority&kind=recipient", ["home-1", "control-1"]),
        ("district=351001&kind=official", ["official-1"]),
        ("district=350901", []),
        ("status=decided", []),
    ],
)
def test_alerts_are_filtered(site: Site, keys: dict[Role, str], query: str, subjects: list[str]) -> None:
    alerts = read(site, keys[Role.AUDITOR], f"/v1/alerts?{query}").json()["alerts"]
    assert [alert["subject_id"] for alert in alerts] == subjects


def test_those_who_decide_cannot_tell_a_control(site: Site, keys: dict[Role, str], decider: Role) -> None:
    shown = {}
    for subject in ("control-1", "home-1"):
        told = read(site, keys[decider], f"/v1/subjects/recipient/{subject}").json()
        shown[subject] = {name: told[name] for name in ("score", "selected_by", "history")}
        assert told["band"] in {"review", "priority"}
    assert shown["control-1"] == shown["home-1"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DATA_SCIENTIST])
def test_those_who_do_not_decide_see_how_a_case_was_chosen(site: Site, keys: dict[Role, str], role: Role) -> None:
    told = read(site, keys[role], "/v1/subjects/recipient/control-1").json()
    assert (told["score"], told["band"], told["selected_by"]) == (0.31, "none", "random")


def test_a_rings_benign_links_are_marked(site: Site, keys: dict[Role, str]) -> None:
    ring = read(site, keys[Role.AUDITOR], "/v1/rings/ring-1").json()
    assert ring["hidden"] == 1
    assert {edge["benign_reason"] for edge in ring["edges"] if edge["benign"]} == {"kin"}
    assert {member["role"] for member in ring["members"]} == {"suspect", "harmed"}


def test_errors_are_problem_details_and_routes_are_counted(site: Site) -> None:
    with site.client() as client:
        missing = client.get("/v1/nothing")
        assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
        assert 'route="/v1/alerts"' in client.get("/metrics").text


def test_safe_headers_are_on_every_answer(site: Site) -> None:
    with site.client() as client:
        for address in ("/sign-in", "/v1/alerts", "/static/app.css", "/nothing"):
            headers = client.get(address).headers
            assert "script-src 'self'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
