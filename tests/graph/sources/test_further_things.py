"""Things that no column names: a package handed out, silent money emptied together, cards split in one go."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest

from graph import find_links, find_rings, member_table
from graph.kinds import LinkKind
from tests.graph.village import FIRST_DAY, Village, rows

FOUR = range(4)


def shopping(
    people: Iterable[int], village: Village, *, price: int = 12_000, month: int = 0, alike: bool = True
) -> Village:
    """Each buys rice and oil at one shop, all the same or each another quantity."""
    for one in people:
        village.visit(one, FIRST_DAY + timedelta(days=30 * month, hours=one % 9), kind="purchase", agent_id="g1")
        key = village.tables["transactions"][-1]["transaction_id"]
        for item, quantity in (("rice", 10.0), ("oil", 2.0 if alike else 1.0 + one)):
            line = {"transaction_id": key, "item": item, "quantity": quantity, "unit_price": price, "supplier_id": "s1"}
            village.add("purchase_items", line)
    return village


def market() -> Village:
    village = Village().add("agents", {"agent_id": "g1", "village_code": "3510010001"})
    return shopping(range(20, 80), village, price=11_500, alike=False)


def holders(village: Village, name: str) -> set[str]:
    return {row["subject_id"] for row in rows(village.links(), LinkKind.ATTRIBUTE) if row["node_id"].startswith(name)}


def named(people: Iterable[int]) -> set[str]:
    return {f"r{one:03}" for one in people}


def test_the_very_same_goods_at_the_same_price_are_a_package() -> None:
    village = shopping(FOUR, market())
    assert holders(village, "package:") == {"g1", *named(FOUR)}
    told = rows(village.links(), LinkKind.ATTRIBUTE, "r000")[0]
    assert told["text_en"].startswith("The same package of goods as 4 others")
    assert told["text_id"].startswith("Paket barang sama dengan 4 pihak lain")
    assert not told["benign"]


def test_the_shop_that_hands_out_the_package_stands_at_the_centre() -> None:
    tables = shopping(FOUR, market()).drop()
    members = member_table(find_rings(find_links(tables), tables)).to_pylist()
    assert {row["subject_id"]: row["position"] for row in members} == {
        "g1": "centre",
        **dict.fromkeys(named(FOUR), "member"),
    }


def test_what_families_choose_themselves_is_no_package() -> None:
    assert holders(shopping(FOUR, market(), alike=False), "package:") == set()


def test_where_many_are_handed_packages_one_more_is_expected() -> None:
    village = shopping(FOUR, market())
    for group in range(20, 60, 4):
        shopping(range(group, group + 4), village, price=13_000 + group)
    assert {row["benign_reason"] for row in rows(village.links(), LinkKind.ATTRIBUTE)} == {"expected_by_chance"}


def silent(people: Iterable[int], days: Iterable[int], terminal: str = "T1") -> Village:
    """Money since April that nobody touched, taken in one go so many days after the first of December."""
    village = Village()
    village.put("payments", range(80), credited_at=datetime(2025, 4, 1))
    for one, day in zip(people, days, strict=True):
        village.visit(one, datetime(2025, 12, 1, 10) + timedelta(days=day), terminal)
    return village


def test_long_silent_money_emptied_at_one_place_within_a_month_lay_in_one_drawer() -> None:
    village = silent(FOUR, (0, 0, 3, 9))
    assert holders(village, "emptied:") == named(FOUR)
    told = rows(village.links(), LinkKind.ATTRIBUTE, "r000")[0]
    assert told["text_en"].startswith("The same place at which aid untouched for half a year was emptied")
    assert (told["weight"], told["benign"]) == (0.5, False)


def test_one_forgotten_card_is_nobodys_drawer() -> None:
    assert holders(silent((3,), (0,)), "emptied:") == set()


def test_money_that_families_take_as_it_comes_was_not_emptied() -> None:
    village = silent(FOUR, (0, 0, 3, 9)).put("payments", range(80), credited_at=datetime(2025, 11, 28))
    assert holders(village, "emptied:") == set()


def split(*recorded: date, kin: bool = True) -> Village:
    """Families 1.. left the card of family 0 on these days."""
    village = Village()
    for number, day in enumerate(recorded, start=1):
        village.put("families", (number,), split_from_family_id="f000", card_recorded_on=day)
    return village.kin(*range(len(recorded) + 1)) if kin else village


def test_cards_that_left_one_card_within_a_month_are_linked_though_they_are_kin() -> None:
    village = split(date(2024, 3, 1), date(2024, 3, 4), date(2024, 3, 20))
    assert holders(village, "split:") == named(FOUR)
    assert {row["benign"] for row in rows(village.links(), LinkKind.ATTRIBUTE)} == {False}


@pytest.mark.parametrize("recorded", [(date(2024, 3, 1),), (date(2019, 5, 2), date(2021, 8, 1), date(2024, 3, 1))])
def test_children_who_marry_in_their_own_years_are_not(recorded: tuple[date, ...]) -> None:
    assert holders(split(*recorded), "split:") == set()


def test_kin_who_share_a_phone_beside_the_split_stay_kin_there() -> None:
    village = split(date(2024, 3, 1), date(2024, 3, 4)).put("recipients", range(3), phone_key="same")
    assert {row["benign_reason"] for row in rows(village.links(), LinkKind.PHONE)} == {"kin"}
