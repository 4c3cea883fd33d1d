"""Aid that ended where another register has a match that is not sure: when the match came, or that nobody says when."""

from datetime import date, datetime
from typing import Any

import pytest

from features.engine import PolarsEngine
from features.left_out import find_left_out
from features.left_out.stopped import stopped_by_match
from tests.features.agents.drops import people, tables_of

ENDED = date(2025, 9, 10)


def scores(**match: Any) -> dict[str, float]:
    drop = people(1)
    drop["recipients"][0]["nik_key"] = "n1"
    usual = {"match_id": "M1", "nik_key": "n1", "source": "s", "status": "company_officer", "confidence": 0.6}
    drop |= {
        "enrolments": [{"recipient_id": "R1", "program": "PKH", "ended_on": ENDED}],
        "registry_matches": [usual | match],
    }
    found = tables_of(PolarsEngine(), drop)
    return {row["family_id"]: row["score"] for row in found.engine.collect(stopped_by_match(found)).to_pylist()}


@pytest.mark.parametrize(
    ("known", "listed"),
    [(datetime(2025, 9, 1, 9), True), (datetime(2025, 4, 1, 9), False), (datetime(2025, 9, 20, 9), False)],
)
def test_a_stop_follows_its_match_within_four_months(known: datetime, listed: bool) -> None:
    assert scores(known_at=known, since=date(2021, 1, 1)) == ({"F1": 0.4} if listed else {})


def test_a_match_of_an_unknown_day_counts_for_half_where_it_was_true_by_the_end() -> None:
    assert scores(since=date(2021, 1, 1)) == {"F1": 0.2}
    assert scores(since=date(2025, 10, 1)) == {}
    assert scores() == {}


def test_a_sure_match_is_no_mistake_whenever_it_came() -> None:
    assert scores(since=date(2021, 1, 1), confidence=0.95) == {}


def test_whose_aid_was_stopped_is_not_told_again_as_enrolled_in_nothing() -> None:
    """Of 30 poor families R1's was stopped by a doubtful match, and R30's was never enrolled."""
    drop = people(30)
    drop["recipients"][0]["nik_key"] = "n1"
    drop["families"] = [{"family_id": f"F{n}", "village_code": "3510012001", "decile": 1} for n in range(1, 31)]
    drop["enrolments"] = [{"recipient_id": f"R{n}", "program": "SEMBAKO"} for n in range(1, 30)]
    drop["enrolments"][0]["ended_on"] = ENDED
    match = {"match_id": "M1", "nik_key": "n1", "source": "s", "status": "deceased", "confidence": 0.6}
    drop["registry_matches"] = [match | {"known_at": datetime(2025, 9, 1, 9)}]
    drop["payments"] = [
        {
            "payment_id": f"Y{n}",
            "recipient_id": f"R{n}",
            "program": "SEMBAKO",
            "period": "2025-Q2",
            "amount": 600_000,
            "credited_at": datetime(2025, 5, 3, 9),
        }
        for n in range(1, 30)
    ]
    tables = tables_of(PolarsEngine(), drop)
    rows = tables.engine.collect(find_left_out(tables)).to_pylist()
    told = {
        (row["family_id"], row["why"]) for row in rows if row["why"] in {"eligible_not_enrolled", "stopped_by_match"}
    }
    assert told == {("F1", "stopped_by_match"), ("F30", "eligible_not_enrolled")}
