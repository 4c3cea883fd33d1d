"""Events between two runs: kept once, counted once, and only for those whom the client may see."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from serve import clock
from serve.permissions import Role
from serve.store import Store
from serve.store.load import load_run
from tests.serve.conftest import CHAMPION, Site
from tests.serve.runs import small_run

ROUTE = "/v1/events"


def event(event_id: str, **changes: Any) -> dict[str, Any]:
    told = {
        "event_id": event_id,
        "kind": "withdrawal",
        "amount": 200_000,
        "occurred_at": "2026-01-05T23:30:00+07:00",
        "recipient_id": "home-2",
        "agent_id": "agent-1",
    }
    return {name: value for name, value in (told | changes).items() if value is not None}


@pytest.fixture
def client(site: Site, keys: dict[Role, str]) -> Iterator[httpx.Client]:
    with site.client() as client:
        client.headers["X-API-Key"] = keys[Role.PAYMENT_SYSTEM]
        yield client


def counted(site: Site, keys: dict[Role, str], kind: str, subject_id: str) -> dict[str, tuple[int, int]]:
    with site.client() as client:
        answer = client.get(f"/v1/subjects/{kind}/{subject_id}", headers={"X-API-Key": keys[Role.AUDITOR]})
    return {count["event"]: (count["times"], count["amount"]) for count in answer.json()["since_run"]}


def test_an_event_counts_once_however_often_it_is_sent(client: httpx.Client, site: Site, keys: dict[Role, str]) -> None:
    first = client.post(ROUTE, json=event("once")).json()
    again = client.post(ROUTE, json=[event("once"), event("once")]).json()
    assert (first["accepted"], first["repeated"]) == (1, 0)
    assert (again["accepted"], again["repeated"], again["conflicts"]) == (0, 2, [])
    assert counted(site, keys, "recipient", "home-2") == {"withdrawal": (1, 200_000)}
    assert counted(site, keys, "agent", "agent-1") == {"withdrawal": (1, 200_000)}


def test_events_of_a_list_are_added_by_kind(client: httpx.Client, site: Site, keys: dict[Role, str]) -> None:
    told = [event(f"list-{number}", recipient_id="quiet-1", agent_id=None) for number in range(3)]
    told.append(event("list-bought", recipient_id="quiet-1", agent_id=None, kind="purchase", amount=50_000))
    assert client.post(ROUTE, json=told).json()["accepted"] == 4
    assert counted(site, keys, "recipient", "quiet-1") == {"purchase": (1, 50_000), "withdrawal": (3, 600_000)}


def test_a_changed_event_under_an_old_id_is_a_conflict_and_counts_for_nothing(
    client: httpx.Client, site: Site, keys: dict[Role, str]
) -> None:
    client.post(ROUTE, json=event("changed", recipient_id="control-1", agent_id=None))
    told = client.post(ROUTE, json=event("changed", recipient_id="control-1", agent_id=None, amount=1)).json()
    assert told == {"accepted": 0, "repeated": 0, "unknown": 0, "conflicts": ["changed"]}
    assert counted(site, keys, "recipient", "control-1") == {"withdrawal": (1, 200_000)}


@pytest.mark.parametrize("recipient", ["nobody", "foreign-1"])
def test_somebody_unknown_or_of_another_region_is_kept_and_not_counted(client: httpx.Client, recipient: str) -> None:
    told = client.post(ROUTE, json=event(f"unknown-{recipient}", recipient_id=recipient, agent_id=None)).json()
    assert (told["accepted"], told["unknown"]) == (1, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient_id": None},
        {"nik": "3510014101800001"},
        {"amount": -1},
        {"kind": "gift"},
        {"occurred_at": "2026-01-05T23:30:00"},
        {"occurred_at": "9999-12-31T23:30:00Z"},
    ],
)
def test_an_event_that_does_not_fit_is_refused(client: httpx.Client, changes: dict[str, Any]) -> None:
    assert client.post(ROUTE, json=event("unfit", **changes)).status_code == 422


@pytest.mark.parametrize("told", [[], [event(f"many-{number}") for number in range(1_001)]])
def test_a_list_of_none_or_too_many_is_refused(client: httpx.Client, told: list[dict[str, Any]]) -> None:
    assert client.post(ROUTE, json=told).status_code == 422


def test_the_case_page_tells_what_happened_since(client: httpx.Client, site: Site) -> None:
    client.post(ROUTE, json=event("page", recipient_id="home-1", agent_id=None, amount=1_250_000))
    with site.signed_in(Role.INVESTIGATOR.value) as person:
        page = person.get("/subjects/recipient/home-1").text
    assert "Since these data: Withdrawal 1\N{MULTIPLICATION SIGN}, Rp1,250,000" in page


def test_a_run_that_has_seen_the_day_ends_its_count(
    client: httpx.Client, site: Site, keys: dict[Role, str], store: Store, tmp_path: Any
) -> None:
    client.post(ROUTE, json=event("before", agent_id=None, occurred_at="2025-12-30T10:00:00+07:00", kind="topup"))
    load_run(
        store, small_run().write(tmp_path / "run"), standing=CHAMPION, drop=None, seal=None, now=clock.now(), by="test"
    )
    after = counted(site, keys, "recipient", "home-2")
    assert "topup" not in after
    assert after["withdrawal"] == (1, 200_000)
