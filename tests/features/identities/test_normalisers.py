"""Every normaliser: whatever is written, it answers, and its answer is in normal form already.

Of addresses the second is asked for what villages write (test_address.py): where cutting a part out of gibberish makes
a new part of what is left ("NO NO0 0"), once is not for good.
"""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.identities.account import normalise_account
from features.identities.address import read_address
from features.identities.name import normalise_name
from features.identities.nik import normalise_nik
from features.identities.phone import normalise_phone

Normaliser = Callable[[str | None], str | None]


def account(kind: str, bank: str) -> Normaliser:
    """The number as it stands behind its bank."""

    def number(text: str | None) -> str | None:
        found = normalise_account(text, bank, kind)
        return None if found is None else found.split(":", 1)[1]

    return number


NORMALISERS: dict[str, Normaliser] = {
    "NIK": normalise_nik,
    "phone": normalise_phone,
    "account at a bank": account("bank", "BRI"),
    "account at an unknown bank": account("bank", "x y"),
    "name": normalise_name,
}
marks = st.text(st.sampled_from("0123456789 +-()./,;:'_#&\\\t\n\u2019éİß٣ABKNORTaeins"), max_size=30)
words = st.lists(
    st.sampled_from("H. Hj M. Moh bin binti Alm S.Pd Jl. Gg No 7 RT 03/RW 05 Dusun Desa Kel. +62 0812 351001".split()),  # noqa: SIM905 - a list of words reads best so
    max_size=7,
).map(" ".join)
written = st.text() | marks | words


@pytest.mark.parametrize("normalise", NORMALISERS.values(), ids=list(NORMALISERS))
def test_whatever_is_written_has_a_normal_form_that_stays(normalise: Normaliser) -> None:
    @settings(max_examples=100)
    @given(written)
    def stays(text: str) -> None:
        normal = normalise(text)
        assert normalise(normal) == normal

    stays()
    assert normalise(None) is None


@given(st.text(st.sampled_from("0123456789 +-.8"), max_size=20) | written)
def test_an_e_wallet_keeps_the_phone_that_it_is_known_by(text: str) -> None:
    wallet = account("ewallet", "OVO")
    assert wallet(wallet(text)) == wallet(text)


@given(written)
def test_no_address_and_no_account_is_too_odd_to_read(text: str) -> None:
    assert 0 <= read_address(text).detail <= 3
    normalise_account(text, text, "ewallet")
