"""What citizens send: sealed, answered by ticket, and handled by somebody who is not close to the matter."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import httpx
import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from features.contract import DROP
from serve import clock
from serve.accounts.users import User, save_user
from serve.api.citizens import Category
from serve.app import create_app
from serve.desk.letters import ticket_hash
from serve.desk.outcomes import write_outcomes
from serve.desk.posting import TICKET_ALPHABET, new_ticket
from serve.permissions import Role
from serve.principal import EVERYWHERE
from serve.service import make_service
from serve.settings import Settings
from serve.store import Store
from serve.web.screenshots import running
from tests.serve.conftest import PASSWORD, Site, csrf_of
from tests.serve.runs import HOME

DISTRICT = f"{HOME}01"
WORDS = "The officer of our village kept my card since Lebaran."
STAFF = {
    "officer-district": (Role.COMPLAINT_OFFICER, DISTRICT),
    "officer-regency": (Role.COMPLAINT_OFFICER, HOME),
    "officer-national": (Role.COMPLAINT_OFFICER, EVERYWHERE),
    "supervisor-1": (Role.SUPERVISOR, HOME),
    "supervisor-2": (Role.SUPERVISOR, HOME),
}


@pytest.fixture(scope="module", autouse=True)
def staff(store: Store) -> None:
    with store.own() as connection:
        for name, (role, region) in STAFF.items():
            save_user(connection, User(name, name, (role,), (region,)), PASSWORD, now=clock.now(), by="test")


@pytest.fixture
def citizen(site: Site) -> Iterator[httpx.Client]:
    with site.client() as client:
        yield client


def newest(store: Store, kind: str) -> int:
    with store.own() as connection:
        return int(connection.execute(text(f"SELECT max({kind}) FROM {kind}s")).scalar_one())


def who_sees(site: Site, address: str) -> set[str]:
    seen = set()
    for name in STAFF:
        with site.signed_in(name) as client:
            if client.get(address).status_code == 200:
                seen.add(name)
    return seen


def send_complaint(citizen: httpx.Client, store: Store, **told: str) -> tuple[str, int]:
    answer = citizen.post("/v1/complaints", json={"category": "quality", "text": WORDS, **told})
    assert answer.status_code == 201, answer.text
    return answer.json()["ticket"], newest(store, "complaint")


@pytest.mark.parametrize(
    ("told", "readers"),
    [
        ({"village_code": f"{DISTRICT}2001"}, {"officer-district", "officer-regency", "officer-national"}),
        ({"village_code": f"{DISTRICT}2001", "category": "levy"}, {"officer-regency", "officer-national"}),
        ({"subject_kind": "official", "subject_id": "official-1"}, {"officer-regency", "officer-national"}),
        (
            {"subject_kind": "recipient", "subject_id": "home-1"},
            {"officer-district", "officer-regency", "officer-national"},
        ),
        ({"village_code": "somewhere"}, {"officer-national"}),
        ({}, {"officer-national"}),
    ],
)
def test_a_complaint_goes_past_those_whom_it_may_concern(
    site: Site, store: Store, citizen: httpx.Client, told: dict[str, str], readers: set[str]
) -> None:
    _, number = send_complaint(citizen, store, **told)
    assert who_sees(site, f"/complaints/{number}") == readers


def test_what_was_written_is_sealed_and_opened_for_an_officer_alone(
    site: Site, store: Store, citizen: httpx.Client
) -> None:
    _, number = send_complaint(citizen, store, village_code=f"{DISTRICT}2001", contact="0812 3456 7890")
    with store.own() as connection:
        row = connection.execute(text("SELECT * FROM complaints WHERE complaint = :n"), {"n": number}).one()
        assert WORDS.encode() not in bytes(row.sealed)
        assert "0812" not in str(dict(row._mapping))
    with site.signed_in("officer-district") as officer:
        page = officer.get(f"/complaints/{number}").text
    assert WORDS in page
    assert "0812 3456 7890" in page
    with store.own() as connection:
        read = text("SELECT count(*) FROM audit WHERE action = 'case:complaint:read' AND object = :what")
        assert connection.execute(read, {"what": f"complaint {number}"}).scalar() == 1


def test_whoever_is_close_hands_it_on_and_sees_it_no_more(site: Site, store: Store, citizen: httpx.Client) -> None:
    _, number = send_complaint(citizen, store, village_code=f"{DISTRICT}2001")
    with site.signed_in("officer-district") as officer:
        form = {"csrf": csrf_of(officer.get("/complaints").text), "end": "hand_on"}
        assert officer.post(f"/complaints/{number}", data=form).status_code == 303
        assert officer.get(f"/complaints/{number}").status_code == 404
        assert officer.post(f"/complaints/{number}", data=form | {"end": "closed", "note": WORDS}).status_code == 404
    assert who_sees(site, f"/complaints/{number}") == {"officer-regency", "officer-national"}


def test_row_security_hides_a_letter_from_a_query_that_forgot_who_is_excluded(store: Store) -> None:
    with store.own() as connection:
        excluded = text("UPDATE complaints SET excluded = excluded || CAST('nosy' AS text) RETURNING complaint")
        assert connection.execute(excluded).all()
    user = User("nosy", "Nosy", (Role.COMPLAINT_OFFICER,), (EVERYWHERE,))
    with store.open(user.principal) as desk:
        assert desk.connection.execute(text("SELECT count(*) FROM complaints")).scalar() == 0


def test_a_ticket_tells_its_holder_what_became_of_a_complaint(site: Site, store: Store, citizen: httpx.Client) -> None:
    ticket, number = send_complaint(citizen, store, village_code=f"{DISTRICT}2001")
    assert citizen.get(f"/v1/complaints/{ticket}").json()["status"] == "open"
    with site.signed_in("officer-district") as officer:
        form = {"csrf": csrf_of(officer.get("/complaints").text), "end": "closed", "note": "The rice was replaced."}
        assert officer.post(f"/complaints/{number}", data=form).status_code == 303
    told = citizen.get(f"/v1/complaints/{ticket.lower().replace('-', '')}").json()
    assert (told["status"], told["note"]) == ("closed", "The rice was replaced.")
    assert citizen.get(f"/v1/complaints/{new_ticket()}").status_code == 404


def test_no_appeal_reaches_whoever_decided(site: Site, store: Store, citizen: httpx.Client) -> None:
    with store.own() as connection:
        query = text("SELECT case_number FROM cases WHERE subject_id = 'home-1'")
        case = connection.execute(query).scalar_one()
    with site.signed_in("supervisor-1") as decider:
        form = {"csrf": csrf_of(decider.get("/queue").text), "outcome": "confirmed", "reason": "read the statements"}
        assert decider.post(f"/cases/{case}/decisions", data=form).status_code == 303
    ticket = citizen.post("/v1/appeals", json={"case_number": case, "text": "I was in hospital."}).json()["ticket"]
    number = newest(store, "appeal")
    assert who_sees(site, f"/appeals/{number}") == {"supervisor-2"}
    with site.signed_in("supervisor-2") as other:
        note = {"csrf": csrf_of(other.get("/appeals").text), "end": "upheld", "note": "The hospital confirms it."}
        assert other.post(f"/appeals/{number}", data=note).status_code == 303
        assert f"/cases/{case}" in other.get("/queue").text
    assert citizen.get(f"/v1/appeals/{ticket}").json()["status"] == "upheld"


def test_an_appeal_does_not_tell_whether_there_is_such_a_case(citizen: httpx.Client) -> None:
    known, unknown = (
        citizen.post("/v1/appeals", json={"case_number": number, "text": "It was not me."}) for number in (1, 10**9)
    )
    assert (known.status_code, set(known.json())) == (unknown.status_code, set(unknown.json())) == (201, {"ticket"})


def test_so_many_letters_an_hour_from_one_address(store: Store, settings: Settings) -> None:
    strict = make_service(settings.model_copy(update={"public_per_hour": 2}), store)
    with running(create_app(strict)) as url, httpx.Client(base_url=url) as citizen:
        sent = [citizen.post("/v1/complaints", json={"category": "levy"}) for _ in range(3)]
        asked = citizen.get(f"/v1/complaints/{new_ticket()}")
    assert [answer.status_code for answer in sent] == [201, 201, 429]
    assert sent[2].headers["retry-after"] == "3600"
    assert asked.status_code == 429


def test_an_installation_that_cannot_seal_takes_nothing(store: Store, settings: Settings) -> None:
    bare = make_service(settings.model_copy(update={"identity_key": None}), store)
    with running(create_app(bare)) as url:
        answer = httpx.post(f"{url}/v1/complaints", json={"category": "levy"})
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"


def test_tickets_differ_and_are_the_same_however_they_are_typed() -> None:
    tickets = {new_ticket() for _ in range(1_000)}
    assert len(tickets) == 1_000
    assert all(set(ticket) <= {*TICKET_ALPHABET, "-"} for ticket in tickets)
    assert ticket_hash("7KQM-2XHD-PPA9-V3TE") == ticket_hash(" 7kqm 2xhd ppa9 v3te")


def test_no_word_of_a_citizen_stands_in_the_audit_log(store: Store) -> None:
    with store.own() as connection:
        told = json.dumps([list(row) for row in connection.execute(text("SELECT object, detail FROM audit"))])
    assert "Lebaran" not in told
    assert "0812" not in told


def test_a_complaint_is_of_one_of_the_contracts_kinds() -> None:
    assert get_args(Category) == DROP["complaints"]["category"].values


def test_complaints_come_out_as_the_contracts_table_without_their_words(
    citizen: httpx.Client, store: Store, tmp_path: Path
) -> None:
    told = {"category": "levy", "village_code": f"{HOME}012001", "text": WORDS, "contact": "+6281234567890"}
    assert citizen.post("/v1/complaints", json=told).status_code == 201
    with store.own() as connection:
        written = write_outcomes(connection, tmp_path, timezone="Asia/Jakarta", by="test")
    table = pq.read_table(tmp_path / "complaints.parquet")
    assert table.num_rows == written["complaints"]
    assert set(table.column_names) <= set(DROP["complaints"].names) - {"text"}
    last = table.to_pylist()[-1]
    assert (last["complaint_id"], last["category"]) == (f"desk-{newest(store, 'complaint')}", "levy")
    assert WORDS.encode() not in (tmp_path / "complaints.parquet").read_bytes()
