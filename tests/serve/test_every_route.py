"""One table of every route, who may use it, and what it says of the home region and of a foreign one."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text

from serve import clock
from serve.desk.letters import TABLES, LetterKind, Words
from serve.desk.posting import Complaint, take_appeal, take_complaint
from serve.permissions import ROLES, Permission, Role
from serve.principal import PUBLIC as PUBLIC_PRINCIPAL
from serve.reveal.seal import Seal
from serve.store import Store
from tests.serve.conftest import IDENTITY_KEY, Site, csrf_of
from tests.serve.routes import all_routes
from tests.serve.runs import FOREIGN, HOME

PUBLIC = None
REASON = "looked at the statements and asked the family"


@dataclass(frozen=True)
class Rule:
    """What a route asks for; ``home`` and ``foreign`` are addresses of something in either region."""

    permission: Permission | None
    home: str
    foreign: str | None = None
    good: int = 200
    body: tuple[tuple[str, str], ...] = ()
    json: dict[str, object] | None = None


P = Permission
WEB = {
    ("GET", "/"): Rule(PUBLIC, "/", good=303),
    ("GET", "/account"): Rule(PUBLIC, "/account"),
    ("GET", "/sign-in"): Rule(PUBLIC, "/sign-in", good=303),
    ("POST", "/sign-in"): Rule(PUBLIC, "/sign-in", good=403, body=(("name", "x"), ("password", "y"))),
    ("GET", "/language/{code}"): Rule(PUBLIC, "/language/id", good=303),
    ("POST", "/sign-out"): Rule(PUBLIC, "/sign-out", good=303),
    ("GET", "/queue"): Rule(P.QUEUE_READ, "/queue"),
    ("GET", "/unnamed"): Rule(P.QUEUE_READ, "/unnamed"),
    ("GET", "/audit"): Rule(P.AUDIT_READ, "/audit"),
    ("GET", "/cases/{case_number}"): Rule(P.CASE_READ, "/cases/{home}", "/cases/{foreign}"),
    ("POST", "/cases/{case_number}/decisions"): Rule(
        P.DECISION_CREATE,
        "/cases/{home}/decisions",
        "/cases/{foreign}/decisions",
        303,
        (("outcome", "cleared"), ("reason", REASON)),
    ),
    ("GET", "/subjects/{kind}/{subject_id}"): Rule(
        P.SUBJECT_READ, "/subjects/recipient/home-1", "/subjects/recipient/foreign-1"
    ),
    ("GET", "/subjects/{kind}/{subject_id}/identity"): Rule(
        P.CASE_READ, "/subjects/recipient/home-1/identity", "/subjects/recipient/foreign-1/identity"
    ),
    ("POST", "/subjects/{kind}/{subject_id}/reveal"): Rule(
        P.IDENTITY_REVEAL,
        "/subjects/recipient/home-1/reveal",
        "/subjects/recipient/foreign-1/reveal",
        body=(("purpose", "field_visit"), ("note", "visit on Tuesday")),
    ),
    ("GET", "/subjects/{kind}/{subject_id}/timeline.json"): Rule(
        P.SUBJECT_READ, "/subjects/recipient/home-1/timeline.json", "/subjects/recipient/foreign-1/timeline.json"
    ),
    ("GET", "/subjects/{kind}/{subject_id}/neighbours.json"): Rule(
        P.RING_READ, "/subjects/recipient/home-1/neighbours.json", "/subjects/recipient/foreign-1/neighbours.json"
    ),
    ("GET", "/rings/{ring_id}/graph.json"): Rule(P.RING_READ, "/rings/ring-1/graph.json", "/rings/ring-2/graph.json"),
    ("GET", "/pairs"): Rule(P.PAIR_READ, "/pairs"),
    ("POST", "/pairs/{left}/{right}"): Rule(
        P.DECISION_CREATE, "/pairs/person-1/person-2", "/pairs/person-8/person-9", 303, (("same", "yes"),)
    ),
}
for kind, read, handle in (
    ("complaints", P.COMPLAINT_READ, P.COMPLAINT_HANDLE),
    ("appeals", P.APPEAL_READ, P.APPEAL_HANDLE),
):
    one = f"/{kind}/{{{kind}_home}}", f"/{kind}/{{{kind}_foreign}}"
    WEB |= {
        ("GET", f"/{kind}"): Rule(read, f"/{kind}"),
        ("GET", f"/{kind}/{{number}}"): Rule(read, *one),
        # Handing on is what every reader could do again and again without changing what the others see.
        ("POST", f"/{kind}/{{number}}"): Rule(handle, *one, good=303, body=(("end", "hand_on"),)),
    }
PAYMENT = {"payment_id": "payment-1", "program": "PKH", "amount": 600_000, "recipient_id": "home-1"}
EVENT = {
    "event_id": "event-1",
    "kind": "withdrawal",
    "amount": 1,
    "occurred_at": "2026-01-02T10:00:00+07:00",
    "recipient_id": "home-1",
}
FINDING = {"kind": "recipient", "outcome": "cleared"}
DECISION = {"decided_by": "Rina", "reason": REASON}
API = {
    ("GET", "/v1/alerts"): Rule(P.QUEUE_READ, "/v1/alerts"),
    ("GET", "/v1/subjects/{kind}/{subject_id}"): Rule(
        P.SUBJECT_READ, "/v1/subjects/recipient/home-1", "/v1/subjects/recipient/foreign-1"
    ),
    ("GET", "/v1/rings/{ring_id}"): Rule(P.RING_READ, "/v1/rings/ring-1", "/v1/rings/ring-2"),
    ("POST", "/v1/scores"): Rule(P.ANSWER_CREATE, "/v1/scores", json=PAYMENT),
    ("POST", "/v1/scores/batch"): Rule(P.ANSWER_CREATE, "/v1/scores/batch"),
    ("POST", "/v1/events"): Rule(P.EVENT_CREATE, "/v1/events", json=EVENT),
    ("POST", "/v1/cases/{case_number}/decisions"): Rule(
        P.DECISION_CREATE,
        "/v1/cases/{home}/decisions",
        "/v1/cases/{foreign}/decisions",
        json=DECISION | {"findings": [FINDING | {"subject_id": "home-1"}]},
    ),
    ("GET", "/v1/scores/{answer_id}"): Rule(
        P.ANSWER_READ, "/v1/scores/{own_answer}", "/v1/scores/00000000-0000-0000-0000-000000000000"
    ),
}
OPEN = {
    ("GET", "/health/live"): Rule(PUBLIC, "/health/live"),
    ("GET", "/health/ready"): Rule(PUBLIC, "/health/ready"),
    ("GET", "/metrics"): Rule(PUBLIC, "/metrics"),
    ("GET", "/openapi.json"): Rule(PUBLIC, "/openapi.json"),
    ("MOUNT", "/static"): Rule(PUBLIC, "/static/app.css"),
    ("GET", "/v1/public/report"): Rule(PUBLIC, "/v1/public/report"),
    ("GET", "/v1/complaints/{ticket}"): Rule(PUBLIC, "/v1/complaints/{complaints_ticket}"),
    ("GET", "/v1/appeals/{ticket}"): Rule(PUBLIC, "/v1/appeals/{appeals_ticket}"),
}
SENT = {
    ("POST", "/v1/complaints"): Rule(PUBLIC, "/v1/complaints", good=201, json={"category": "levy"}),
    ("POST", "/v1/appeals"): Rule(PUBLIC, "/v1/appeals", good=201, json={"text": "I was not asked."}),
}


def test_no_route_is_missing_from_the_table(app: FastAPI) -> None:
    assert all_routes(app) == {*WEB, *API, *OPEN, *SENT}


@pytest.fixture(scope="module")
def numbers(store: Store) -> dict[str, int | str]:
    """Cases and letters in either region, by their numbers, and tickets."""
    with store.own() as connection:
        rows = connection.execute(text("SELECT subject_id, case_number FROM cases"))
        cases = {row.subject_id: row.case_number for row in rows}
    found: dict[str, int | str] = {"home": cases["home-1"], "foreign": cases["foreign-1"]}
    seal, now = Seal(IDENTITY_KEY), clock.now()
    with store.open(PUBLIC_PRINCIPAL) as desk:
        for place, regency in (("foreign", FOREIGN), ("home", HOME)):
            told = Complaint("quality", village_code=f"{regency}012001")
            found["complaints_ticket"] = take_complaint(desk, told, Words("mouldy rice"), seal, now=now)
            found["appeals_ticket"] = take_appeal(desk, int(found[place]), Words("not me"), seal, now=now)
            for kind in LetterKind:
                newest = desk.first(select(func.max(TABLES[kind].c[kind]).label("number")))
                found[f"{kind}s_{place}"] = newest["number"] if newest else 0
    return found


@pytest.fixture(scope="module", params=list(Role))
def role(request: pytest.FixtureRequest) -> Role:
    assert isinstance(request.param, Role)
    return request.param


@pytest.fixture(scope="module")
def person(site: Site, role: Role) -> Iterator[httpx.Client]:
    with site.signed_in(role.value) as client:
        yield client


@pytest.fixture(scope="module")
def machine(site: Site, role: Role, keys: dict[Role, str]) -> Iterator[httpx.Client]:
    with site.client() as client:
        client.headers["X-API-Key"] = keys[role]
        yield client


def send(client: httpx.Client, route: tuple[str, str], address: str, rule: Rule) -> int:
    if route[0] == "GET":
        return client.get(address).status_code
    form = dict(rule.body)
    if "X-API-Key" in client.headers:
        return post(client, address, rule).status_code
    page = client.get("/nothing-here")
    assert page.status_code == 404
    form["csrf"] = client_csrf(client)
    return client.post(address, data=form).status_code


def post(client: httpx.Client, address: str, rule: Rule) -> httpx.Response:
    if rule.json is not None:
        return client.post(address, json=rule.json)
    return client.post(address, content="payment_id\n", headers={"Content-Type": "text/csv"})


def client_csrf(client: httpx.Client) -> str:
    """The token of whoever this client is: from the sign-out form, else from the sign-in form."""
    for address in ("/account", "/sign-in"):
        page = client.get(address)
        if 'name="csrf"' in page.text:
            return csrf_of(page.text)
    return "none"


# Signing in and out ends or begins the session that this test needs; both are tested in test_sign_in.py.
SESSION = {("POST", "/sign-in"), ("POST", "/sign-out")}


@pytest.mark.parametrize("route", sorted(WEB.keys() - SESSION), ids=" ".join)
def test_a_page_opens_for_those_who_may_in_their_region(
    person: httpx.Client, role: Role, route: tuple[str, str], numbers: dict[str, int | str]
) -> None:
    rule = WEB[route]
    allowed = rule.permission is None or rule.permission in ROLES[role]
    assert send(person, route, rule.home.format(**numbers), rule) == (rule.good if allowed else 403)
    if rule.foreign:
        status = send(person, route, rule.foreign.format(**numbers), rule)
        assert status in ({404, 422} if allowed else {403})


@pytest.mark.parametrize("route", WEB, ids=" ".join)
def test_nobody_gets_a_page_without_signing_in(
    site: Site, route: tuple[str, str], numbers: dict[str, int | str]
) -> None:
    rule = WEB[route]
    with site.client() as outsider:
        answer = outsider.request(route[0], rule.home.format(**numbers), data=dict(rule.body) if rule.body else None)
    if rule.permission is None:
        assert answer.status_code in {200, 303, 403}
    elif answer.status_code == 303:
        assert answer.headers["location"].startswith("/sign-in")
    else:
        assert answer.status_code in {401, 403}


@pytest.mark.parametrize("route", API, ids=" ".join)
def test_a_machine_gets_what_its_scopes_allow_in_its_region(
    machine: httpx.Client, role: Role, route: tuple[str, str], own_answer: str, numbers: dict[str, int | str]
) -> None:
    rule = API[route]
    allowed = rule.permission in ROLES[role]
    own = rule.home.format(own_answer=own_answer, **numbers)
    expected = 200 if allowed else 403
    if route == ("GET", "/v1/scores/{answer_id}") and role is Role.AUDITOR:
        expected = 200
    assert send(machine, route, own, rule) == expected
    if rule.foreign:
        assert send(machine, route, rule.foreign.format(**numbers), rule) == (404 if allowed else 403)


@pytest.fixture(scope="module")
def own_answer(site: Site, keys: dict[Role, str]) -> str:
    with site.client() as client:
        answer = client.post("/v1/scores", json=PAYMENT, headers={"X-API-Key": keys[Role.PAYMENT_SYSTEM]})
    return str(answer.json()["answer_id"])


@pytest.mark.parametrize("route", API, ids=" ".join)
@pytest.mark.parametrize("headers", [{}, {"X-API-Key": "sks_wrong"}, {"Authorization": "Bearer wrong"}])
def test_no_machine_is_answered_without_a_valid_key(
    site: Site, route: tuple[str, str], headers: dict[str, str], own_answer: str, numbers: dict[str, int | str]
) -> None:
    with site.client() as client:
        client.headers.update(headers)
        address = API[route].home.format(own_answer=own_answer, **numbers)
        answer = client.get(address) if route[0] == "GET" else post(client, address, API[route])
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("route", OPEN, ids=" ".join)
def test_probes_files_and_what_is_public_are_open(
    site: Site, route: tuple[str, str], numbers: dict[str, int | str]
) -> None:
    with site.client() as client:
        assert client.get(OPEN[route].home.format(**numbers)).status_code == 200


@pytest.mark.parametrize("route", SENT, ids=" ".join)
def test_anybody_may_send_a_letter(site: Site, route: tuple[str, str]) -> None:
    with site.client() as client:
        assert post(client, SENT[route].home, SENT[route]).status_code == SENT[route].good


READS = [route for route in [*WEB, *API] if route[0] == "GET" and {**WEB, **API}[route].permission is not None]


@pytest.fixture(scope="module")
def names(numbers: dict[str, int | str], own_answer: str) -> dict[str, int | str]:
    return numbers | {"own_answer": own_answer}


@pytest.mark.parametrize("route", READS, ids=" ".join)
def test_every_read_is_told_to_the_audit_log(
    site: Site, store: Store, keys: dict[Role, str], route: tuple[str, str], names: dict[str, int | str]
) -> None:
    rule = {**WEB, **API}[route]
    # The auditor first: others may have handed a letter on.
    reader = next(role for role in (Role.AUDITOR, *Role) if rule.permission in ROLES[role])
    entries = text("SELECT count(*) FROM audit WHERE action NOT LIKE 'session:%'")
    with site.signed_in(reader.value) as client:
        with store.own() as connection:
            before = connection.execute(entries).scalar_one()
        if route in API:
            client.headers["X-API-Key"] = keys[reader]
        assert client.get(rule.home.format(**names)).status_code == 200
    with store.own() as connection:
        assert connection.execute(entries).scalar_one() == before + 1


@pytest.mark.parametrize(
    ("address", "seen"), [("/queue", "home-1"), ("/v1/alerts?limit=200", "home-1"), ("/unnamed", "quiet-1")]
)
def test_lists_name_nobody_from_a_foreign_region(site: Site, keys: dict[Role, str], address: str, seen: str) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        page = client.get(
            address,
            headers={"X-API-Key": keys[Role.INVESTIGATOR]},
            params={"status": "all"} if address == "/queue" else None,
        )
    assert seen in page.text
    assert "foreign" not in page.text
    assert "ring-2" not in page.text


@pytest.mark.parametrize("address", ["/v1/rings/ring-1", "/rings/ring-1/graph.json"])
def test_a_ring_over_two_regions_hides_its_foreign_members(site: Site, keys: dict[Role, str], address: str) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        answer = client.get(address, headers={"X-API-Key": keys[Role.INVESTIGATOR]})
    assert "home-2" in answer.text
    assert "foreign" not in answer.text


def test_a_foreign_recipient_is_unknown_to_a_regional_payment_system(site: Site, keys: dict[Role, str]) -> None:
    asked = PAYMENT | {"payment_id": "payment-2", "recipient_id": "foreign-1"}
    with site.client() as client:
        answer = client.post("/v1/scores", json=asked, headers={"X-API-Key": keys[Role.PAYMENT_SYSTEM]})
    assert answer.json()["basis"] == "unknown"
