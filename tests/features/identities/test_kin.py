from typing import Any

from features.identities import step_outside
from tests.features.identities.drops import KEY, Rows, a_drop, rows_of


def kin(**tables: Rows) -> list[tuple[str, str, str]]:
    frame = rows_of(step_outside(a_drop(**tables), KEY), "kin")
    return [(row["left_family_id"], row["right_family_id"], row["basis"]) for row in frame]


def _heads(village: int, mothers: list[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    ids = [f"V{village}F{n:03d}" for n in range(len(mothers))]
    families = [{"family_id": family, "village_code": f"35100120{village:02d}"} for family in ids]
    persons = [
        {"person_id": f"{family}P", "family_id": family, "relation": "head", "mother_name": mother}
        | {"birth_date": f"19{60 + n % 20}-02-03"}
        for n, (family, mother) in enumerate(zip(ids, mothers, strict=True))
    ]
    return families, persons


def test_a_split_card_is_kin() -> None:
    families = [{"family_id": "F2", "split_from_family_id": "F1"}, {"family_id": "F1"}]
    assert kin(families=families) == [("F1", "F2", "split")]


def test_one_person_on_two_cards_makes_them_kin() -> None:
    persons = [{"person_id": f"P{n}", "family_id": f"F{n}", "nik": "3510015205800001"} for n in (1, 2)]
    assert kin(persons=persons) == [("F1", "F2", "couple")]


def test_a_mother_of_a_rare_name_makes_kin_and_a_common_one_does_not() -> None:
    families, persons = [], []
    for village in range(10, 50):
        mothers = (
            ["Siti"] * 3 + [f"Ibunda {village}x{n}" for n in range(10)] + (["Wagiyem Lor"] * 2 if village == 10 else [])
        )
        there, people = _heads(village, mothers)
        families += there
        persons += people
    assert kin(families=families, persons=persons) == [("V10F013", "V10F014", "mother")]


def test_in_a_drop_of_one_village_no_mothers_name_is_rare() -> None:
    families, persons = _heads(10, ["Wagiyem", "Wagiyem", "Sri", "Murni"])
    assert kin(families=families, persons=persons) == []
