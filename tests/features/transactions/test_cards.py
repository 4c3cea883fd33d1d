"""What the use of one card says, alone and beside others."""

from datetime import datetime, timedelta
from typing import Any

from features.engine import PolarsEngine
from tests.features.agents.drops import Drop, debit, people
from tests.features.villages import Row, features_of

CREDIT = datetime(2025, 10, 6, 9)


def credit(recipient: int = 1, **given: Any) -> dict[str, Any]:
    usual = {
        "payment_id": f"Y{recipient}",
        "recipient_id": f"R{recipient}",
        "program": "SEMBAKO",
        "period": "2025-Q4",
        "amount": 600_000,
        "account_id": f"A{recipient}",
        "credited_at": CREDIT,
    }
    return {**usual, **given}


def rows_of(debits: list[dict[str, Any]], count: int = 3, **tables: Any) -> dict[str, Row]:
    drop: Drop = {**people(count), "transactions": debits, "payments": [credit()], **tables}
    return features_of(PolarsEngine(), drop)


def row_of(*debits: dict[str, Any], **tables: Any) -> Row:
    return rows_of(list(debits), **tables)["R1"]


def test_hours_count_from_the_credit_to_the_first_debit_after_it() -> None:
    first, second = (debit(n, occurred_at=CREDIT + timedelta(hours=6 * n)) for n in (1, 2))
    row = row_of(first, second)
    assert row["transactions_hours_to_debit"] == 6
    assert row["transactions_full_debit_share"] == 1


def test_two_programmes_credited_before_one_debit_are_one_sum() -> None:
    both = [credit(), credit(payment_id="Y9", program="PKH", credited_at=CREDIT + timedelta(hours=1))]
    half = row_of(debit(1, occurred_at=CREDIT + timedelta(hours=5)), payments=both)
    assert half["transactions_full_debit_share"] == 0
    assert half["transactions_hours_to_debit"] == 4


def test_a_debit_before_any_credit_has_no_delay() -> None:
    row = row_of(debit(1, occurred_at=CREDIT - timedelta(hours=5)))
    assert row["transactions_hours_to_debit"] is None
    assert row["transactions_full_debit_share"] is None


def test_a_recipient_without_debits_has_no_habits() -> None:
    found = rows_of([debit(1)])["R2"]
    assert found["transactions_hours_to_debit"] is None
    assert found["transactions_burst_share"] is None


def test_a_failed_attempt_is_no_debit_but_shows_before_a_success() -> None:
    attempt = debit(1, auth_result="failed", occurred_at=CREDIT + timedelta(hours=1))
    success = debit(2, auth_result="ok", occurred_at=CREDIT + timedelta(hours=1, minutes=4))
    row = row_of(attempt, success)
    assert row["transactions_failed_share"] == 0.5
    assert row["transactions_failed_then_ok_share"] == 1
    assert row["transactions_terminals"] == 1


def together(day: int, gap_minutes: int) -> list[dict[str, Any]]:
    start = datetime(2025, 10, day, 9)
    return [
        debit(10 * day + n, account_id=f"A{n}", occurred_at=start + timedelta(minutes=gap_minutes * n)) for n in (1, 2)
    ]


def test_the_same_two_cards_on_three_days_are_companions() -> None:
    row = rows_of([move for day in (7, 14, 21) for move in together(day, 2)])["R1"]
    assert row["transactions_together_days"] == 3
    assert row["transactions_companions"] == 1
    assert row["transactions_companion_share"] == 1
    assert row["transactions_burst_share"] == 1


def test_cards_that_meet_on_two_days_only_are_no_companions() -> None:
    row = rows_of([move for day in (7, 14) for move in together(day, 8)])["R1"]
    assert row["transactions_together_days"] == 2
    assert row["transactions_companions"] == 0
    assert row["transactions_burst_share"] == 0


def test_ones_own_two_debits_in_a_row_are_no_burst() -> None:
    moves = [debit(n, occurred_at=CREDIT + timedelta(minutes=n)) for n in (1, 2)]
    row = row_of(*moves)
    assert row["transactions_burst_share"] == 0
    assert row["transactions_minutes_to_previous_card"] is None


def test_cards_in_the_order_of_the_registration_list_show() -> None:
    moves = [debit(n, account_id=f"A{n}", occurred_at=CREDIT + timedelta(minutes=5 * n)) for n in (1, 2, 3)]
    assert rows_of(moves)["R2"]["transactions_list_order_share"] == 1
    moves = [
        debit(n, account_id=f"A{who}", occurred_at=CREDIT + timedelta(minutes=5 * n))
        for n, who in enumerate((1, 3), start=1)
    ]
    assert rows_of(moves)["R1"]["transactions_list_order_share"] == 0


def test_who_lives_in_one_home_comes_together_and_was_registered_one_after_the_other() -> None:
    """Kin under one roof, or the residents of a home whose manager goes with their cards, are no stack."""
    moves = [
        debit(10 * day + who, account_id=f"A{who}", occurred_at=datetime(2025, 10, day, 9, 3 * who))
        for day in (7, 14, 21)
        for who in (1, 2, 3)
    ]
    strangers = rows_of(moves)["R2"]
    assert strangers["transactions_list_order_share"] == 1
    assert strangers["transactions_companions"] == 2
    for roof in ({"address_key": "a", "address_detail": 3}, {"meter_id_key": "m"}):
        homely = rows_of(moves, families=[{"family_id": f"F{n}", **roof} for n in (1, 2, 3)])["R2"]
        assert homely["transactions_list_order_share"] == 0
        assert homely["transactions_companions"] == 0


def test_an_account_fed_by_three_families_is_a_hub_and_one_fed_by_two_is_not() -> None:
    moves = [debit(n, account_id=f"A{n}", kind="transfer_out", counterparty_account_id="H") for n in (1, 2, 3)]
    row = rows_of(moves)["R1"]
    assert row["transactions_hub_share"] == 1
    assert row["transactions_hub_senders"] == 2
    assert rows_of(moves[:2])["R1"]["transactions_hub_share"] == 0


def test_a_transfer_to_ones_own_account_is_no_outflow_to_others() -> None:
    row = row_of(debit(1, kind="transfer_out", counterparty_account_id="A1"))
    assert row["transactions_hub_senders"] == 0


def test_small_round_transfers_into_a_hub_after_a_credit_are_counted() -> None:
    moves = [
        debit(
            n,
            account_id=f"A{n}",
            kind="transfer_out",
            counterparty_account_id="H",
            amount=50_000,
            occurred_at=CREDIT + timedelta(hours=n),
        )
        for n in (1, 2, 3)
    ]
    assert rows_of(moves)["R1"]["transactions_levy_transfers"] == 1


def test_equal_baskets_of_three_recipients_at_one_shop_and_day_are_identical() -> None:
    moves = [
        debit(n, account_id=f"A{n}", kind="purchase", occurred_at=CREDIT + timedelta(minutes=n)) for n in (1, 2, 3)
    ]
    goods = [("rice", 10.0), ("eggs", 2.0)]
    items = [
        {"transaction_id": move["transaction_id"], "item": item, "quantity": quantity, "supplier_id": "S1"}
        for place, move in enumerate(moves)
        for item, quantity in (goods if place else goods[::-1])
    ]
    row = rows_of(moves, purchase_items=items)["R1"]
    assert row["transactions_identical_basket_share"] == 1
    items[0]["quantity"] = 3.0
    assert rows_of(moves, purchase_items=items)["R2"]["transactions_identical_basket_share"] == 0
