from datetime import date
from typing import Any

import pytest

from features.identities import (
    LinkageModel,
    PersonRecord,
    default_model,
    know_people,
    link_one,
    step_outside,
    train_linkage,
)
from features.identities.linkage.model import PERSON_FIELDS
from tests.features.identities.drops import KEY, Drop, a_drop, rows_of

BORN = {"birth_date": "1980-05-12", "mother_name": "Kartini", "name": "Siti Aminah"}
NIK = "3510015205800001"
Person = dict[str, Any]


def payees(*people: Person, decisions: list[dict[str, Any]] | None = None, together: bool = False) -> Drop:
    """Each person in a family of their own, paid as a recipient of their own; ``together`` puts them on one card."""
    numbered = [(n, "F1" if together else f"F{n}", person) for n, person in enumerate(people, start=1)]
    persons = [
        {"person_id": f"P{n}", "family_id": family, **{k: v for k, v in person.items() if k != "village_code"}}
        for n, family, person in numbered
    ]
    recipients = [
        {
            "recipient_id": f"R{n}",
            "family_id": family,
            "name": person.get("name"),
            "nik": person.get("nik"),
            "village_code": person.get("village_code", "3510012001"),
        }
        for n, family, person in numbered
    ]
    return a_drop(persons=persons, recipients=recipients, pair_decisions=decisions or [])


def pairs(drop: Drop) -> list[dict[str, Any]]:
    return rows_of(step_outside(drop, KEY), "same_person")


ONE_PERSON: dict[str, tuple[Person, Person]] = {
    "another NIK": ({**BORN, "nik": NIK}, {**BORN, "nik": "3510024505800077"}),
    "a name in another spelling": (
        {**BORN, "nik": NIK},
        {**BORN, "name": "Hj. Siti Aminahh", "nik": "3511015205800099"},
    ),
    "a birth date off by a digit": ({**BORN, "nik": NIK}, {**BORN, "birth_date": "1980-05-13", "nik": NIK}),
    "day and month the wrong way round": ({**BORN, "nik": None}, {**BORN, "birth_date": "1980-12-05"}),
    "no mother's name": ({**BORN, "nik": NIK}, {**BORN, "mother_name": None, "nik": NIK}),
    "another village": ({**BORN, "nik": NIK}, {**BORN, "nik": "3601015205800001", "village_code": "3601012001"}),
}

TWIN = {"birth_date": "1990-03-02", "mother_name": "Wagiyem"}
TWO_PEOPLE: dict[str, tuple[Person, Person]] = {
    "twins": (
        {**TWIN, "name": "Hasan", "nik": "3510010203900001"},
        {**TWIN, "name": "Husen", "nik": "3510010203900002"},
    ),
    "twins without NIK": ({**TWIN, "name": "Hasan"}, {**TWIN, "name": "Husen"}),
    "twins whose names differ by a letter": (
        {**TWIN, "name": "Rusdiana", "nik": "3510014203900001"},
        {**TWIN, "name": "Rusdiani", "nik": "3510014203900002"},
    ),
    "father and son": (
        {"name": "Budi Santoso", "birth_date": "1950-03-03", "mother_name": "Ngatinem"},
        {"name": "Budi Santoso", "birth_date": "1975-08-09", "mother_name": "Sri Rahayu"},
    ),
    "neighbours of one name with unknown birthdays": (
        {"name": "Slamet", "birth_date": "1970-01-01", "mother_name": "Sri"},
        {"name": "Slamet", "birth_date": "1970-01-01", "mother_name": "Ngatinem"},
    ),
    "neighbours of one name": (
        {"name": "Slamet", "birth_date": "1970-03-01"},
        {"name": "Slamet", "birth_date": "1971-09-11"},
    ),
    "sisters": (
        {**TWIN, "name": "Dewi Lestari"},
        {"name": "Devi Lestari", "mother_name": "Wagiyem", "birth_date": "1993-11-20"},
    ),
}


