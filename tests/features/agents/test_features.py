"""Single features of agents on hand-made rows."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from features.agents import (
    baskets,
    closed,
    complaints,
    deaths,
    equipment,
    hours,
    money,
    monthly_cards,
    monthly_goods,
    reach,
    receipts,
    silence,
)
from features.engine import PolarsEngine
from tests.features.accounts.test_silence import cards
from tests.features.agents.drops import AS_OF, Drop, debit, people, tables_of, values

CREDIT = datetime(2025, 11, 3, 8)


def credit(person: int, **given: Any) -> dict[str, Any]:
    usual = {
        "payment_id": f"Y{person}",
        "recipient_id": f"R{person}",
        "program": "SEMBAKO",
        "period": "2025-Q4",
        "amount": 600_000,
        "account_id": f"A{person}",
        "credited_at": CREDIT,
    }
    return {**usual, **given}


def draws(count: int, **given: Any) -> Drop:
    """So many recipients, each credited once, each drawing everything two hours later or as given."""
    moves = [
        debit(number, account_id=f"A{number}", occurred_at=CREDIT + timedelta(hours=2, minutes=10 * number), **given)
        for number in range(1, count + 1)
    ]
    return {
        **people(count),
        "payments": [credit(number) for number in range(1, count + 1)],
        "transactions": moves,
    }


def of_agent(module: Any, drop: Drop) -> dict[str, Any]:
    tables = tables_of(PolarsEngine(), drop)
    return values(tables, module.build(tables))["G1"]


def test_an_agent_who_serves_all_of_the_district_has_all_of_it() -> None:
    found = of_agent(reach, draws(6))
    assert found["agent_recipients"] == 6
    assert found["agent_district_share"] == 1
    assert found["agent_outside_share"] == 0


def test_debits_of_the_year_before_last_do_not_count() -> None:
    drop = draws(6)
    drop["transactions"].append(debit(99, account_id="A1", agent_id="G2", occurred_at=AS_OF - timedelta(days=400)))
    tables = tables_of(PolarsEngine(), drop)
    assert set(values(tables, reach.build(tables))) == {"G1"}


def test_taking_all_at_the_first_touch_is_a_full_debit_even_less_the_fee() -> None:
    assert of_agent(money, draws(5, amount=595_000))["agent_full_debit_share"] == 1
    assert of_agent(money, draws(5, amount=300_000))["agent_full_debit_share"] == 0


def test_money_into_the_agents_own_account_is_counted_by_sender_and_sum() -> None:
    drop = draws(6)
    drop["agents"][0]["account_id"] = "A900"
    for number in (1, 2):
        drop["transactions"].append(
            debit(
                50 + number, account_id=f"A{number}", kind="transfer_out", amount=50_000, counterparty_account_id="A900"
            )
        )
    found = of_agent(money, drop)
    assert found["agent_own_account_senders"] == 2
    assert found["agent_own_account_amount"] == 100_000


def test_an_agent_without_a_known_account_has_no_senders_rather_than_none() -> None:
    assert of_agent(money, draws(6))["agent_own_account_senders"] is None


def test_a_small_round_transfer_right_after_the_first_touch_is_a_residual() -> None:
    drop = draws(5)
    sent_at = CREDIT + timedelta(hours=2, minutes=15)
    sent = {"kind": "transfer_out", "amount": 50_000, "occurred_at": sent_at}
    drop["transactions"].append(debit(70, account_id="A1", **sent))
    assert of_agent(money, drop)["agent_round_residual_share"] == pytest.approx(0.2)


def test_a_fee_of_odd_size_is_no_residual() -> None:
    drop = draws(5)
    sent_at = CREDIT + timedelta(hours=2, minutes=15)
    drop["transactions"].append(debit(70, account_id="A1", kind="transfer_out", amount=3_500, occurred_at=sent_at))
    assert of_agent(money, drop)["agent_round_residual_share"] == 0


def test_debits_at_night_are_off_hours_and_night() -> None:
    drop = draws(8)
    for row in drop["transactions"][:2]:
        row["occurred_at"] = datetime(2025, 11, 4, 23, 30)
    drop["transactions"][2]["occurred_at"] = datetime(2025, 11, 4, 20, 0)
    found = of_agent(hours, drop)
    assert found["agent_night_share"] == pytest.approx(2 / 8)
    assert found["agent_off_hours_share"] == pytest.approx(3 / 8)


def test_business_on_payout_days_only_has_no_life_outside() -> None:
    drop = draws(8)
    for number, row in enumerate(drop["transactions"]):
        row["occurred_at"] = CREDIT + timedelta(days=number, hours=1)
    assert of_agent(hours, drop)["agent_aid_only_share"] == 1
    drop["transactions"] += [
        debit(80 + week, account_id="A900", occurred_at=datetime(2025, 6, 1) + timedelta(days=7 * week))
        for week in range(8)
    ]
    assert of_agent(hours, drop)["agent_aid_only_share"] == pytest.approx(0.5)


def test_a_terminal_in_its_first_month_is_new() -> None:
    drop = draws(5)
    drop["terminals"] = [{"terminal_id": "E1", "agent_id": "G1", "activated_on": date(2025, 10, 30)}]
    assert of_agent(equipment, drop)["agent_new_terminal_share"] == 1
    drop["terminals"][0]["activated_on"] = date(2024, 10, 30)
    assert of_agent(equipment, drop)["agent_new_terminal_share"] == 0


def test_equal_packets_are_one_basket() -> None:
    drop = draws(6, kind="purchase")
    drop["purchase_items"] = [
        {
            "transaction_id": row["transaction_id"],
            "item": item,
            "quantity": 10.0,
            "unit_price": 12_000,
            "supplier_id": "S1",
        }
        for row in drop["transactions"]
        for item in ("rice", "eggs")
    ]
    found = of_agent(baskets, drop)
    assert found["agent_equal_basket_share"] == 1
    assert found["agent_top_supplier_share"] == 1
    drop["purchase_items"][0]["quantity"] = 9.0
    assert of_agent(baskets, drop)["agent_equal_basket_share"] == pytest.approx(5 / 6)


def test_complaints_are_counted_per_hundred_and_by_customer() -> None:
    drop = draws(10)
    told = {"received_at": datetime(2025, 12, 1), "category": "short_paid"}
    drop["complaints"] = [
        {"complaint_id": "K1", "subject_kind": "agent", "subject_id": "G1", **told},
        {"complaint_id": "K2", "subject_kind": "recipient", "subject_id": "R3", **told},
        {"complaint_id": "K3", "subject_kind": "recipient", "subject_id": "R4", **told, "category": "quality"},
    ]
    found = of_agent(complaints, drop)
    assert found["agent_complaints_per_hundred"] == pytest.approx(10)
    assert found["agent_customers_complaining_share"] == pytest.approx(0.1)


def test_a_family_that_left_money_on_the_account_did_not_receive_short() -> None:
    drop = draws(5, amount=400_000)
    drop["receipts"] = [
        {"receipt_id": f"C{number}", "payment_id": f"Y{number}", "amount_received": 400_000} for number in range(1, 6)
    ]
    drop["receipts"][0]["amount_received"] = 250_000
    found = of_agent(receipts, drop)
    assert found["agent_receipts_short_share"] == pytest.approx(0.2)
    assert found["agent_receipts_short_amount"] == 150_000


def test_the_shops_fee_is_no_levy_and_one_family_is_one_case() -> None:
    drop = draws(5)
    drop["receipts"] = [
        {"receipt_id": f"C{number}", "payment_id": f"Y{number}", "amount_received": 594_000} for number in range(1, 6)
    ]
    assert of_agent(receipts, drop)["agent_receipts_short_share"] == 0
    drop["receipts"][0]["amount_received"] = 550_000
    found = of_agent(receipts, drop)
    assert (found["agent_receipts_short_recipients"], found["agent_receipts_short_amount"]) == (1, 50_000)


def test_drawing_long_after_a_death_counts_and_soon_after_does_not() -> None:
    drop = draws(5)
    drop["persons"] = [
        {"person_id": "P1", "died_on": date(2025, 3, 1)},
        {"person_id": "P2", "died_on": date(2025, 10, 15)},
    ]
    for number, row in enumerate(drop["recipients"], start=1):
        row["payee_person_id"] = f"P{number}"
    assert of_agent(deaths, drop)["agent_deceased_recipients"] == 1


def shop_months(shop: int, cards: list[int], goods: list[float], visitors: int = 0) -> list[dict[str, Any]]:
    found = []
    for month, (served, sold) in enumerate(zip(cards, goods, strict=True), start=1):
        key = {"agent_id": f"G{shop}", "period": f"2025-{month:02}"}
        found.append(
            {**key, "commodity": "all", "cards": served, "transactions": served + visitors, "visitors": visitors}
        )
        found.append({**key, "commodity": "rice", "quantity": sold, "unit": "kg"})
    return found


def shops(*series: list[dict[str, Any]]) -> Drop:
    agents = [{"agent_id": f"G{number}", "village_code": "3510012001"} for number in range(1, len(series) + 1)]
    return {"agents": agents, "agent_months": [row for rows in series for row in rows]}


HONEST = [100, 104, 98, 103, 99, 101, 97, 105]


def test_a_new_entitlement_for_everybody_is_no_jump() -> None:
    doubled = [10.0 * cards * (2 if month >= 4 else 1) for month, cards in enumerate(HONEST)]
    drop = shops(*(shop_months(shop, HONEST, doubled) for shop in (1, 2, 3)))
    found = of_agent(monthly_goods, drop)
    assert found["monthly_quantity_jump"] == pytest.approx(1)
    assert found["monthly_quantity_per_card"] == pytest.approx(1)


def test_a_copied_series_repeats_itself() -> None:
    honest = [10.0 * cards for cards in HONEST]
    drop = shops(
        shop_months(1, [100] * 8, [1000.0] * 8), shop_months(2, HONEST, honest), shop_months(3, HONEST, honest)
    )
    assert of_agent(monthly_goods, drop)["monthly_repeated_share"] == 1
    assert of_agent(monthly_cards, drop)["monthly_cards_repeated_share"] == 1


def test_a_season_beyond_the_ration_is_seen_although_the_mean_hides_it() -> None:
    usual = [10.0 * cards for cards in HONEST]
    late = [goods * (2 if month >= 6 else 1) for month, goods in enumerate(usual)]
    found = of_agent(
        monthly_goods, shops(shop_months(1, HONEST, late), *(shop_months(n, HONEST, usual) for n in (2, 3)))
    )
    assert found["monthly_beyond_cards_share"] == pytest.approx(2 / 8)
    assert found["monthly_quantity_per_card"] == pytest.approx(1.25)


def test_goods_that_stay_while_cards_fall_are_told() -> None:
    fewer, same = [100, 100, 100, 80, 100, 100, 80, 100], [1000.0 + month for month in range(8)]
    steady = list(range(100, 108))
    others = [shop_months(shop, steady, [10.0 * cards for cards in steady]) for shop in (2, 3, 4)]
    found = of_agent(monthly_goods, shops(shop_months(1, fewer, same), *others))
    assert found["monthly_goods_without_cards_share"] == pytest.approx(2 / 7)


def test_transactions_above_cards_and_visitors_are_ratios_of_sums() -> None:
    found = of_agent(monthly_cards, shops(shop_months(1, [100] * 8, [1000.0] * 8, visitors=25)))
    assert found["monthly_transactions_per_card"] == pytest.approx(1.25)
    assert found["monthly_visitors_share"] == pytest.approx(0.2)


def test_months_without_business_in_between_are_closed_months() -> None:
    rows = [row for row in shop_months(1, HONEST, [1000.0] * 8) if row["period"] not in {"2025-03", "2025-04"}]
    found = of_agent(monthly_cards, shops(rows))
    assert found["monthly_months_closed"] == 2
    assert found["monthly_months_active"] == 6


def test_a_stack_of_undelivered_cards_is_counted_where_it_was_emptied_and_three_found_again_are_not() -> None:
    assert of_agent(silence, cards(5))["agent_emptied_recipients"] == 5
    assert of_agent(silence, cards(3))["agent_emptied_recipients"] == 0
    assert of_agent(silence, cards(5, terminals=5))["agent_emptied_recipients"] == 0


def nights(kept: int, served: int, *, hour: int = 21, gap: int = 60, times: int = 3) -> Drop:
    """The first so many cards in a row on some nights, ``gap`` seconds apart; everybody else by day."""
    drop = people(served)
    drop["transactions"] = [
        debit(
            100 * night + number,
            account_id=f"A{number}",
            occurred_at=datetime(2025, 9 + night, 4, hour if number <= kept else 10) + timedelta(seconds=gap * number),
        )
        for night in range(times)
        for number in range(1, served + 1)
    ]
    return drop


def test_a_few_cards_in_a_row_at_night_are_seen_among_many_customers_of_the_day() -> None:
    assert of_agent(closed, nights(9, 120))["agent_closed_row_recipients"] == 8  # whoever opens the row follows nobody
    assert of_agent(closed, nights(9, 120, hour=18))["agent_closed_row_recipients"] == 0


def test_of_two_payments_both_at_night_are_no_queue_and_one_may_be() -> None:
    assert of_agent(closed, nights(9, 120, times=2))["agent_closed_row_recipients"] == 8
    assert of_agent(closed, nights(9, 120, times=1))["agent_closed_row_recipients"] == 0
    by_day = nights(9, 120, times=2)
    by_day["transactions"] += [
        debit(900 + n, account_id=f"A{n}", occurred_at=datetime(2025, 9, 20, 10, n)) for n in range(1, 10)
    ]
    assert of_agent(closed, by_day)["agent_closed_row_recipients"] == 0


def test_customers_of_a_late_shop_come_one_by_one() -> None:
    assert of_agent(closed, nights(40, 120, gap=240))["agent_closed_row_recipients"] == 0
