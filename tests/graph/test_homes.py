"""Who lives with whom."""

from typing import Any

from features.engine import PolarsEngine
from graph import homes
from tests.features.agents.drops import Drop, people
from tests.features.villages import tables_with_names


def lived(*families: dict[str, Any]) -> set[frozenset[str]]:
    """The homes of as many families of one recipient each."""
    drop: Drop = people(len(families))
    drop["families"] = [{"family_id": f"F{n}", **row} for n, row in enumerate(families, start=1)]
    found = homes(tables_with_names(PolarsEngine(), drop))
    return {frozenset(one for one in found if found[one] == home) for home in found.values()}


def test_one_house_is_one_home() -> None:
    house = {"address_key": "a", "address_detail": 3}
    assert lived(house, {}, house) == {frozenset({"R1", "R3"})}


def test_a_hamlet_is_no_home() -> None:
    assert lived(*[{"address_key": "a", "address_detail": 2}] * 2) == set()


def test_one_meter_and_a_card_that_was_left_join_homes_in_a_chain() -> None:
    chain = lived({"meter_id_key": "m"}, {"meter_id_key": "m"}, {"split_from_family_id": "F2"}, {})
    assert chain == {frozenset({"R1", "R2", "R3"})}


def test_a_house_and_a_meter_of_one_name_are_two_things() -> None:
    assert lived({"address_key": "a", "address_detail": 3}, {"meter_id_key": "a"}) == set()


def test_two_recipients_of_one_family_live_together() -> None:
    drop = people(2)
    drop["recipients"][1]["family_id"] = "F1"
    assert set(homes(tables_with_names(PolarsEngine(), drop))) == {"R1", "R2"}


def test_two_whose_cards_left_a_family_that_is_not_paid_are_of_one_home() -> None:
    assert lived({"split_from_family_id": "F9"}, {"split_from_family_id": "F9"}) == {frozenset({"R1", "R2"})}


def test_nobody_lives_in_an_empty_drop() -> None:
    assert homes(tables_with_names(PolarsEngine(), {"recipients": []})) == {}
