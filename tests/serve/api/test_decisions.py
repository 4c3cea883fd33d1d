"""Decisions that another system passes on: a person's, stored once, on cases of one's own region."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from features.errors import SaksamaError
from serve.accounts.clients import parse_scopes
from serve.permissions import Permission, Role
from serve.store import Store
from tests.serve.conftest import Site

REASON = "Visited the family and read the statements."


@pytest.fixture
def client(site: Site, keys: dict[Role, str]) -> Iterator[httpx.Client]:
    with site.client() as client:
        client.headers["X-API-Key"] = keys[Role.INVESTIGATOR]
        yield client


def address(store: Store, subject_id: str) -> str:
    with store.own() as connection:
        query = text("SELECT case_number FROM cases WHERE subject_id = :id")
        return f"/v1/cases/{connection.execute(query, {'id': subject_id}).scalar_one()}/decisions"


def decision(*findings: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"decided_by": "Rina Wulandari", "reason": REASON, "findings": list(findings), **changes}


def finding(kind: str, subject_id: str, outcome: str = "confirmed", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "subject_id": subject_id, "outcome": outcome, **more}


def test_a_decision_is_stored_under_the_person_who_took_it(client: httpx.Client, store: Store) -> None:
    told = decision(
        finding("official", "official-1", loss=1_250_000, recovered=250_000, typology="T4", days_stopped=30)
    )
    assert client.post(address(store, "official-1"), json=told).json()["stored"] == 1
    with store.own() as connection:
        row = connection.execute(text("SELECT * FROM decisions WHERE subject_id = 'official-1'")).one()
    assert row.decided_by == "Rina Wulandari through client:investigator"
    assert (row.outcome, row.loss, row.recovered, row.typology) == ("confirmed", 1_250_000, 250_000, "T4")
    assert row.days_stopped == 30


def test_a_decision_sent_twice_is_stored_once_and_a_changed_one_anew(client: httpx.Client, store: Store) -> None:
    here, told = address(store, "agent-1"), decision(finding("agent", "agent-1"))
    stored = [client.post(here, json=told).json()["stored"] for _ in range(2)]
    changed = client.post(here, json=decision(finding("agent", "agent-1", "cleared"))).json()["stored"]
    back = client.post(here, json=told).json()["stored"]
    assert (stored, changed, back) == ([1, 0], 1, 1)


def test_members_of_a_ring_get_findings_of_their_own(client: httpx.Client, store: Store) -> None:
    told = decision(finding("ring", "ring-1"), finding("agent", "agent-1"), finding("recipient", "home-2", "harmed"))
    assert client.post(address(store, "ring-1"), json=told).json()["stored"] == 3


@pytest.mark.parametrize(
    "told",
    [
        decision(finding("recipient", "foreign-1")),
        decision(finding("recipient", "quiet-1")),
        decision(),
        decision(finding("agent", "agent-1"), reason="short"),
        decision(finding("agent", "agent-1", "guilty")),
        decision(finding("agent", "agent-1", typology="T99")),
        {"reason": REASON, "findings": [finding("agent", "agent-1")]},
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_stored(
    client: httpx.Client, store: Store, told: dict[str, Any]
) -> None:
    count = text("SELECT count(*) FROM decisions")
    with store.own() as connection:
        before = connection.execute(count).scalar()
    assert client.post(address(store, "ring-1"), json=told).status_code == 422
    with store.own() as connection:
        assert connection.execute(count).scalar() == before


@pytest.mark.parametrize("other", [Permission.SELECTION_READ, Permission.ANSWER_CREATE, Permission.ANSWER_READ])
def test_no_key_may_decide_and_know_the_control_sample(other: Permission) -> None:
    with pytest.raises(SaksamaError, match="random controls"):
        parse_scopes([Permission.DECISION_CREATE, other])
