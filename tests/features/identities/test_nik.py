import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.identities.nik import PROVINCES, check_nik, check_nik_sql, niks_sql, normalise_nik
from tests.features.identities.drops import QUICK, one_connection

BORN = date(1980, 5, 12)
CASES = [
    ("3510011205800001", BORN, "M", "valid"),
    ("3510015205800001", BORN, "F", "valid"),
    ("3510 0112 0580 0001", BORN, "M", "valid"),
    ("6501011205800001", BORN, "M", "valid"),
    ("9501011205800001", BORN, "M", "valid"),
    ("3510011205800001", None, None, "valid"),
    ("3510012902000001", date(2000, 2, 29), "M", "valid"),
    (None, BORN, "M", None),
    ("  ", BORN, "M", None),
    ("3.51001E+15", BORN, "M", None),
    ("3,51e15 ", None, None, None),
    ("-", BORN, "M", "malformed"),
    ("0000000000000000", None, None, "malformed"),
    ("351001120580001", BORN, "M", "malformed"),
    ("3510018105800001", None, None, "malformed"),
    ("3510013205800001", None, None, "malformed"),
    ("3510014005800001", None, None, "malformed"),
    ("3510011213800001", None, None, "malformed"),
    ("3510013002800001", None, None, "malformed"),
    ("3510012902810001", None, None, "malformed"),
    ("9901011205800001", BORN, "M", "region_unknown"),
    ("3500011205800001", BORN, "M", "region_unknown"),
    ("3570011205800001", BORN, "M", "region_unknown"),
    ("3510001205800001", BORN, "M", "district_invalid"),
    ("3510991205800001", BORN, "M", "district_invalid"),
    ("3510011205800000", BORN, "M", "sequence_zero"),
    ("3510011205800001", date(1981, 5, 12), "M", "birth_differs"),
    ("3510011205800001", date(1980, 12, 5), "M", "birth_differs"),
    ("3510011205800001", BORN, "F", "sex_differs"),
    ("3510015205800001", BORN, "M", "sex_differs"),
]

valid_niks = st.builds(
    lambda region, district, born, female, sequence: (
        f"{region}01{district:02d}{born.day + 40 * female:02d}{born:%m%y}{sequence:04d}"
    ),
    st.sampled_from(PROVINCES),
    st.integers(1, 60),
    st.dates(date(1920, 1, 1), date(2025, 12, 31)),
    st.booleans(),
    st.integers(1, 9999),
)


def test_what_a_spreadsheet_left_of_many_numbers_is_nobodys_number() -> None:
    assert normalise_nik("3.51001E+15") is None


@pytest.mark.parametrize(("nik", "birth_date", "sex", "finding"), CASES)
def test_a_nik_is_judged_by_its_parts_and_the_record(
    nik: str | None, birth_date: date | None, sex: str | None, finding: str | None
) -> None:
    assert check_nik(nik, birth_date, sex) == finding


def test_the_column_form_judges_as_the_scalar_does() -> None:
    connection = one_connection()
    connection.execute("create or replace temp table given (n int, nik varchar, born date, sex varchar)")
    for n, (raw, born, sex, _) in enumerate(CASES):
        connection.execute("insert into given values (?, ?, ?, ?)", [n, raw, born, sex])
    sql = check_nik_sql("raw_nik", "nik_id", "born", "sex")
    rows = niks_sql("from given", "nik")
    found = [row[0] for row in connection.execute(f"select {sql} from ({rows}) order by n").fetchall()]
    assert found == [finding for *_, finding in CASES]


def _in_sql(values: list[str]) -> list[tuple[str | None, int | None]]:
    connection = one_connection()
    connection.execute(
        "create or replace temp table given as select unnest(range(?)) as n, unnest(?::varchar[]) as nik",
        [len(values), values],
    )
    rows = connection.execute(f"select nik, nik_id from ({niks_sql('from given', 'nik')}) order by n").fetchall()
    return [(nik, number) for nik, number in rows]


def _has_16_digits(nik: str | None) -> bool:
    return nik is not None and re.fullmatch("[1-9][0-9]{15}", nik) is not None


@pytest.mark.parametrize(
    "odd", ["1.00000000000e15", "+351001120580001", " 351001120580001", "3510011205800001.0", "9" * 16]
)
def test_nothing_but_sixteen_digits_is_a_number(odd: str) -> None:
    ((nik, number),) = _in_sql([odd])
    assert nik == normalise_nik(odd)
    assert (number or -1) > 0 if _has_16_digits(nik) else (number or -1) < 0


@QUICK
@given(st.lists(st.one_of(st.text(st.characters(codec="latin-1")), valid_niks), min_size=1, max_size=20))
def test_normal_forms_agree_repeat_and_never_raise(values: list[str]) -> None:
    scalar = [normalise_nik(value) for value in values]
    columns = _in_sql(values)
    assert [nik for nik, _ in columns] == scalar
    assert [number for _, number in columns if number and number > 0] == [
        int(n) for n in scalar if n and _has_16_digits(n)
    ]
    assert [normalise_nik(value) for value in scalar] == scalar


@QUICK
@given(valid_niks, valid_niks)
def test_distinct_valid_niks_stay_distinct(left: str, right: str) -> None:
    assert check_nik(left) == check_nik(right) == "valid"
    assert (normalise_nik(left) == normalise_nik(right)) == (left == right)
