"""Cards split off from others, on hand-made streets and beside a naive twin."""

from datetime import date, datetime, timedelta
from typing import Any

from features.engine import PolarsEngine
from tests.features.agents.drops import AS_OF, Drop, people
from tests.features.household.test_house import first, street
from tests.features.household.test_household import payment
from tests.features.villages import Row, features_of

SPLITS = (
    "household_split_siblings_paid",
    "household_split_house_siblings",
    "household_split_house_days",
    "household_split_house_soon",
)
ROOFS = ("address_key", "meter_id_key")


def paid(drop: Drop) -> Drop:
    return drop | {
        "payments": [
            {
                "payment_id": f"Y{row['recipient_id']}",
                "recipient_id": row["recipient_id"],
                "program": "SEMBAKO",
                "period": "2025-Q4",
                "amount": 600_000,
                "credited_at": datetime(2025, 10, 6, 9),
            }
            for row in drop["recipients"]
        ]
    }


def split(*, days: int, key: str = "a") -> Drop:
    """F2 was split off F1 so many days before R2 was registered; ``key`` is F2's address."""
    drop = paid(street(2))
    recorded = drop["recipients"][1]["registered_on"] - timedelta(days=days)
    drop["families"][1] |= {"split_from_family_id": "F1", "card_recorded_on": recorded, "address_key": key}
    return drop


def test_a_family_split_two_weeks_before_enrolment_still_lives_together() -> None:
    found = features_of(PolarsEngine(), split(days=14))
    for recipient in ("R1", "R2"):
        assert found[recipient]["household_split_house_siblings"] == 1
        assert found[recipient]["household_split_house_days"] == 14


def test_a_couple_that_moved_out_shares_no_roof() -> None:
    row = first(split(days=14, key="b"))
    assert row["household_split_house_siblings"] == 0
    assert row["household_split_house_days"] is None


def test_without_a_house_number_the_meter_is_the_roof() -> None:
    drop = split(days=14)
    for family in drop["families"]:
        family |= {"address_detail": 2, "meter_id_key": "m"}
    assert first(drop)["household_split_house_siblings"] == 1


def test_a_split_card_that_is_not_paid_is_no_extra_aid() -> None:
    drop = split(days=14)
    drop["payments"] = drop["payments"][:1]
    assert first(drop)["household_split_house_siblings"] == 0


def test_an_address_spelt_otherwise_does_not_part_those_behind_one_meter() -> None:
    drop = split(days=14, key="b")
    for family in drop["families"]:
        family |= {"meter_id_key": "m"}
    row = first(drop)
    assert row["household_split_house_siblings"] == 1
    assert row["household_split_house_days"] == 14


def test_split_siblings_count_only_where_they_are_paid() -> None:
    drop = {
        **people(3),
        "families": [
            {"family_id": "F1"},
            {"family_id": "F2", "split_from_family_id": "F1"},
            {"family_id": "F3", "split_from_family_id": "F1"},
        ],
        "payments": [payment(1), payment(2)],
    }
    found = features_of(PolarsEngine(), drop)
    siblings = [found[subject]["household_split_siblings_paid"] for subject in ("R1", "R2", "R3")]
    assert siblings == [1, 1, 2]


def test_a_card_that_was_split_off_and_then_left_belongs_to_both_splits() -> None:
    """F2 left F1 long ago, and F3 left F2 two weeks before it was registered; all three live together."""
    drop = paid(street(3))
    for family, origin, days in ((1, "F1", 4_000), (2, "F2", 14)):
        recorded = drop["recipients"][family]["registered_on"] - timedelta(days=days)
        drop["families"][family] |= {"split_from_family_id": origin, "card_recorded_on": recorded}
    found = features_of(PolarsEngine(), drop)
    assert [found[one]["household_split_siblings_paid"] for one in ("R1", "R2", "R3")] == [1, 2, 1]
    assert [found[one]["household_split_house_siblings"] for one in ("R1", "R2", "R3")] == [1, 2, 1]
    assert [found[one]["household_split_house_days"] for one in ("R1", "R2", "R3")] == [4_000, 14, 14]


