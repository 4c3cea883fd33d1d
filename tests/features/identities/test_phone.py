import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.identities.phone import PHONE_STEPS, normalise_phone
from tests.features.identities.drops import QUICK, in_sql

SAME = [
    "081234567890",
    "81234567890",
    "6281234567890",
    "+62 812-3456-7890",
    "+62 (0)812 3456 7890",
    "0062 812 34567890",
    "0812.3456.7890",
    "081234567890 / 085711112222",
    "81234567890.0",
    "(0812) 3456-7890",
]
NOBODY = [
    "",
    "-",
    "0",
    "08",
    "0000000000",
    "08888888888",
    "99999999",
    "123",
    "tidak ada",
    "+",
    "081234567890123456",
    "6.28123E+11",
    "8,1e10",
]
OTHERS = {
    "+60 12-345 6789": "+60123456789",
    "9876543210": "9876543210",
    "021-5551234": "+62215551234",
    "0333 421234": "+62333421234",
}
ALL = [*SAME, *NOBODY, *OTHERS]


@pytest.mark.parametrize("written", SAME)
def test_every_spelling_of_a_number_is_one_number(written: str) -> None:
    assert normalise_phone(written) == "+6281234567890"


@pytest.mark.parametrize("written", NOBODY)
def test_what_nobody_can_call_is_no_number(written: str) -> None:
    assert normalise_phone(written) is None


@pytest.mark.parametrize(("written", "normal"), OTHERS.items())
def test_no_country_is_invented(written: str, normal: str) -> None:
    assert normalise_phone(written) == normal


def test_the_column_form_says_the_same() -> None:
    assert in_sql([*ALL, None], PHONE_STEPS) == [normalise_phone(value) for value in [*ALL, None]]


@QUICK
@given(st.integers(11, 99), st.integers(10**5, 10**9 - 1), st.sampled_from(["0", "62", "+62", "+62 0", "0062"]))
def test_mobile_numbers_read_as_phonenumbers_reads_them(operator: int, rest: int, prefix: str) -> None:
    written = f"{prefix}8{operator}{rest}"
    oracle = phonenumbers.parse(f"08{operator}{rest}", "ID")
    if phonenumbers.is_valid_number(oracle) and len(set(f"{operator}{rest}")) > 1:
        assert normalise_phone(written) == phonenumbers.format_number(oracle, phonenumbers.PhoneNumberFormat.E164)


@QUICK
@given(st.lists(st.text(st.sampled_from("0123456789+-() ./862a'")), min_size=1, max_size=30))
def test_normal_forms_agree_repeat_and_never_raise(values: list[str]) -> None:
    scalar = [normalise_phone(value) for value in values]
    assert in_sql(values, PHONE_STEPS) == scalar
    assert [normalise_phone(value) for value in scalar] == scalar
