"""What checks of identity say of the payee, and who else seems to be the same person."""

from datetime import date
from typing import Any

from features.engine import PolarsEngine
from tests.features.agents.drops import people
from tests.features.villages import Row, features_of


def rows_of(payee: dict[str, Any], person: dict[str, Any], **tables: Any) -> dict[str, Row]:
    drop = people(3)
    drop["recipients"][0] |= {"nik_key": "n1", "payee_person_id": "P1", **payee}
    drop["recipients"][1] |= {"nik_key": "n2", "payee_person_id": "P2"}
    persons = [{"person_id": "P1", "nik_key": "n1", "life_status": "alive", **person}, {"person_id": "P2"}]
    return features_of(PolarsEngine(), {**drop, "persons": persons, **tables})


def test_a_finding_is_invalid_or_a_contradiction_not_both() -> None:
    row = rows_of({"nik_finding": "birth_differs"}, {})["R1"]
    assert (row["identity_nik_invalid"], row["identity_nik_contradicts"]) == (0, 1)
    row = rows_of({"nik_finding": "sequence_zero"}, {})["R1"]
    assert (row["identity_nik_invalid"], row["identity_nik_contradicts"]) == (1, 0)


def test_a_death_dated_after_the_run_does_not_count_even_if_the_status_does() -> None:
    dead = {"life_status": "deceased"}
    assert rows_of({}, dead)["R1"]["identity_payee_deceased"] == 1
    assert rows_of({}, {**dead, "died_on": date(2026, 1, 5)})["R1"]["identity_payee_deceased"] == 0


def test_one_number_under_two_recipients_counts_the_other() -> None:
    rows = rows_of({"nik_key": "n2"}, {})
    assert [rows[subject]["identity_nik_recipients"] for subject in ("R1", "R2", "R3")] == [1, 1, None]


def test_the_same_person_is_found_through_the_payee_of_each_recipient() -> None:
    pair = {"left_person_id": "P1", "right_person_id": "P2", "probability": 0.97}
    rows = rows_of({}, {}, same_person=[pair])
    assert rows["R1"]["identity_same_person_recipients"] == 1
    assert rows["R2"]["identity_same_person_probability"] == 0.97
    assert rows["R3"]["identity_same_person_recipients"] == 0


def test_a_pair_that_a_reviewer_told_apart_counts_for_nothing() -> None:
    pair = {"left_person_id": "P1", "right_person_id": "P2", "probability": 0.0, "reviewed": True}
    assert rows_of({}, {}, same_person=[pair])["R1"]["identity_same_person_recipients"] == 0


def test_ages_count_only_at_the_bounds_of_an_identity_card() -> None:
    ages = {age: rows_of({"payee_age_years": age}, {})["R1"] for age in (16, 17, 100, 101)}
    assert [row["identity_payee_under_17"] for row in ages.values()] == [1, 0, 0, 0]
    assert [row["identity_payee_over_100"] for row in ages.values()] == [0, 0, 0, 1]