def test_who_was_split_off_long_ago_did_not_split_when_the_child_left() -> None:
    """The days of the card that was left, F1, are those of another split and say nothing of this one."""
    drop = split(days=300)
    recorded = drop["recipients"][0]["registered_on"] - timedelta(days=2)
    drop["families"][0] |= {"split_from_family_id": "F9", "card_recorded_on": recorded}
    assert first(drop)["household_split_house_days"] == 300


def grown_up(*days: int) -> Drop:
    """Parents and grown children under one roof: each child's card that many days before its registration."""
    drop = paid(street(1 + len(days)))
    for family, recipient, waited in zip(drop["families"][1:], drop["recipients"][1:], days, strict=True):
        recorded = recipient["registered_on"] - timedelta(days=waited)
        family |= {"split_from_family_id": "F1", "card_recorded_on": recorded}
    return drop


def test_who_split_off_years_ago_does_not_answer_for_the_one_who_did_last() -> None:
    found = features_of(PolarsEngine(), grown_up(3_000, 1_500, 20))
    assert [found[f"R{n}"]["household_split_house_days"] for n in (1, 2, 3, 4)] == [20, 3_000, 1_500, 20]
    assert [found[f"R{n}"]["household_split_house_soon"] for n in (1, 2, 3, 4)] == [1, 1, 1, 1]


def test_two_cards_split_off_soon_before_they_were_registered_are_two() -> None:
    assert first(grown_up(20, 30, 2_000))["household_split_house_soon"] == 2


def wedding(*, age: int = 24, child: int | None = None, **others: str) -> Drop:
    """F2 was split off F1 two weeks before R2 was registered: a couple of that age, and perhaps a child, on it."""
    drop = split(days=14)
    ages = {"head": age + 2, "spouse": age} | ({} if child is None else {"child": child}) | dict.fromkeys(others, 60)
    drop["persons"] = [
        {"person_id": f"P{n}", "family_id": "F2", "relation": relation, "age_years": years}
        for n, (relation, years) in enumerate(ages.items())
    ]
    return drop


def since_card(drop: Drop) -> int:
    """Whole years from recording F2's card to the day of the run."""
    recorded: date = drop["families"][1]["card_recorded_on"]
    return (AS_OF.date() - recorded).days // 365


def test_one_wedding_under_a_roof_explains_one_card() -> None:
    years = since_card(split(days=14))
    for drop in (wedding(age=24 + years), wedding(age=24 + years, child=years)):
        found = features_of(PolarsEngine(), drop)
        assert [found[one]["household_split_house_days"] for one in ("R1", "R2")] == [None, None]
        assert [found[one]["household_split_house_siblings"] for one in ("R1", "R2")] == [1, 1]


def test_no_wedding_explains_a_card_of_older_people_of_older_children_or_of_others() -> None:
    years = since_card(split(days=14))
    for drop in (wedding(age=44 + years), wedding(age=24 + years, child=years + 5), wedding(age=24 + years, parent="")):
        assert first(drop)["household_split_house_days"] == 14


def test_one_wedding_does_not_explain_a_second_card() -> None:
    drop = paid(street(3))
    recorded = drop["recipients"][2]["registered_on"] - timedelta(days=20)
    couples = {"F2": 24, "F3": 50}
    for family in drop["families"][1:]:
        family |= {"split_from_family_id": "F1", "card_recorded_on": recorded}
    drop["persons"] = [
        {"person_id": f"P{family}{relation}", "family_id": family, "relation": relation, "age_years": years}
        for family, years in couples.items()
        for relation in ("head", "spouse")
    ]
    found = features_of(PolarsEngine(), drop)
    assert [found[one]["household_split_house_days"] for one in ("R1", "R2", "R3")] == [20, 19, 20]
    assert found["R1"]["household_split_house_soon"] == 2
    for person in drop["persons"]:
        person["age_years"] = 24
    assert first(drop)["household_split_house_days"] is not None


