"""Packages that shops hand out, beside what people choose."""

from datetime import timedelta
from typing import Any

import pytest

from features.agents import packages
from features.engine import PolarsEngine
from tests.features.agents.drops import Drop, debit, people, tables_of, values
from tests.features.villages import features_of

PACKAGE = (("rice", 24.0, 15_000), ("eggs", 4.0, 30_000))


def shops(*counts: int, prices: tuple[int, ...] = (0, 0, 0), supplier: str = "S1") -> Drop:
    """So many recipients per shop, all with the package; ``prices`` is what each shop adds to every price."""
    drop = people(sum(counts))
    who = iter(range(1, sum(counts) + 1))
    drop["transactions"], drop["purchase_items"] = [], []
    for shop, count in enumerate(counts):
        for number in (next(who) for _ in range(count)):
            bought = debit(number, account_id=f"A{number}", agent_id=f"G{shop}", kind="purchase")
            drop["transactions"].append(bought)
            drop["purchase_items"] += lines(bought["transaction_id"], prices[shop], supplier)
    return drop


def lines(transaction: str, dearer: int = 0, supplier: str = "S1", goods: Any = PACKAGE) -> list[dict[str, Any]]:
    return [
        {
            "transaction_id": transaction,
            "item": item,
            "quantity": quantity,
            "unit_price": price + dearer,
            "supplier_id": supplier,
        }
        for item, quantity, price in goods
    ]


def with_other_goods(drop: Drop, *, every: int) -> Drop:
    """The same, where every so many of the recipients took rice alone, each as much as they liked, another time."""
    for place, bought in enumerate(list(drop["transactions"])):
        if place % every:
            other = {**bought, "transaction_id": f"X{place}", "occurred_at": bought["occurred_at"] + timedelta(days=30)}
            drop["transactions"].append(other)
            drop["purchase_items"] += lines(other["transaction_id"], goods=(("rice", 1.0 + place, 12_500),))
    return drop


def found(drop: Drop) -> dict[str, dict[str, Any]]:
    tables = tables_of(PolarsEngine(), drop)
    return values(tables, packages.build(tables))


def test_one_suppliers_package_at_three_shops() -> None:
    shop = found(shops(5, 4, 3))["G0"]
    assert shop["agent_package_recipients"] == 5
    assert shop["agent_package_agents"] == 3
    assert shop["agent_package_share"] == 1


def test_a_bundle_that_one_shop_is_known_for_stays_at_that_shop() -> None:
    assert found(shops(9))["G0"]["agent_package_agents"] == 1


def test_the_same_goods_at_each_shops_own_price_are_no_package_of_several() -> None:
    assert found(shops(5, 5, 5, prices=(0, 100, 200)))["G0"]["agent_package_agents"] == 1


def test_two_who_chose_alike_are_no_package() -> None:
    shop = found(shops(2))["G0"]
    assert (shop["agent_package_recipients"], shop["agent_package_agents"]) == (0, 0)


def test_what_everybody_chose_for_themselves_is_no_package() -> None:
    drop = shops(6)
    drop["purchase_items"] = [
        line
        for number, row in enumerate(drop["transactions"])
        for line in lines(row["transaction_id"], goods=(("rice", 5.0 + number, 15_000),))
    ]
    assert found(drop)["G0"]["agent_package_share"] == 0


def test_the_order_of_the_lines_does_not_matter() -> None:
    drop = shops(3)
    drop["purchase_items"][:2] = reversed(drop["purchase_items"][:2])
    assert found(drop)["G0"]["agent_package_recipients"] == 3


def test_the_recipient_knows_at_how_many_shops_the_package_is_handed_out() -> None:
    row = features_of(PolarsEngine(), shops(4, 4))["R1"]
    assert row["transactions_package_share"] == 1
    assert row["transactions_package_agents"] == 2


def one_line(*goods: str) -> Drop:
    """Shop number n hands five recipients one line of the n-th good, at one price and from one supplier."""
    drop = shops(*(5 for _ in goods), prices=(0,) * len(goods))
    drop["purchase_items"] = [
        line
        for number, row in enumerate(drop["transactions"])
        for line in lines(row["transaction_id"], goods=((goods[number // 5], 2.0, 200_000),))
    ]
    return drop


def test_a_package_booked_as_one_good_is_told_by_how_few_shops_sell_it() -> None:
    rows = found(one_line("package", "package", "rice", "eggs", "oil"))
    assert [rows[f"G{shop}"]["agent_package_agents"] for shop in range(5)] == [2, 2, 1, 1, 1]
    assert rows["G0"]["agent_package_share"] == 1


def test_a_good_that_half_of_the_shops_sell_is_bought_alike_everywhere() -> None:
    rows = found(one_line("rice", "rice", "eggs", "oil"))
    assert (rows["G0"]["agent_package_recipients"], rows["G0"]["agent_package_agents"]) == (0, 0)


def test_purchases_from_several_suppliers_were_free_choices_and_count() -> None:
    drop = shops(8, 4)
    chosen = [{**row, "transaction_id": f"M{row['transaction_id']}"} for row in drop["transactions"][:4]]
    drop["transactions"] += chosen
    for row in chosen:
        mixed = lines(row["transaction_id"])
        drop["purchase_items"] += [mixed[0], mixed[1] | {"supplier_id": "S2"}]
    assert found(drop)["G0"]["agent_package_share"] == pytest.approx(8 / 12)
    rows = features_of(PolarsEngine(), drop)
    assert (rows["R1"]["transactions_package_share"], rows["R8"]["transactions_package_share"]) == (0.5, 1)


def test_customers_who_never_take_the_package_do_not_hide_it() -> None:
    drop = shops(5, 5, 20, prices=(0, 0, 100))
    for number, row in enumerate(drop["transactions"][10:]):
        row["agent_id"] = "G0"
        own = [line for line in drop["purchase_items"] if line["transaction_id"] == row["transaction_id"]]
        own[0]["quantity"] = 30.0 + number
    shop = found(drop)["G0"]
    assert (shop["agent_package_recipients"], shop["agent_package_share"]) == (5, 1)
