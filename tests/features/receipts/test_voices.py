"""What families confirm and citizens report."""

from datetime import datetime
from typing import Any

from features.engine import PolarsEngine
from tests.features.agents.drops import people
from tests.features.villages import Row, features_of


def rows_of(**tables: Any) -> dict[str, Row]:
    payments = [
        {
            "payment_id": f"Y{n}",
            "recipient_id": f"R{n}",
            "program": "SEMBAKO",
            "period": "2025-Q3",
            "amount": 600_000,
            "credited_at": datetime(2025, 8, 1, 9),
        }
        for n in (1, 2)
    ]
    return features_of(PolarsEngine(), {**people(3), "payments": payments, **tables})


def receipt(number: int, **given: Any) -> dict[str, Any]:
    usual = {"receipt_id": f"C{number}", "payment_id": f"Y{number}", "received_at": datetime(2025, 8, 2, 9, number)}
    return {**usual, "amount_received": 600_000, "evidence_hash": f"h{number}", **given}


def test_a_receipt_of_less_than_was_paid_is_short_by_the_difference() -> None:
    row = rows_of(receipts=[receipt(1, amount_received=450_000), receipt(2)])["R1"]
    assert row["receipts_short_share"] == 1
    assert row["receipts_short_amount"] == 150_000


def test_the_agents_fee_is_not_short() -> None:
    row = rows_of(receipts=[receipt(1, amount_received=594_000), receipt(2)])["R1"]
    assert (row["receipts_short_share"], row["receipts_short_amount"]) == (0, 0)


def test_who_confirms_nothing_has_an_empty_share_of_short_receipts() -> None:
    row = rows_of(receipts=[receipt(1)])["R2"]
    assert row["receipts_confirmed_share"] == 0
    assert row["receipts_short_share"] is None


def test_one_photo_for_two_families_shows_the_other() -> None:
    rows = rows_of(receipts=[receipt(1, evidence_hash="x"), receipt(2, evidence_hash="x")])
    assert rows["R1"]["receipts_same_evidence"] == 1
    assert rows_of(receipts=[receipt(1), receipt(2)])["R1"]["receipts_same_evidence"] == 0


def test_a_receipt_dated_before_the_credit_shows() -> None:
    row = rows_of(receipts=[receipt(1, received_at=datetime(2025, 7, 30))])["R1"]
    assert row["receipts_before_credit_share"] == 1


def test_a_recipient_of_whom_nobody_complained_has_none_and_old_complaints_fade() -> None:
    heard = {"complaint_id": "K1", "category": "levy", "subject_kind": "recipient", "subject_id": "R1"}
    rows = rows_of(
        complaints=[
            {**heard, "received_at": datetime(2025, 5, 1)},
            {**heard, "complaint_id": "K2", "received_at": datetime(2022, 5, 1)},
        ]
    )
    assert rows["R1"]["complaints_card_withheld"] == 1
    assert rows["R2"]["complaints_card_withheld"] == 0


def short_said(day: int, category: str = "short_paid", **last: Any) -> float | int | None:
    """How many complaints count where R1 reports on that day of August, its second payment of the 5th changed."""
    first = {
        "payment_id": "Y1",
        "recipient_id": "R1",
        "program": "PKH",
        "period": "2025-Q2",
        "amount": 600_000,
        "credited_at": datetime(2025, 5, 5, 9),
    }
    second = first | {"payment_id": "Y2", "period": "2025-Q3", "credited_at": datetime(2025, 8, 5, 9), **last}
    said = {
        "complaint_id": "K1",
        "received_at": datetime(2025, 8, day, 9),
        "category": category,
        "subject_kind": "recipient",
        "subject_id": "R1",
    }
    drop = {**people(3), "payments": [first, second], "complaints": [said]}
    return features_of(PolarsEngine(), drop)["R1"]["complaints_not_received"]


def test_who_was_paid_less_by_the_programme_says_that_it_was_short() -> None:
    assert short_said(9, amount=225_000) == 0


def test_short_of_what_was_paid_as_ever_is_missing() -> None:
    assert short_said(9) == 1
    assert short_said(9, amount=900_000) == 1


def test_before_the_smaller_payment_or_of_another_programme_it_explains_nothing() -> None:
    assert short_said(4, amount=225_000) == 1
    assert short_said(9, amount=225_000, program="SEMBAKO") == 1


def test_nothing_received_is_not_explained_by_a_smaller_payment() -> None:
    assert short_said(9, "not_received", amount=225_000) == 1
