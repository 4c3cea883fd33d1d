import hashlib
import hmac

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.identities.pseudonym import DIGITS, pseudonym, pseudonyms
from tests.features.identities.drops import QUICK

texts = st.one_of(st.none(), st.text(max_size=140))


WAYS = pytest.mark.parametrize("worth", [0, 1_000_000], ids=["compiled", "plain"])


@WAYS
@QUICK
@given(key=st.binary(min_size=1, max_size=100), messages=st.lists(texts, min_size=1, max_size=20))
def test_a_column_is_hashed_as_python_hashes(key: bytes, messages: list[str | None], worth: int) -> None:
    oracle = [None if m is None else hmac.new(key, m.encode(), hashlib.sha256).hexdigest()[:DIGITS] for m in messages]
    column = pa.chunked_array([pa.array(messages, pa.string())])
    assert pseudonyms(key, column, worth_compiling=worth).to_pylist() == oracle


@WAYS
@pytest.mark.parametrize("length", [0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 128])
def test_every_fill_of_a_block_is_padded_right(length: int, worth: int) -> None:
    column = pa.chunked_array([pa.array(["x" * length, None])])
    made = pseudonyms(b"key", column, worth_compiling=worth).to_pylist()
    assert made == [hmac.new(b"key", b"x" * length, hashlib.sha256).hexdigest()[:DIGITS], None]


def test_null_stays_null() -> None:
    assert pseudonym(b"key", "nik", None) is None


def test_one_number_in_two_domains_has_two_pseudonyms() -> None:
    assert pseudonym(b"key", "phone", "0812") != pseudonym(b"key", "account", "0812")