def crowd() -> Drop:
    """Forty families on five streets, split off from each other in chains, some unpaid, some on one meter."""
    drop = paid(people(40))
    drop["payments"] = [row for number, row in enumerate(drop["payments"]) if number % 7]
    drop["families"] = [
        {
            "family_id": f"F{n}",
            "address_key": f"a{n * n % 5}" if n % 4 else None,
            "address_detail": 3 if n % 4 else None,
            "meter_id_key": f"m{n * 3 % 7}" if n % 3 else None,
            "split_from_family_id": f"F{n // 3 + 1}" if n % 5 and n > 3 else None,
            "card_recorded_on": date(2024, 1, 1) + timedelta(days=n * 37 % 200),
        }
        for n in range(1, 41)
    ]
    for number, row in enumerate(drop["recipients"]):
        row["registered_on"] = date(2024, 3, 1) + timedelta(days=number * 11 % 90)
    return drop


def naive(drop: Drop) -> dict[str, Row]:
    """The same features, asked pair by pair."""
    homes = {row["family_id"]: row for row in drop["families"]}
    since = {row["family_id"]: row["registered_on"] for row in drop["recipients"]}
    money = {f"F{row['recipient_id'][1:]}" for row in drop["payments"]}
    waited = {one: abs((since[one] - homes[one]["card_recorded_on"]).days) for one in homes}
    found: dict[str, Row] = {}
    for own in homes:
        near = {other: _left(homes, own, other) for other in homes if other in money and _left(homes, own, other)}
        roofs = [[one for one in near if own in money and _same(homes, own, one, key)] for key in ROOFS]
        answers = {other: near[other] if homes[other]["split_from_family_id"] == own else [own] for other in near}
        days = [waited[one] for roof in roofs for other in roof for one in answers[other] if one in near[other]]
        roofed = any(homes[own][key] for key in ROOFS)
        found[f"R{own[1:]}"] = {
            SPLITS[0]: len(near),
            SPLITS[1]: max(map(len, roofs)) if roofed else None,
            SPLITS[2]: min(days, default=None),
            SPLITS[3]: max(_soon(homes, waited, own, roof) for roof in roofs) if roofed else None,
        }
    return found


def _soon(homes: dict[str, dict[str, Any]], waited: dict[str, int], own: str, roof: list[str]) -> int:
    """Most cards under the roof that left one and the same card soon, of the splits to which ``own`` belongs."""
    origins = {homes[own]["split_from_family_id"], own} - {None}
    there = [one for one in (*roof, own) if roof and waited[one] <= 60]
    company = {origin for origin in origins for one in roof if origin in (one, homes[one]["split_from_family_id"])}
    return max(
        (sum(homes[one]["split_from_family_id"] == origin for one in there) for origin in company),
        default=0,
    )


def _left(homes: dict[str, dict[str, Any]], own: str, other: str) -> list[str]:
    """Who of the two left a card that both were on; nobody where there is none."""
    origins = {one: homes[one]["split_from_family_id"] for one in (own, other)}
    if own == other:
        return []
    if origins[own] is not None and origins[own] == origins[other]:
        return [own, other]
    return [one for one, rest in ((own, other), (other, own)) if origins[one] == rest]


def _same(homes: dict[str, dict[str, Any]], own: str, other: str, key: str) -> bool:
    return homes[own][key] is not None and homes[own][key] == homes[other][key]


def test_the_totals_say_what_every_pair_says() -> None:
    drop = crowd()
    found, expected = features_of(PolarsEngine(), drop), naive(drop)
    assert max(row[SPLITS[1]] or 0 for row in expected.values()) > 1
    for name in SPLITS:
        assert {one: row[name] for one, row in found.items()} == {one: row[name] for one, row in expected.items()}
