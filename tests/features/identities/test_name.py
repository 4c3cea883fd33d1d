import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.identities.name import NAME_STEPS, normalise_name, sound
from tests.features.identities.drops import QUICK, in_sql

CASES = [
    ("H. Moh. Yusuf", "MUHAMMAD YUSUF"),
    ("M. Ali, S.Pd", "MUHAMMAD ALI"),
    ("Muhamad Ali", "MUHAMMAD ALI"),
    ("Hj. Siti Aminah binti Ahmad", "SITI AMINAH"),
    ("Alm. Budi", "BUDI"),
    ("Budi (Alm)", "BUDI"),
    ("Ma'ruf", "MARUF"),
    ("José", "JOSE"),
    ("IT", "IT"),
    ("NA70", "NA70"),
    ("M", "M"),
    ("H", "H"),
    ("Hj.", "HJ"),
    ("Ibu Sri", "SRI"),
    (", S.H", "S H"),
    ("-", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("written", "normal"), CASES)
def test_a_name_loses_its_titles_and_nothing_else(written: str | None, normal: str | None) -> None:
    assert normalise_name(written) == normal


def test_the_column_form_says_the_same() -> None:
    assert in_sql([written for written, _ in CASES], NAME_STEPS) == [normal for _, normal in CASES]


parts = st.sampled_from(
    ["H.", "Hj", "M.", "Moh", "Siti", "Aminah", "bin", "binti", "Alm", "almh", "S.Pd", ",", "IT", "DR", "ibu", "-"]
)


@QUICK
@given(st.lists(st.lists(parts, max_size=6).map(" ".join), min_size=1, max_size=20))
def test_both_forms_agree_and_repeat(values: list[str]) -> None:
    scalar = [normalise_name(value) for value in values]
    assert in_sql(values, NAME_STEPS) == scalar
    assert [normalise_name(value) for value in scalar] == scalar


@QUICK
@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"], codec="latin-1"), min_size=1))
def test_nobody_is_refused_for_a_name(value: str) -> None:
    assert normalise_name(value)


def test_old_spelling_sounds_like_new_and_twins_do_not_sound_alike() -> None:
    assert sound("SOEHARTO") == sound("SUHARTO")
    assert sound("SITI AMINAH") == sound("SITI AMINA")
    assert sound("HASAN") != sound("HUSEN")
