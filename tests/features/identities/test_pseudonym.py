import hashlib
import hmac

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.identities.pseudonym import DIGITS, Pseudonyms, digests_of, numbers_of, pseudonym, rest_of, spelled
from tests.features.identities.drops import QUICK

texts = st.one_of(st.none(), st.text(max_size=140))


COMPILED = pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "plain"])


def _made(key: bytes, messages: list[str | None], *, compiled: bool, views: bool = True) -> list[str | None]:
    column = pa.array(messages, pa.string())
    pseudonyms = Pseudonyms(key, compiled)
    known = column.is_valid().to_numpy(zero_copy_only=False)
    made = spelled(pseudonyms.digests(column), known, views=views, compiled=compiled)
    made.validate(full=True)
    return list(made.to_pylist())


def _by_python(key: bytes, messages: list[str | None]) -> list[str | None]:
    return [None if m is None else hmac.new(key, m.encode(), hashlib.sha256).hexdigest()[:DIGITS] for m in messages]


@COMPILED
@QUICK
@given(key=st.binary(min_size=1, max_size=100), messages=st.lists(texts, min_size=1, max_size=20), views=st.booleans())
def test_a_column_is_hashed_as_python_hashes(
    key: bytes, messages: list[str | None], views: bool, compiled: bool
) -> None:
    assert _made(key, messages, compiled=compiled, views=views) == _by_python(key, messages)


@COMPILED
@pytest.mark.parametrize("length", [0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 128])
def test_every_fill_of_a_block_is_padded_right(length: int, compiled: bool) -> None:
    messages = ["x" * length, None]
    assert _made(b"key", messages, compiled=compiled) == _by_python(b"key", messages)


def test_columns_longer_than_the_lanes_are_hashed_to_their_end() -> None:
    messages: list[str | None] = ["x" * (n % 150) for n in range(600)]
    assert _made(b"key", messages, compiled=True) == _by_python(b"key", messages)


def test_the_number_of_a_pseudonym_is_its_first_63_bits() -> None:
    pseudonyms = Pseudonyms(b"key", compiled=False)
    digests, known = pseudonyms.digests(pa.array(["a", "b"])), np.array([True, False])
    text = pseudonyms.texts(digests, known)[0].as_py()
    assert numbers_of(digests, known).to_pylist() == [int(text[:16], 16) >> 1, None]


@COMPILED
@QUICK
@given(messages=st.lists(st.text(max_size=20), min_size=1, max_size=20))
def test_a_number_and_the_rest_of_a_pseudonym_spell_it(messages: list[str], compiled: bool) -> None:
    pseudonyms, known = Pseudonyms(b"key", compiled), np.ones(len(messages), np.bool_)
    digests = pseudonyms.digests(pa.array(messages))
    again = digests_of(numbers_of(digests, known).to_numpy(), rest_of(digests, known).to_numpy())
    assert pseudonyms.texts(again, known).equals(pseudonyms.texts(digests, known))


def test_null_stays_null() -> None:
    assert pseudonym(b"key", "nik", None) is None


def test_one_number_in_two_domains_has_two_pseudonyms() -> None:
    assert pseudonym(b"key", "phone", "0812") != pseudonym(b"key", "account", "0812")
