"""Payment lists: the same answers as one at a time, in the list's own format, row by row."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from serve.api.batch.formats import SCORED
from serve.app import create_app
from serve.service import make_service
from serve.settings import Settings
from serve.store import Store
from serve.web.screenshots import running
from tests.serve.conftest import Site

Rows = list[dict[str, Any]]
ROUTE = "/v1/scores/batch"


def payments(prefix: str, *recipients: str) -> Rows:
    return [
        {"payment_id": f"{prefix}-{number}", "program": "PKH", "amount": 600_000, "recipient_id": recipient}
        for number, recipient in enumerate(recipients)
    ]


def to_csv(rows: Rows) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["payment_id"]
    written = io.StringIO()
    writer = csv.DictWriter(written, names)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def from_csv(body: bytes) -> Rows:
    rows = []
    for row in csv.DictReader(io.StringIO(body.decode())):
        told: dict[str, Any] = {name: value or None for name, value in row.items()}
        told["reasons"] = row["reasons"].split(";") if row["reasons"] else []
        rows.append(told | {"score": float(row["score"]) if row["score"] else None})
    return rows


def to_ndjson(rows: Rows) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def from_ndjson(body: bytes) -> Rows:
    return [json.loads(line) for line in body.splitlines()]


def to_parquet(rows: Rows) -> bytes:
    written = io.BytesIO()
    empty = pa.schema([("payment_id", pa.string())])
    pq.write_table(pa.Table.from_pylist(rows) if rows else empty.empty_table(), written)
    return written.getvalue()


def from_parquet(body: bytes) -> Rows:
    found: Rows = pq.read_table(io.BytesIO(body)).to_pylist()
    return found


FORMATS: dict[str, tuple[Callable[[Rows], bytes], Callable[[bytes], Rows]]] = {
    "text/csv": (to_csv, from_csv),
    "application/x-ndjson": (to_ndjson, from_ndjson),
    "application/vnd.apache.parquet": (to_parquet, from_parquet),
}


@pytest.fixture
def client(site: Site, national_key: str) -> Iterator[httpx.Client]:
    with site.client() as client:
        client.headers["X-API-Key"] = national_key
        yield client


@pytest.fixture(params=FORMATS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def send(client: httpx.Client, form: str, rows: Rows) -> Rows:
    write, read = FORMATS[form]
    answer = client.post(ROUTE, content=write(rows), headers={"Content-Type": form})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(form)
    return read(answer.content)


def test_every_row_comes_back_scored_in_its_order(client: httpx.Client, form: str) -> None:
    told = send(client, form, payments(f"order-{form}", "home-1", "quiet-1", "nobody", "foreign-1"))
    assert [row["payment_id"] for row in told] == [f"order-{form}-{number}" for number in range(4)]
    assert [(row["basis"], row["score"], row["band"]) for row in told] == [
        ("scored", 0.9876, "priority"),
        ("scored", 0.5, "none"),
        ("unknown", None, None),
        ("scored", 0.9876, "priority"),
    ]
    assert told[0]["reasons"] == ["shared_phone", "same_day"]


def test_a_row_gets_the_answer_that_it_gets_alone(client: httpx.Client, form: str) -> None:
    (asked,) = payments(f"alone-{form}", "home-1")
    (told,) = send(client, form, [asked])
    alone = client.post("/v1/scores", json=asked).json()
    assert told["answer_id"] == alone["answer_id"]
    assert {"code": told["reasons"][0]} == alone["reasons"][0]
    assert client.get(f"/v1/scores/{told['answer_id']}").json() == alone


def test_a_list_sent_twice_gets_the_same_answers(client: httpx.Client, form: str) -> None:
    rows = payments(f"twice-{form}", "home-1", "nobody")
    assert send(client, form, rows) == send(client, form, rows)


def test_a_row_that_does_not_fit_is_told_and_the_others_are_answered(client: httpx.Client, form: str) -> None:
    rows = payments(f"unfit-{form}", "home-1", "home-1", "home-1")
    rows[1] = {**rows[1], "amount": -5}
    told = send(client, form, rows)
    assert [row["basis"] for row in told] == ["scored", None, "scored"]
    assert "amount" in told[1]["problem"]
    assert "-5" not in told[1]["problem"]
    assert told[1]["payment_id"] == f"unfit-{form}-1"


def test_a_list_of_nothing_comes_back_as_a_list_of_nothing(client: httpx.Client, form: str) -> None:
    assert send(client, form, []) == []


def test_a_list_longer_than_a_chunk_comes_back_whole(client: httpx.Client, form: str) -> None:
    told = send(client, form, payments(f"long-{form}", *["home-1", "quiet-1"] * 1_100))
    assert len(told) == 2_200
    assert len({row["answer_id"] for row in told}) == 2_200


def test_a_payment_twice_in_one_list_has_one_answer_and_a_changed_one_is_a_conflict(client: httpx.Client) -> None:
    (first,) = payments("same", "home-1")
    told = send(client, "application/x-ndjson", [first, first, first | {"amount": 1}])
    assert told[0]["answer_id"] == told[1]["answer_id"]
    assert told[2]["answer_id"] is None
    assert "raise the attempt" in told[2]["problem"]


def test_lines_that_are_no_rows_are_told_where_they_stand(client: httpx.Client) -> None:
    body = to_ndjson(payments("lines", "home-1")) + b"no json\n[1]\n" + to_ndjson(payments("more", "home-1"))
    answer = client.post(ROUTE, content=body, headers={"Content-Type": "application/x-ndjson"})
    assert [row["problem"] for row in from_ndjson(answer.content)] == [
        None,
        "this line is not JSON",
        "this line is not a JSON object",
        None,
    ]


@pytest.mark.parametrize(
    ("form", "body", "status"),
    [
        ("text/csv", b"a,b\n1,2\n", 422),
        ("text/csv", b"", 422),
        ("application/vnd.apache.parquet", b"no parquet", 422),
        ("application/json", b"[]", 415),
        ("", b"payment_id\n", 415),
    ],
)
def test_what_is_no_payment_list_is_refused(client: httpx.Client, form: str, body: bytes, status: int) -> None:
    answer = client.post(ROUTE, content=body, headers={"Content-Type": form})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_list_larger_than_the_installation_takes_is_refused(
    store: Store, settings: Settings, national_key: str
) -> None:
    small = make_service(settings.model_copy(update={"batch_megabytes": 1}), store)
    headers = {"X-API-Key": national_key, "Content-Type": "text/csv"}
    with running(create_app(small)) as url:
        answer = httpx.post(f"{url}{ROUTE}", content=b"payment_id\n" + b"x" * (1 << 20), headers=headers)
    assert answer.status_code == 413


def test_one_entry_of_the_audit_log_holds_all_answers_of_a_chunk(client: httpx.Client, store: Store) -> None:
    send(client, "text/csv", payments("audited", "home-1", "quiet-1", "nobody"))
    with store.own() as connection:
        query = "SELECT detail FROM audit WHERE action = 'score:answer:create' ORDER BY entry DESC LIMIT 1"
        detail = json.loads(connection.execute(text(query)).scalar_one())
    assert (detail["answers"], detail["review"]) == (3, 1)
    assert len(detail["ids_sha256"]) == 64


def test_the_columns_that_come_back_are_those_of_one_answer(client: httpx.Client) -> None:
    alone = client.post("/v1/scores", json=payments("columns", "home-1")[0]).json()
    assert set(SCORED.names) == {*alone, "attempt", "problem"}
