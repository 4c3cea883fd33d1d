"""Aid and debits after a death that only another register knows."""

from datetime import date, datetime
from typing import Any

from features.engine import PolarsEngine
from tests.features.agents.drops import debit, people
from tests.features.villages import Row, features_of

DIED = date(2025, 2, 1)


def row_of(*debited: datetime, **match: Any) -> Row:
    drop = people(1)
    drop["recipients"][0]["nik_key"] = "n1"
    usual = {"match_id": "M1", "nik_key": "n1", "source": "s", "status": "deceased", "since": DIED, "confidence": 0.95}
    payment = {"payment_id": "Y1", "recipient_id": "R1", "program": "PKH", "period": "2025-Q3", "amount": 600_000}
    drop |= {
        "registry_matches": [usual | match],
        "payments": [payment | {"account_id": "A1", "credited_at": datetime(2025, 8, 1, 9)}],
        "transactions": [debit(n, occurred_at=moment) for n, moment in enumerate(debited)],
    }
    return features_of(PolarsEngine(), drop)["R1"]


def test_aid_goes_on_until_the_last_credit_after_the_death() -> None:
    assert row_of()["match_days_paid_since_death"] == (date(2025, 8, 1) - DIED).days


def test_heirs_may_draw_within_the_month() -> None:
    assert row_of(datetime(2025, 2, 20, 9), datetime(2025, 8, 3, 9))["match_debits_since_death"] == 1


def test_a_death_after_the_last_credit_is_followed_by_none() -> None:
    assert row_of(since=date(2025, 9, 1))["match_days_paid_since_death"] == 0


def test_a_match_without_a_date_dates_nothing() -> None:
    assert row_of(since=None)["match_days_paid_since_death"] is None


def test_the_surest_match_gives_the_day() -> None:
    drop = people(1)
    drop["recipients"][0]["nik_key"] = "n1"
    usual = {"nik_key": "n1", "source": "s", "status": "deceased"}
    drop["registry_matches"] = [
        usual | {"match_id": "M1", "since": date(2020, 1, 1), "confidence": 0.4},
        usual | {"match_id": "M2", "since": DIED, "confidence": 0.9},
    ]
    payment = {"payment_id": "Y1", "recipient_id": "R1", "program": "PKH", "period": "2025-Q1", "amount": 1}
    drop["payments"] = [payment | {"credited_at": datetime(2025, 2, 11, 9)}]
    assert features_of(PolarsEngine(), drop)["R1"]["match_days_paid_since_death"] == 10
