"""The public report: counts by district of which none points at a family."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serve.app import create_app
from serve.desk.report import FEWEST_HIDDEN, SMALL, suppressed
from serve.service import make_service
from serve.settings import Settings
from serve.store import Store
from serve.web.screenshots import running
from tests.serve.conftest import Site

COUNTS = st.dictionaries(st.text("0123456789", min_size=1, max_size=4), st.integers(0, 60), max_size=8)


@given(COUNTS)
def test_no_small_count_is_told(counts: dict[str, int]) -> None:
    told, _ = suppressed(counts)
    assert all(count == counts[code] for code, count in told.items() if count is not None)
    assert not [code for code, count in counts.items() if 0 < count < SMALL and told[code] is not None]


@given(COUNTS)
def test_what_the_total_leaves_for_the_hidden_is_never_one_count_or_a_small_sum(counts: dict[str, int]) -> None:
    told, total = suppressed(counts)
    hidden = [code for code, count in told.items() if count is None]
    if hidden and total is not None:
        assert len(hidden) >= FEWEST_HIDDEN
        assert total - sum(count for count in told.values() if count is not None) >= SMALL


@given(COUNTS)
def test_where_no_count_is_small_all_are_told(counts: dict[str, int]) -> None:
    large = {code: count for code, count in counts.items() if count == 0 or count >= SMALL}
    assert suppressed(large) == (large, sum(large.values()))


@pytest.mark.parametrize(
    ("counts", "told", "total"),
    [
        ({"a": 3, "b": 40, "c": 20}, {"a": None, "b": 40, "c": None}, 63),
        ({"a": 3, "b": 9, "c": 20}, {"a": None, "b": None, "c": 20}, 32),
        ({"a": 3, "b": 0}, {"a": None, "b": 0}, None),
        ({}, {}, 0),
    ],
)
def test_a_second_count_is_hidden_where_one_would_follow_from_the_total(
    counts: dict[str, int], told: dict[str, int | None], total: int | None
) -> None:
    assert suppressed(counts) == (told, total)


def test_the_report_names_no_subject_and_no_village(site: Site) -> None:
    with site.client() as client:
        answer = client.get("/v1/public/report")
    assert answer.status_code == 200
    assert {district["district_code"] for district in answer.json()["districts"]} == {"350901", "351001"}
    assert not [word for word in ("home-1", "ring-1", "agent-1", "3510012001") if word in answer.text]


def test_without_a_run_there_is_nothing_to_report(empty_store: Store, settings: Settings) -> None:
    with running(create_app(make_service(settings, empty_store))) as url:
        with empty_store.own() as connection:
            current = connection.exec_driver_sql("UPDATE runs SET state = 'past' RETURNING run").scalars().all()
        answer = httpx.get(f"{url}/v1/public/report")
        with empty_store.own() as connection:
            connection.exec_driver_sql(f"UPDATE runs SET state = 'current' WHERE run = {max(current, default=0)}")
    assert answer.status_code == 503
