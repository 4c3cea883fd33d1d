"""Who else lives in the house, on hand-made streets."""

from datetime import date, timedelta
from typing import Any

from features.engine import PolarsEngine
from tests.features.agents.drops import Drop, people
from tests.features.villages import Row, features_of

START = date(2024, 3, 1)


def street(count: int, *, apart: int = 1, **house: Any) -> Drop:
    """So many families of recipients at one house, registered ``apart`` days after each other."""
    drop = people(count)
    for number, row in enumerate(drop["recipients"]):
        row["registered_on"] = START + timedelta(days=number * apart)
    homes = [{"family_id": f"F{n}", "address_key": "a", "address_detail": 3, **house} for n in range(1, count + 1)]
    return {**drop, "families": homes}


def first(drop: Drop) -> Row:
    return features_of(PolarsEngine(), drop)["R1"]


def test_thirty_cards_at_one_house_are_twenty_nine_others() -> None:
    row = first(street(30))
    assert row["household_address_families"] == 29
    assert row["household_address_same_month"] == 29


def test_those_who_came_over_the_years_were_not_registered_together() -> None:
    assert first(street(10, apart=200))["household_address_same_month"] == 0


def camp(others: int, in_the_week: int, **home: str) -> Drop:
    """A house of ten registered on one day in a village of so many others, some of whom were within that week."""
    drop = street(10 + others, apart=0, village_code="V")
    for number in range(10, 10 + others):
        drop["families"][number] |= {"address_key": f"home {number}", **home}
        days = 7 if number < 10 + in_the_week else 8
        drop["recipients"][number]["registered_on"] = START + timedelta(days=days)
    return drop


def test_who_was_registered_with_the_whole_village_was_not_with_the_house() -> None:
    assert first(camp(20, 6))["household_address_same_month"] == 0
    assert first(camp(20, 5))["household_address_same_month"] == 9


def test_a_farm_alone_in_its_village_is_no_event() -> None:
    assert first(camp(0, 0))["household_address_same_month"] == 9


def test_another_crowd_of_the_village_is_not_asked() -> None:
    assert first(camp(20, 20, address_key="b"))["household_address_same_month"] == 9


def test_the_week_of_another_village_excuses_nobody() -> None:
    assert first(camp(20, 20, village_code="W"))["household_address_same_month"] == 9


def test_two_recipients_of_one_family_are_no_crowd() -> None:
    drop = street(2)
    drop["recipients"][1]["family_id"] = "F1"
    assert first(drop)["household_address_families"] == 0


def test_a_hamlet_is_no_house() -> None:
    row = first(street(30, address_detail=2))
    assert row["household_address_families"] is None
    assert row["household_address_same_month"] is None


def test_the_landlords_meter_lights_every_room() -> None:
    assert first(street(4, meter_id_key="m"))["household_address_metered_share"] == 1


def test_a_house_without_a_meter_is_dark() -> None:
    drop = street(4)
    drop["families"].append({"family_id": "F9", "meter_id_key": "m"})
    assert first(drop)["household_address_metered_share"] == 0


def test_who_lives_alone_has_no_share_of_meters() -> None:
    assert first(street(1, meter_id_key="m"))["household_address_metered_share"] is None