@pytest.mark.parametrize("people", ONE_PERSON.values(), ids=list(ONE_PERSON))
def test_one_person_noted_twice_is_found(people: tuple[Person, Person]) -> None:
    (pair,) = [p for p in pairs(payees(*people)) if p["evidence"] != "person_same"]
    assert (pair["left_recipient_id"], pair["right_recipient_id"]) == ("R1", "R2")
    assert 0.99 <= pair["probability"] < 1
    assert {word.split("_")[0] for word in pair["evidence"].split(";")} == {"name", "birth", "mother", "nik", "place"}


@pytest.mark.parametrize("people", TWO_PEOPLE.values(), ids=list(TWO_PEOPLE))
def test_two_people_stay_two(people: tuple[Person, Person]) -> None:
    assert pairs(payees(*people)) == []


def test_two_entries_of_one_card_are_two_people() -> None:
    people = ({**BORN, "nik": None}, {**BORN, "name": "Siti Aminahh", "nik": None})
    assert pairs(payees(*people, together=True)) == []


def test_one_person_paid_as_two_recipients_is_a_pair() -> None:
    persons = [{"person_id": "P1", "nik": NIK, "family_id": "F1", **BORN}]
    recipients = [{"recipient_id": r, "nik": NIK} for r in ("R1", "R2")]
    (pair,) = pairs(a_drop(persons=persons, recipients=recipients))
    assert (pair["left_recipient_id"], pair["right_recipient_id"]) == ("R1", "R2")
    assert (pair["probability"], pair["evidence"], pair["reviewed"]) == (1.0, "person_same", False)


def _decided(left: str, right: str, day: int, *, same: bool) -> dict[str, Any]:
    return {"left_person_id": left, "right_person_id": right, "same": same, "decided_at": f"2026-01-{day:02d}"}


def test_a_decision_that_they_are_two_stands() -> None:
    drop = payees(*ONE_PERSON["another NIK"], decisions=[_decided("P2", "P1", 2, same=False)])
    assert pairs(drop) == []


def test_a_decision_that_they_are_one_stands_and_the_latest_counts() -> None:
    decisions = [_decided("P1", "P2", 1, same=False), _decided("P2", "P1", 3, same=True)]
    (pair,) = pairs(payees(*TWO_PEOPLE["twins"], decisions=decisions))
    assert (pair["left_person_id"], pair["right_person_id"], pair["reviewed"]) == ("P1", "P2", True)
    assert pair["probability"] == 1.0


def test_the_probabilities_of_each_field_sum_to_one() -> None:
    for field in PERSON_FIELDS:
        assert sum(level.m for level in field.levels) == pytest.approx(1, abs=0.01)
        assert sum(level.u for level in field.levels) == pytest.approx(1, abs=0.01)


def test_a_model_survives_its_own_json() -> None:
    model = default_model()
    assert LinkageModel.from_dict(model.to_dict()) == model


def test_a_small_drop_keeps_the_frozen_model() -> None:
    assert train_linkage(payees(*TWO_PEOPLE["twins"]), seed=1) == default_model()


def test_one_record_meets_those_whom_it_fits_and_no_others() -> None:
    known = know_people(payees(*ONE_PERSON["another NIK"], *TWO_PEOPLE["twins"]))
    found = link_one(PersonRecord("SITI AMINAH", "Kartini", date(1980, 5, 12)), known, default_model())
    assert {match.recipient_id for match in found} == {"R1", "R2"}
    third = PersonRecord("Husni", "Wagiyem", date(1990, 3, 2), "3510010203900003")
    assert link_one(third, known, default_model()) == ()


def test_one_record_is_met_by_its_number_where_nothing_else_brings_it_near() -> None:
    known = know_people(payees(BORN | {"nik": NIK}, {"name": "Husni", "nik": "3510010203900003"}))
    record = PersonRecord("Siti Aminah", nik=NIK, village_code="3510012001")
    assert {match.recipient_id for match in link_one(record, known, default_model())} == {"R1"}
