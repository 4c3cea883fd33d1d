"""Answers to payment systems: idempotent, durable, honest about what is not known, sparing with reasons."""

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI
from sqlalchemy import text

from features.identities.pseudonym import pseudonym
from models.run.fingerprint import key_id
from serve import clock
from serve.accounts.clients import TokenIssuer, make_key
from serve.permissions import Permission
from serve.service import Service
from serve.store import Store
from tests.serve.conftest import Site

KEY = b"a key of the wall, long enough for HMAC"
NIK = "3510014101800001"


def payment(**changes: object) -> dict[str, object]:
    asked = {"payment_id": f"payment-{uuid.uuid4()}", "program": "PKH", "amount": 600_000, "recipient_id": "home-1"}
    return {name: value for name, value in (asked | changes).items() if value is not None}


@pytest.fixture
def client(site: Site, national_key: str) -> Iterator[httpx.Client]:
    with site.client() as client:
        client.headers["X-API-Key"] = national_key
        yield client


def test_a_known_recipient_gets_the_score_of_the_run(client: httpx.Client) -> None:
    answer = client.post("/v1/scores", json=payment()).json()
    assert (answer["basis"], answer["score"], answer["band"]) == ("scored", 0.9876, "priority")
    assert answer["recommendation"] == "review"
    assert answer["reasons"] == [{"code": "shared_phone"}, {"code": "same_day"}]


def test_a_recipient_in_no_band_may_proceed(client: httpx.Client) -> None:
    answer = client.post("/v1/scores", json=payment(recipient_id="quiet-1")).json()
    assert (answer["basis"], answer["band"], answer["recommendation"]) == ("scored", "none", "proceed")


def test_an_unknown_recipient_is_an_honest_answer(client: httpx.Client) -> None:
    answer = client.post("/v1/scores", json=payment(recipient_id="nobody"))
    assert answer.status_code == 200
    assert (answer.json()["basis"], answer.json()["score"], answer.json()["recommendation"]) == (
        "unknown",
        None,
        "proceed",
    )


def test_the_same_question_gets_the_same_answer(client: httpx.Client) -> None:
    asked = payment()
    assert client.post("/v1/scores", json=asked).json() == client.post("/v1/scores", json=asked).json()


def test_a_changed_question_under_one_attempt_is_a_conflict(client: httpx.Client) -> None:
    asked = payment()
    client.post("/v1/scores", json=asked)
    answer = client.post("/v1/scores", json=asked | {"amount": 1})
    assert answer.status_code == 409
    assert "raise the attempt" in answer.json()["detail"]


def test_a_new_attempt_is_a_new_answer(client: httpx.Client) -> None:
    asked = payment()
    first = client.post("/v1/scores", json=asked).json()
    second = client.post("/v1/scores", json=asked | {"attempt": 2, "amount": 1}).json()
    assert first["answer_id"] != second["answer_id"]


def test_many_at_once_get_one_answer(client: httpx.Client) -> None:
    asked = payment()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.post("/v1/scores", json=asked).json()["answer_id"], range(16)))
    assert len(set(answers)) == 1


def test_an_answer_is_stored_and_in_the_audit_log_before_it_is_given(client: httpx.Client, store: Store) -> None:
    given = client.post("/v1/scores", json=payment()).json()["answer_id"]
    with store.own() as connection:
        stored = connection.execute(text("SELECT count(*) FROM answers WHERE answer_id = :id"), {"id": given}).scalar()
        told = connection.execute(
            text("SELECT count(*) FROM audit WHERE object = :about AND action = 'score:answer:create'"),
            {"about": f"answer {given}"},
        ).scalar()
    assert (stored, told) == (1, 1)


def test_an_answer_can_be_read_later_by_its_client_only(client: httpx.Client, site: Site, keys: dict[str, str]) -> None:
    given = client.post("/v1/scores", json=payment()).json()
    assert client.get(f"/v1/scores/{given['answer_id']}").json() == given
    with site.client() as other:
        headers = {"X-API-Key": keys["payment_system"]}
        assert other.get(f"/v1/scores/{given['answer_id']}", headers=headers).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient_id": None},
        {"nik": NIK},
        {"recipient_id": None, "bank_code": "002"},
        {"recipient_id": None, "account_number": "123"},
        {"amount": -1},
        {"amount": 2**63},
        {"amount": "much"},
        {"attempt": 0},
        {"payment_id": ""},
        {"payment_id": "a\x00b"},
        {"occurred_at": "yesterday"},
        {"unheard_of": 1},
    ],
)
def test_a_question_that_makes_no_sense_is_refused_without_repeating_it(
    client: httpx.Client, changes: dict[str, object]
) -> None:
    answer = client.post("/v1/scores", json=payment(**changes))
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert NIK not in answer.text


def test_a_body_that_is_no_json_is_a_problem(client: httpx.Client) -> None:
    answer = client.post("/v1/scores", content=b"{", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["title"]) == (422, HTTPStatus.UNPROCESSABLE_ENTITY.phrase)


