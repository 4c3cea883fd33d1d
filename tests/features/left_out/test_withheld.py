"""Signs that somebody else has the family's money, and what they could also be."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from features.engine import PolarsEngine
from features.left_out import find_left_out
from tests.features.accounts.test_silence import cards
from tests.features.agents.drops import Drop, debit, people, tables_of

CREDITS = tuple(datetime(2025, month, 3, 9) for month in (3, 6, 9))


def paid(count: int, **given: Any) -> Drop:
    """So many recipients credited three times."""
    drop = people(count)
    drop["payments"] = [
        {
            "payment_id": f"Y{n}{quarter}",
            "recipient_id": f"R{n}",
            "program": "SEMBAKO",
            "period": f"2025-Q{quarter + 1}",
            "amount": 600_000,
            "account_id": f"A{n}",
            "credited_at": moment,
            **given,
        }
        for n in range(1, count + 1)
        for quarter, moment in enumerate(CREDITS)
    ]
    return drop


def withheld(drop: Drop) -> dict[str, dict[str, Any]]:
    tables = tables_of(PolarsEngine(), drop)
    rows = tables.engine.collect(find_left_out(tables)).to_pylist()
    return {row["family_id"]: row for row in rows if row["why"] == "withheld_by_other"}


def drawn(times: int, hour: int) -> Drop:
    """R1 takes everything at that hour, after so many of the three credits; R2 waits and takes the rest at noon."""
    drop = paid(2)
    drop["transactions"] = [
        debit(n, occurred_at=(moment + timedelta(days=1)).replace(hour=hour if n < times else 11))
        for n, moment in enumerate(CREDITS)
    ]
    return drop


def test_undelivered_cards_emptied_together_owe_all_of_it() -> None:
    found = withheld(cards(6))
    assert set(found) == {f"F{n}" for n in range(1, 7)}
    assert found["F1"]["amount_owed"] == 1_800_000


def test_a_fee_stayed_with_the_agent_and_a_levy_is_owed() -> None:
    drop = paid(2)
    told = {"Y10": 594_000, "Y20": 550_000}
    drop["receipts"] = [
        {"receipt_id": f"C{payment}", "payment_id": payment, "amount_received": amount}
        for payment, amount in told.items()
    ]
    found = withheld(drop)
    assert set(found) == {"F2"}
    assert found["F2"]["amount_owed"] == 50_000


def test_a_lost_card_that_was_found_is_nobody_elses() -> None:
    assert withheld(cards(1)) == {}


def test_three_families_behind_one_account_are_not_all_its_owners() -> None:
    assert set(withheld(paid(3, account_id="A1"))) == {"F1", "F2", "F3"}


def test_a_mother_paid_into_her_daughters_account_is_cared_for() -> None:
    assert withheld(paid(2, account_id="A1")) == {}


def test_one_person_under_three_names_is_not_robbed() -> None:
    drop = paid(3, account_id="A1")
    for row in drop["recipients"]:
        row["payee_person_id"] = row["recipient_id"].replace("R", "P")
    drop["same_person"] = [
        {"left_person_id": "P1", "right_person_id": other, "probability": 0.99, "evidence": "name"}
        for other in ("P2", "P3")
    ]
    assert withheld(drop) == {}


def test_always_everything_when_the_counters_are_closed() -> None:
    assert set(withheld(drawn(3, hour=4))) == {"F1"}


def test_two_early_mornings_are_chance() -> None:
    assert withheld(drawn(2, hour=4)) == {}


def test_everything_at_noon_is_how_most_people_do_it() -> None:
    assert withheld(drawn(3, hour=11)) == {}


def test_a_proof_of_delivery_that_is_anothers_proves_nothing() -> None:
    drop = paid(3)
    drop["receipts"] = [
        {"receipt_id": f"C{n}", "payment_id": f"Y{n}0", "evidence_hash": "same" if n < 3 else "own"} for n in (1, 2, 3)
    ]
    assert set(withheld(drop)) == {"F1", "F2"}


def test_the_same_picture_for_two_payments_of_one_family_is_its_own() -> None:
    drop = paid(1)
    drop["receipts"] = [{"receipt_id": f"C{n}", "payment_id": f"Y1{n}", "evidence_hash": "same"} for n in (0, 1)]
    assert withheld(drop) == {}


def on_paydays(count: int, times: int, *, shuffled: bool) -> Drop:
    """So many cards one after another at one counter on so many paydays, in one order or in any."""
    chance, drop = Random(7), paid(count)  # noqa: S311 - a test drop, not a secret
    drop["villages"] = [{"village_code": "3510012001", "remote": False}]
    order = list(range(1, count + 1))
    drop["transactions"] = []
    for day in range(times):
        for place, number in enumerate(chance.sample(order, count) if shuffled else order):
            moment = datetime(2025, 1, 6, 9) + timedelta(days=28 * day, seconds=90 * place)
            move = debit(1000 * day + place, account_id=f"A{number}", amount=50_000, occurred_at=moment)
            drop["transactions"].append(move)
    return drop


def test_neighbours_of_a_long_row_of_paydays_are_no_stack_of_cards() -> None:
    assert withheld(on_paydays(60, 13, shuffled=True)) == {}


def neighbours_of(stack: Drop, count: int) -> Drop:
    """The village of a stack with so many others, each of whom comes once, on a day of their own."""
    village, first = paid(count), len(stack["recipients"]) + 1
    for table in ("recipients", "accounts"):
        stack[table] = village[table]
    alone = [
        debit(90_000 + n, account_id=f"A{n}", amount=50_000, occurred_at=datetime(2025, 2, 3, 9) + timedelta(days=n))
        for n in range(first, count + 1)
    ]
    return stack | {"transactions": stack["transactions"] + alone}


def test_a_stack_worked_through_in_one_order_is_seen_after_three_paydays_and_after_thirteen() -> None:
    middle = {f"F{n}" for n in range(5, 17)}
    for times in (3, 13):
        assert set(withheld(neighbours_of(on_paydays(20, times, shuffled=False), 60))) == middle


def test_a_post_office_that_calls_the_villages_list_at_its_hall_withholds_nobodys_money() -> None:
    """Everybody of the village, in the order of the list, all at once: so does its counter work."""
    called = paid(20)
    called["villages"] = [{"village_code": "3510012001", "remote": False}]
    called["transactions"] = [
        debit(100 * quarter + n, account_id=f"A{n}", occurred_at=credited + timedelta(days=1, seconds=90 * n))
        for quarter, credited in enumerate(CREDITS)
        for n in range(1, 21)
    ]
    assert withheld(called) == {}
    for move in called["transactions"][::2]:
        move["amount"] = 300_000
    assert withheld(called) == {}, "nor is it those who take everything"
    few_of_many = neighbours_of(called, 60)
    assert withheld(few_of_many)


def test_residents_of_a_home_for_whom_its_manager_goes_hold_their_own_money() -> None:
    drop = neighbours_of(on_paydays(20, 4, shuffled=False), 60)
    drop["families"] = [{"family_id": f"F{n}", "meter_id_key": "home"} for n in range(1, 21)]
    assert withheld(drop) == {}


def at_odd_hours(theirs: int) -> Drop:
    """R1 takes everything at night each of three times; 30 others take the half first, ``theirs`` of them at night."""
    drop = paid(31)
    for row in drop["recipients"]:
        row["village_code"] = "V"
    at = [moment + timedelta(days=1) for moment in CREDITS]
    drop["transactions"] = [debit(quarter, occurred_at=day.replace(hour=22)) for quarter, day in enumerate(at)]
    for n in range(2, 32):
        for quarter, day in enumerate(at):
            hour = 22 if quarter == 0 and n < 2 + theirs else 11
            drop["transactions"].append(
                debit(
                    1000 * n + quarter, account_id=f"A{n}", occurred_at=day.replace(hour=hour, minute=n), amount=300_000
                )
            )
    return drop


def test_what_the_village_does_at_odd_hours_is_no_sign_of_one_card() -> None:
    assert set(withheld(at_odd_hours(5))) == {"F1"}
    assert withheld(at_odd_hours(30)) == {}
