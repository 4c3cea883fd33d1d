"""Who answers for aid that a village pays out in cash."""

from datetime import datetime
from typing import Any

import pytest

from features.answering.cash import handed_out
from features.engine import PolarsEngine
from features.officials import receipts
from features.subjects import SubjectKind
from features.subjects_at import subjects
from tests.features.agents.drops import Drop, people, tables_of, values

VILLAGE = "3510012001"
HEAD = {"official_id": "H1", "role": "village_head", "village_code": VILLAGE}
CLERK = {"official_id": "C1", "role": "village_official", "village_code": VILLAGE}
AWAY = {"official_id": "H2", "role": "village_head", "village_code": "3510012002"}
COUNT = 12


def village(*, account: bool = False) -> Drop:
    """A clerk registered everybody; each got village aid in cash and, but for ``account``, R1 a bank's payment too."""
    drop = people(COUNT, registered_by="C1")
    drop["officials"] = [HEAD, CLERK, AWAY]
    cash = [paid(number, account_id=f"A{number}" if account else None) for number in range(1, COUNT + 1)]
    drop["payments"] = [*cash, *(bank(number) for number in (1, 2, 3))]
    drop["receipts"] = [confirmed(row["payment_id"]) for row in drop["payments"]]
    return drop


def paid(number: int, **given: Any) -> dict[str, Any]:
    usual = {
        "payment_id": f"Y{number}",
        "recipient_id": f"R{number}",
        "program": "BLT_DD",
        "period": "2025-Q4",
        "amount": 900_000,
        "credited_at": datetime(2025, 10, 6, 9),
    }
    return {**usual, **given}


def bank(number: int, **given: Any) -> dict[str, Any]:
    usual = {"payment_id": f"B{number}", "program": "PKH", "account_id": f"A{number}", "agent_id": "G1"}
    return paid(number, **{**usual, **given})


def confirmed(payment: str, **given: Any) -> dict[str, Any]:
    return {
        "receipt_id": f"C{payment}",
        "payment_id": payment,
        "amount_received": 900_000,
        "evidence_hash": payment,
    } | given


def handed(drop: Drop) -> set[tuple[str, str]]:
    tables = tables_of(PolarsEngine(), drop)
    return {(row["official_id"], row["payment_id"]) for row in tables.engine.collect(handed_out(tables)).to_pylist()}


def of_receipts(drop: Drop) -> dict[str, dict[str, Any]]:
    tables = tables_of(PolarsEngine(), drop)
    return values(tables, receipts.build(tables))


def test_the_head_of_the_village_handed_out_the_cash_and_nothing_else() -> None:
    assert handed(village()) == {("H1", f"Y{number}") for number in range(1, COUNT + 1)}


def test_what_came_on_an_account_nobody_of_the_village_handed_out() -> None:
    assert handed(village(account=True)) == set()


def test_a_banks_payment_without_a_known_account_is_no_cash() -> None:
    drop = village()
    drop["payments"][-1] |= {"account_id": None, "agent_id": None}
    assert ("H1", "B3") not in handed(drop)


@pytest.mark.parametrize("unsaid", ["account_id", "agent_id"])
def test_where_a_drop_does_not_say_how_anybody_was_paid_no_head_answers(unsaid: str) -> None:
    drop = village()
    for row in drop["payments"]:
        row[unsaid] = None
    assert handed(drop) == set()


def test_his_own_household_is_not_counted() -> None:
    drop = village()
    drop["officials"][0] = HEAD | {"family_id": "F2"}
    assert handed(drop) == {("H1", f"Y{number}") for number in range(1, COUNT + 1) if number != 2}


def test_whom_he_registered_himself_he_does_not_answer_for_twice() -> None:
    drop = village()
    drop["recipients"][0]["registered_by"] = "H1"
    drop["receipts"][0]["amount_received"] = 500_000
    found = of_receipts(drop)["H1"]
    assert (found["official_receipts_short_recipients"], found["official_receipts_short_amount"]) == (1, 400_000)
    drop["payments"] = drop["payments"][:1] + drop["payments"][-3:]
    drop["payments"][1]["recipient_id"] = "R1"
    tables = tables_of(PolarsEngine(), drop)
    assert values(tables, subjects(tables, SubjectKind.OFFICIAL))["H1"]["amount_at_risk"] == 2 * 900_000


def test_one_picture_for_the_whole_village_tells_of_its_head() -> None:
    drop = village()
    for row in drop["receipts"][:COUNT]:
        row["evidence_hash"] = "one"
    found = of_receipts(drop)
    assert found["C1"]["official_same_evidence_recipients"] == 0
    assert found["H1"]["official_same_evidence_recipients"] == COUNT
    assert found["H1"]["official_same_evidence_reach"] == 1
    assert found["H1"]["official_same_evidence_share"] == 1
    assert "H2" not in found


def test_proofs_made_at_one_desk_and_blank_pictures_from_many_homes() -> None:
    drop = village()
    for number, row in enumerate(drop["receipts"][:COUNT]):
        row |= {"evidence_hash": "one", "place_key": "desk" if number < 9 else f"home {number}"}
    found = of_receipts(drop)["H1"]
    assert (found["official_one_desk_recipients"], found["official_one_desk_share"]) == (9, 0.75)
    for number, row in enumerate(drop["receipts"][:COUNT]):
        row["place_key"] = f"home {number}"
    found = of_receipts(drop)["H1"]
    assert (found["official_one_desk_recipients"], found["official_same_evidence_recipients"]) == (0, COUNT)


def test_each_with_a_picture_of_its_own_at_the_village_hall_is_no_desk() -> None:
    drop = village()
    for row in drop["receipts"][:COUNT]:
        row["place_key"] = "hall"
    assert of_receipts(drop)["H1"]["official_one_desk_recipients"] == 0


def test_where_no_head_is_known_who_registered_them_answers() -> None:
    drop = village()
    drop["officials"] = [CLERK]
    for row in drop["receipts"][:COUNT]:
        row["evidence_hash"] = "one"
    assert of_receipts(drop)["C1"]["official_same_evidence_recipients"] == COUNT


def test_a_short_payment_from_the_bank_is_not_laid_on_the_head() -> None:
    drop = village()
    drop["receipts"][-1]["amount_received"] = 500_000
    found = of_receipts(drop)
    assert found["H1"]["official_receipts_short_recipients"] == 0
    assert found["C1"]["official_receipts_short_recipients"] == 1


def test_the_cash_of_this_year_is_at_risk_with_him() -> None:
    drop = village()
    drop["payments"][0] |= {"credited_at": datetime(2024, 1, 6, 9), "period": "2023-Q4"}
    tables = tables_of(PolarsEngine(), drop)
    found = values(tables, subjects(tables, SubjectKind.OFFICIAL))
    assert found["H1"]["amount_at_risk"] == (COUNT - 1) * 900_000
