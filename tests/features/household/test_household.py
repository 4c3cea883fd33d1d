"""What the registry and other registers say of the family."""

from datetime import date, datetime
from typing import Any

from features.engine import PolarsEngine
from tests.features.agents.drops import Drop, people
from tests.features.villages import Row, features_of


def payment(recipient: int = 1, program: str = "PKH") -> dict[str, Any]:
    return {
        "payment_id": f"Y{recipient}",
        "recipient_id": f"R{recipient}",
        "program": program,
        "period": "2025-Q3",
        "amount": 600_000,
        "credited_at": datetime(2025, 9, 1, 9),
    }


def row_of(family: dict[str, Any], **tables: Any) -> Row:
    drop: Drop = {**people(1), "families": [{"family_id": "F1", **family}], **tables}
    return features_of(PolarsEngine(), drop)["R1"]


def test_the_strictest_programme_sets_the_decile_limit() -> None:
    assert row_of({"decile": 5}, payments=[payment()])["household_decile_above_limit"] == 1
    assert row_of({"decile": 5}, payments=[payment(program="BPNT")])["household_decile_above_limit"] == 0


def test_without_a_programme_of_known_limit_the_decile_is_left_unjudged() -> None:
    assert row_of({"decile": 9}, payments=[payment(program="BOATS")])["household_decile_above_limit"] is None


def test_an_asset_share_needs_three_answers() -> None:
    assert row_of({"has_car": True, "has_gold": True})["household_asset_share"] is None
    assert row_of({"has_car": True, "has_gold": False, "has_motorcycle": True})["household_asset_share"] == 2 / 3


def test_components_beyond_the_ages_of_the_family_are_counted() -> None:
    persons = [{"person_id": f"P{n}", "family_id": "F1", "age_years": age} for n, age in enumerate((70, 9, 40))]
    claim = {"recipient_id": "R1", "program": "PKH", "components": "elderly:2;primary:1;early_childhood:1"}
    row = row_of({}, persons=persons, enrolments=[claim])
    assert row["household_components_unsupported"] == 2


def test_a_missing_age_leaves_components_unjudged() -> None:
    persons = [{"person_id": f"P{n}", "family_id": "F1", "age_years": age} for n, age in enumerate((70, None))]
    claim = {"recipient_id": "R1", "program": "PKH", "components": "elderly:2"}
    assert row_of({}, persons=persons, enrolments=[claim])["household_components_unsupported"] is None


def matched(**match: Any) -> Row:
    drop = people(1)
    drop["recipients"][0]["nik_key"] = "n1"
    usual = {"match_id": "M1", "nik_key": "n2", "source": "s", "status": "civil_servant", "confidence": 0.8}
    persons = [{"person_id": "P2", "nik_key": "n2", "family_id": "F1"}]
    drop |= {"persons": persons, "registry_matches": [{**usual, **match}], "payments": [payment()]}
    return features_of(PolarsEngine(), drop)["R1"]


def test_a_match_of_any_family_member_excludes_and_counts_days_since_it_was_true() -> None:
    row = matched(since=date(2025, 8, 1))
    assert row["match_excluded_work"] == 0.8
    assert row["match_days_paid_since_true"] == 31
    assert row["match_company"] == 0


def test_work_that_was_taken_up_after_registration_did_not_exclude_then() -> None:
    assert matched(since=date(2021, 8, 1))["match_excluded_at_registration"] == 0.8
    assert matched(since=date(2022, 3, 1))["match_excluded_at_registration"] == 0
    assert matched(since=date(2021, 8, 1), status="company_officer")["match_excluded_at_registration"] == 0


def test_a_death_in_the_family_is_not_the_payees() -> None:
    assert matched(status="deceased")["match_deceased"] == 0


def test_a_match_without_a_confidence_is_as_sure_as_an_equal_number_and_counted_apart() -> None:
    row = matched(confidence=None, since=date(2025, 1, 1))
    assert row["match_excluded_work"] == 0.8
    assert row["match_unstated"] == 1
