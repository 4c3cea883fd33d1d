"""The OpenAPI description against the running service: no crash, no undocumented answer."""

from collections.abc import Iterator

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from serve import clock
from serve.accounts.clients import make_key
from serve.permissions import Permission
from serve.store import Store
from tests.serve.conftest import Site

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [
    ("POST", "/v1/scores"),
    ("GET", "/v1/scores/{answer_id}"),
    ("POST", "/v1/scores/batch"),
    ("POST", "/v1/events"),
    ("POST", "/v1/cases/{case_number}/decisions"),
    ("POST", "/v1/complaints"),
    ("GET", "/v1/complaints/{ticket}"),
    ("POST", "/v1/appeals"),
    ("GET", "/v1/appeals/{ticket}"),
    ("GET", "/v1/public/report"),
    ("GET", "/v1/alerts"),
    ("GET", "/v1/subjects/{kind}/{subject_id}"),
    ("GET", "/v1/rings/{ring_id}"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/metrics"),
]
EXAMPLES = 40


@pytest.fixture(scope="module")
def description(site: Site) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{site.url}/openapi.json")


@pytest.fixture(scope="module")
def session(store: Store) -> Iterator[requests.Session]:
    """A client that may do everything a machine may."""
    row = {"scopes": [str(permission) for permission in Permission], "territory": ["*"], "banks": []}
    with store.own() as connection:
        key = make_key(connection, "fuzzer", row, now=clock.now(), by="test")
    with requests.Session() as session:
        session.headers["X-API-Key"] = key
        yield session


def test_every_described_operation_is_tried(description: schemathesis.BaseSchema) -> None:
    described = {(method.upper(), path) for path in description for method in description[path]}
    assert described == set(OPERATIONS)


def test_the_description_is_openapi_3_1(site: Site) -> None:
    assert requests.get(f"{site.url}/openapi.json", timeout=10).json()["openapi"].startswith("3.1")


BARE = {"/v1/public/report"}
# Where there is nothing to fill in, there is nothing to fill in wrongly.
TRIED = [
    (operation, mode)
    for operation in OPERATIONS
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or (operation[1].startswith("/v1") and operation[1] not in BARE)
]


@pytest.mark.parametrize(("operation", "mode"), TRIED, ids=str)
def test_every_answer_is_documented(
    description: schemathesis.BaseSchema,
    session: requests.Session,
    operation: tuple[str, str],
    mode: GenerationMode,
) -> None:
    method, path = operation
    cases = description[path][method].as_strategy(generation_mode=mode)

    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def every_answer(data: st.DataObject) -> None:
        case = data.draw(cases)
        case.call_and_validate(session=session, checks=CHECKS)

    every_answer()
