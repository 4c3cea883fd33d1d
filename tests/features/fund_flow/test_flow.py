"""Each way in which money does not reconcile, on rows of a few lines, beside what must not be listed."""

from datetime import datetime
from typing import Any

import pytest

from features.engine import PolarsEngine
from features.fund_flow import find_fund_flow
from tests.features.agents.drops import Drop, debit, people, tables_of

DAY = datetime(2025, 7, 5, 9)


def paid(number: int, **given: Any) -> dict[str, Any]:
    usual = {
        "payment_id": f"Y{number}",
        "recipient_id": f"R{number}",
        "program": "SEMBAKO",
        "period": "2025-Q3",
        "amount": 600_000,
        "account_id": f"A{number}",
        "budget_line_id": "L1",
        "credited_at": DAY,
        "status": "credited",
    }
    return {**usual, **given}


def spent(number: int, **given: Any) -> dict[str, Any]:
    return debit(number, **{"account_id": f"A{number}", "payment_id": f"Y{number}", **given})


def line(**given: Any) -> dict[str, Any]:
    usual = {
        "budget_line_id": "L1",
        "program": "SEMBAKO",
        "period": "2025-Q3",
        "region_code": "351001",
        "allocated": 1_200_000,
        "order_number": "SP2D-1",
        "disbursed": 1_200_000,
        "disbursed_at": datetime(2025, 7, 1, 8),
    }
    return {**usual, **given}


def even(**tables: Any) -> Drop:
    """Two families, each paid once, ordered, drawn and confirmed; a test replaces the table it is about."""
    receipts = [{"receipt_id": f"C{n}", "payment_id": f"Y{n}", "amount_received": 600_000} for n in (1, 2)]
    whole = {
        **people(2),
        "payments": [paid(1), paid(2)],
        "transactions": [spent(1), spent(2)],
        "budget_lines": [line()],
        "receipts": receipts,
    }
    return {**whole, **tables}


def found(drop: Drop) -> list[tuple[str, int, str | None]]:
    tables = tables_of(PolarsEngine(), drop)
    rows = tables.engine.collect(find_fund_flow(tables)).to_pylist()
    return sorted((row["finding"], row["amount"], row["payment_id"]) for row in rows)


CASES: dict[str, tuple[Drop, tuple[str, int, str | None]]] = {
    "an order beyond its budget": (even(budget_lines=[line(allocated=1_100_000)]), ("over_allocated", 100_000, None)),
    "a credit that no order covers": (
        even(budget_lines=[line(disbursed=600_000)]),
        ("credited_without_order", 600_000, None),
    ),
    "an order that reached no account": (
        even(budget_lines=[line(allocated=2_000_000, disbursed=1_800_000)]),
        ("ordered_not_credited", 600_000, None),
    ),
    "one period paid twice": (
        even(
            payments=[paid(1), paid(2), paid(1, payment_id="Y3", credited_at=datetime(2025, 8, 5, 9))],
            budget_lines=[line(allocated=1_800_000, disbursed=1_800_000)],
        ),
        ("paid_twice", 600_000, "Y3"),
    ),
    "a failed payment that was drawn": (
        even(
            payments=[paid(1), paid(2, status="failed")],
            budget_lines=[line(allocated=600_000, disbursed=600_000)],
            receipts=[],
        ),
        ("failed_but_debited", 600_000, "Y2"),
    ),
    "a family that confirms less": (
        even(receipts=[{"receipt_id": "C1", "payment_id": "Y1", "amount_received": 450_000}]),
        ("received_less", 150_000, "Y1"),
    ),
    "money that lies untouched": (
        even(transactions=[spent(1), spent(2, kind="balance_check", amount=0)]),
        ("never_withdrawn", 600_000, "Y2"),
    ),
    "a credit to nobody known": (
        even(payments=[paid(1), paid(2, recipient_id="R9")]),
        ("unknown_recipient", 600_000, "Y2"),
    ),
    "a credit to an account that is not there": (
        even(payments=[paid(1), paid(2, account_id="A9")], transactions=[spent(1)]),
        ("unknown_account", 600_000, "Y2"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_reconcile_is_listed_to_the_rupiah_and_nothing_else(case: str) -> None:
    drop, wanted = CASES[case]
    assert found(drop) == [wanted]


REASONED: dict[str, Drop] = {
    "what is even": even(),
    "a refused payment that was repeated": even(
        payments=[paid(1), paid(2, status="returned"), paid(2, payment_id="Y3", credited_at=datetime(2025, 8, 5, 9))],
        transactions=[spent(1), spent(2, payment_id="Y3", occurred_at=datetime(2025, 8, 6, 9))],
        receipts=[],
    ),
    "equal payments within a bare year": even(
        payments=[paid(1, period="2025"), paid(1, period="2025", payment_id="Y2", credited_at=datetime(2025, 8, 5, 9))],
        transactions=[spent(1)],
        receipts=[],
    ),
    "two instalments of different sums": even(
        payments=[paid(1), paid(2, recipient_id="R1", account_id="A1", amount=400_000)],
        budget_lines=[line(allocated=1_000_000, disbursed=1_000_000)],
        transactions=[spent(1)],
        receipts=[],
    ),
}


@pytest.mark.parametrize("case", REASONED)
def test_what_only_looks_wrong_is_not_listed(case: str) -> None:
    assert found(REASONED[case]) == []
