from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from experiments.world.numbers import build_nik
from tests.experiments.world.conftest import Read

PEOPLE = st.lists(
    st.tuples(st.integers(-20_000, 20_000), st.integers(0, 1), st.sampled_from([351001, 357801, 920101])), max_size=60
)


@given(PEOPLE)
def test_a_nik_is_region_date_and_sequence_and_belongs_to_one_person(people: list[tuple[int, int, int]]) -> None:
    born, female, region = (np.array([person[i] for person in people], dtype=np.int64) for i in range(3))

    niks = build_nik(np.random.default_rng(1), region, born, female)

    assert len(set(niks.tolist())) == len(people)
    for nik, (days, woman, code) in zip(niks.tolist(), people, strict=True):
        birthday = date(1970, 1, 1) + timedelta(days=days)
        front = f"{code}{birthday.day + 40 * woman:02d}{birthday.month:02d}{birthday.year % 100:02d}"
        assert str(nik)[:12] == front
        assert int(str(nik)[12:]) >= 1


def test_nearly_every_nik_of_the_registry_is_valid_and_agrees_with_the_record(table: Read) -> None:
    persons = table("persons").dropna(subset=["nik", "birth_date"])
    agrees = [
        nik[6:12] == f"{born.day + (40 if sex == 'F' else 0):02d}{born.month:02d}{born.year % 100:02d}"
        for nik, born, sex in zip(persons["nik"], persons["birth_date"], persons["sex"], strict=True)
    ]

    assert 0.94 < sum(agrees) / len(agrees) < 0.99


def test_a_family_card_is_district_recording_date_and_sequence(table: Read) -> None:
    families = table("families")
    columns = (families[name] for name in ("family_id", "village_code", "card_recorded_on"))

    for card, village, recorded in zip(*columns, strict=True):
        assert card[:12] == f"{village[:6]}{recorded:%d%m%y}"


def test_errors_of_the_registers_are_there(table: Read) -> None:
    persons = table("persons")

    assert persons["nik"].isna().any()
    assert persons["nik"].dropna().duplicated().any()
    assert (persons["nik"].dropna().str.len() != 16).any()
