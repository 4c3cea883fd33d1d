import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.identities.account import accounts_sql, normalise_account
from tests.features.identities.drops import QUICK, one_connection

CASES = [
    ("001234567890123", "002", "bank", "002:001234567890123"),
    ("1234567890123", "BRI", "bank", "002:001234567890123"),
    ("0012-3456-7890-123", "bank bri", "bank", "002:001234567890123"),
    ("12345", "002", "bank", "002:12345"),
    ("12345", "2", "bank", "002:12345"),
    ("1234567890", "009", None, "009:1234567890"),
    ("+62 812 3456 7890", "OVO", "ewallet", "OVO:+6281234567890"),
    ("081234567890", "OVO", "ewallet", "OVO:+6281234567890"),
    ("AB 12", "POS", "post", "POS:AB12"),
    ("AB 12", None, "post", ":AB12"),
    ("0", "002", "bank", None),
    ("-", "002", "bank", None),
    ("1.23457E+14", "002", "bank", None),
    ("6.28123E+11", "OVO", "ewallet", None),
    (None, "002", "bank", None),
    ("0000", "OVO", "ewallet", None),
]


def _in_sql(cases: list[tuple[str | None, str | None, str | None]]) -> list[str | None]:
    connection = one_connection()
    connection.execute(
        "create or replace temp table given (n int, account_number varchar, bank_code varchar, kind varchar)"
    )
    for n, case in enumerate(cases):
        connection.execute("insert into given values (?, ?, ?, ?)", [n, *case])
    rows = connection.execute(
        f"select account_number from ({accounts_sql('select * from given')}) order by n"
    ).fetchall()
    return [row[0] for row in rows]


@pytest.mark.parametrize(("number", "bank", "kind", "normal"), CASES)
def test_a_number_is_known_by_its_bank(
    number: str | None, bank: str | None, kind: str | None, normal: str | None
) -> None:
    assert normalise_account(number, bank, kind) == normal


def test_the_column_form_says_the_same() -> None:
    assert _in_sql([case[:3] for case in CASES]) == [case[3] for case in CASES]


@QUICK
@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("0123456789 -.A")),
            st.sampled_from(["002", "2", "BRI", "Bank BTN", "OVO", "", "451"]),
            st.sampled_from(["bank", "ewallet", "post"]),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_both_forms_agree_and_never_raise(cases: list[tuple[str, str, str]]) -> None:
    assert _in_sql([*cases]) == [normalise_account(*case) for case in cases]


def test_equal_numbers_at_two_banks_are_two_accounts() -> None:
    assert normalise_account("1234567890", "009") != normalise_account("1234567890", "451")