def test_identifiers_rest_nowhere(client: httpx.Client, store: Store) -> None:
    client.post("/v1/scores", json=payment(recipient_id=None, nik=NIK))
    with store.own() as connection:
        for table in ("answers", "audit"):
            everything = connection.execute(text(f"SELECT json_agg({table})::text FROM {table}")).scalar_one()
            assert NIK not in everything


@pytest.fixture
def keyed(app: FastAPI, store: Store) -> Iterator[None]:
    """The run's pseudonyms made with our key, and one NIK that leads to a recipient."""
    service: Service = app.state.service
    row = {"key": pseudonym(KEY, "nik", NIK), "account": pseudonym(KEY, "account", "002:000000000001234")}
    with store.own() as connection:
        connection.execute(text("UPDATE runs SET key_id = :id"), {"id": key_id(KEY)})
        connection.execute(text("INSERT INTO lookups SELECT run, 'nik', :key, 'home-1' FROM runs"), row)
        connection.execute(text("INSERT INTO lookups SELECT run, 'account', :account, 'home-1' FROM runs"), row)
        connection.execute(text("INSERT INTO lookups SELECT run, 'account', :account, 'quiet-1' FROM runs"), row)
    app.state.service = replace(service, pseudonym_key=KEY)
    yield
    app.state.service = service
    with store.own() as connection:
        connection.execute(text("DELETE FROM lookups WHERE key = ANY(ARRAY[:key, :account])"), row)
        connection.execute(text("UPDATE runs SET key_id = NULL"))


@pytest.mark.usefixtures("keyed")
def test_a_recipient_is_found_by_nik_however_it_is_written(client: httpx.Client) -> None:
    answer = client.post("/v1/scores", json=payment(recipient_id=None, nik="3510 0141 0180 0001")).json()
    assert (answer["basis"], answer["score"]) == ("scored", 0.9876)


@pytest.mark.usefixtures("keyed")
def test_an_account_of_several_recipients_answers_for_the_one_that_looks_most_wrong(client: httpx.Client) -> None:
    asked = payment(recipient_id=None, bank_code="BRI", account_number="0000-0000-0001-234")
    assert client.post("/v1/scores", json=asked).json()["score"] == 0.9876


def test_without_the_runs_key_a_nik_is_answered_as_degraded(client: httpx.Client) -> None:
    answer = client.post("/v1/scores", json=payment(recipient_id=None, nik=NIK)).json()
    assert (answer["basis"], answer["score"], answer["recommendation"]) == ("degraded", None, "proceed")


@pytest.mark.usefixtures("keyed")
def test_a_bank_gets_reasons_about_its_own_customers_only(site: Site, store: Store) -> None:
    row = {"scopes": [str(Permission.ANSWER_CREATE)], "territory": ["*"], "banks": ["002"]}
    with store.own() as connection:
        key = make_key(connection, "bank", row, now=clock.now(), by="test")
    own = payment(recipient_id=None, bank_code="002", account_number="000000000001234")
    with site.client() as bank:
        bank.headers["X-API-Key"] = key
        assert bank.post("/v1/scores", json=own).json()["reasons"]
        assert bank.post("/v1/scores", json=payment()).json()["reasons"] == []


def test_a_signed_token_speaks_for_its_client(site: Site, app: FastAPI) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    service: Service = app.state.service
    app.state.service = replace(service, issuer=TokenIssuer(public, "https://issuer.test", "saksama"))
    claims = {
        "sub": "splp",
        "iss": "https://issuer.test",
        "aud": "saksama",
        "scope": "score:answer:create unknown:scope:x",
        "regions": ["*"],
        "exp": datetime.now(UTC) + timedelta(minutes=5),
    }
    wrong = [claims | {"iss": "https://other.test"}, claims | {"aud": "x"}, claims | {"exp": 1}]
    with site.client() as client:
        for told, status in [(claims, 200), *((bad, 401) for bad in wrong)]:
            token = jwt.encode(told, private, algorithm="ES256")
            answer = client.post("/v1/scores", json=payment(), headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == status, json.dumps(answer.json())
    app.state.service = service


@pytest.mark.parametrize(
    ("gate", "until", "basis"),
    [
        ("provisional", "2100-01-01", "scored"),
        ("provisional", "2020-01-01", "degraded"),
        ("withdrawn", None, "degraded"),
        ("fitted_here", None, "scored"),
    ],
)
def test_a_model_whose_time_is_over_or_that_was_taken_back_gives_no_score(
    client: httpx.Client, store: Store, gate: str, until: str | None, basis: str
) -> None:
    put = text("UPDATE runs SET gate = :gate, gate_until = CAST(:until AS date) WHERE state = 'current'")
    with store.own() as connection:
        connection.execute(put, {"gate": gate, "until": until})
    answer = client.post("/v1/scores", json=payment()).json()
    with store.own() as connection:
        connection.execute(put, {"gate": "champion", "until": None})
    assert answer["basis"] == basis
    assert (answer["score"] is None) == (basis == "degraded")
