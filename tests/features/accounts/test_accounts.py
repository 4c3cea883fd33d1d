"""Whose account it is and whether it is used."""

from datetime import date, datetime
from typing import Any

from features.engine import PolarsEngine
from tests.features.agents.drops import debit, people
from tests.features.villages import Row, features_of


def payment(number: int, account: str, **given: Any) -> dict[str, Any]:
    usual = {
        "payment_id": f"Y{number}",
        "recipient_id": "R1",
        "program": "SEMBAKO",
        "period": f"2025-Q{number}",
        "amount": 600_000,
        "account_id": account,
        "credited_at": datetime(2025, 3 * number, 5, 9),
    }
    return {**usual, **given}


def rows_of(accounts: list[dict[str, Any]], payments: list[dict[str, Any]], **tables: Any) -> dict[str, Row]:
    return features_of(PolarsEngine(), {**people(3), "accounts": accounts, "payments": payments, **tables})


def test_one_account_for_three_recipients_shows_two_others() -> None:
    into_one = [payment(n, "A1", recipient_id=f"R{n}") for n in (1, 2, 3)]
    rows = rows_of([{"account_id": "A1", "recipient_id": "R1"}], into_one)
    assert rows["R1"]["accounts_shared_recipients"] == 2


def test_one_number_under_two_ids_is_one_account() -> None:
    twice = [{"account_id": f"A{n}", "recipient_id": f"R{n}", "account_number_key": "k"} for n in (1, 2)]
    assert rows_of(twice, [payment(1, "A1")])["R2"]["accounts_shared_recipients"] == 1


def test_ones_own_second_account_is_nobody_elses() -> None:
    own = [{"account_id": f"A{n}", "recipient_id": "R1"} for n in (1, 2)]
    row = rows_of(own, [payment(1, "A1"), payment(2, "A2")])["R1"]
    assert row["accounts_shared_recipients"] == 0
    assert row["accounts_count"] == 2
    assert row["accounts_changes"] == 1


def test_a_holder_of_the_same_family_is_no_other_recipient() -> None:
    held = [{"account_id": f"A{n}", "recipient_id": f"R{n}", "holder_nik_key": "h"} for n in (1, 2)]
    drop = {**people(2), "accounts": held, "payments": [payment(1, "A1")]}
    assert features_of(PolarsEngine(), drop)["R1"]["accounts_holder_recipients"] == 1
    drop["recipients"][1]["family_id"] = "F1"
    assert features_of(PolarsEngine(), drop)["R1"]["accounts_holder_recipients"] == 0


def test_aid_moved_to_an_account_opened_just_before_the_credit_shows_the_days() -> None:
    accounts = [
        {"account_id": "A1", "recipient_id": "R1", "opened_on": date(2020, 1, 1)},
        {"account_id": "A2", "recipient_id": "R1", "opened_on": date(2025, 6, 1)},
    ]
    row = rows_of(accounts, [payment(1, "A1"), payment(2, "A2")])["R1"]
    assert row["accounts_new_before_credit_days"] == 4


def test_untouched_aid_counts_its_days_and_its_money() -> None:
    accounts = [{"account_id": f"A{n}", "recipient_id": f"R{n}", "bank_code": "002"} for n in (1, 2)]
    row = rows_of(accounts, [payment(3, "A1")], transactions=[debit(1, account_id="A2")])["R1"]
    assert row["accounts_unspent_amount"] == 600_000
    assert row["accounts_dormant_days"] == (date(2025, 12, 31) - date(2025, 9, 5)).days


def test_what_a_carers_account_took_does_not_lie_on_the_elders_own() -> None:
    accounts = [{"account_id": f"A{n}", "recipient_id": f"R{n}", "bank_code": "002"} for n in (1, 2)]
    moves = [debit(1, account_id="A2")]
    cared_for = rows_of(accounts, [payment(1, "A2"), payment(3, "A2")], transactions=moves)["R1"]
    assert cared_for["accounts_unspent_amount"] is None
    assert cared_for["accounts_dormant_days"] is None
    moved = rows_of(accounts, [payment(1, "A2"), payment(3, "A1")], transactions=moves)["R1"]
    assert moved["accounts_unspent_amount"] == 600_000
    assert moved["accounts_dormant_days"] == (date(2025, 12, 31) - date(2025, 9, 5)).days


def test_a_bank_that_shares_no_transactions_leaves_dormancy_unknown() -> None:
    accounts = [{"account_id": f"A{n}", "recipient_id": f"R{n}", "bank_code": f"00{n}"} for n in (1, 2)]
    row = rows_of(accounts, [payment(3, "A1")], transactions=[debit(1, account_id="A2")])["R1"]
    assert row["accounts_unspent_amount"] is None
    assert row["accounts_dormant_days"] is None
